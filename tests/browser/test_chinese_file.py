"""A Chinese shop's export in GB18030: shown in Chinese, one column corrected by hand, the next one known."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.driving import Look, choose, go_to, open_page, rerun, screenshot, settled
from tests.browser.serving import Server

HEADER = "订单编号,会员,成交时间,品名,应收,实付\r\n"


def export(folder: Path, name: str, first: int) -> Path:
    """Twelve orders; what is owed and what was paid differ, and only the shop knows which is its money."""
    lines = [
        f"T{number},买家{number % 5},2024-03-{number % 28 + 1:02d} 10:30:00,龙井茶,{number + 10}.00,{number + 8}.50\r\n"
        for number in range(first, first + 12)
    ]
    file = folder / name
    file.write_bytes((HEADER + "".join(lines)).encode("gb18030"))
    return file


def drop(page: Page, file: Path) -> None:
    with rerun(page):
        page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(file)
    settled(page)


def test_a_chinese_file_is_mapped_corrected_loaded_and_known_the_next_time(
    own_app: Server, new_page: NewPage, tmp_path: Path
) -> None:
    page = new_page(Look(locale="zh-CN", height=1600))
    open_page(page, own_app.url)
    go_to(page, "导入文件")
    drop(page, export(tmp_path, "三月.csv", 100))

    expect(page.get_by_role("combobox", name="客户", exact=True)).to_have_value("会员")
    expect(page.get_by_role("combobox", name="订单日期", exact=True)).to_have_value("成交时间")
    amount = page.get_by_role("combobox", name="明细金额", exact=True)
    with rerun(page):
        choose(page, amount, "应收")
    expect(amount).to_have_value("应收")
    screenshot(page, "chinese-file-mapping")
    with rerun(page):
        page.get_by_role("button", name="导入 12 行").click()
    expect(page.get_by_text("已导入并保存。")).to_be_visible()
    owed = sum(number + 10 for number in range(100, 112))
    expect(page.get_by_text(re.compile(f"{owed:,}"))).not_to_have_count(0)

    drop(page, export(tmp_path, "四月.csv", 200))
    expect(page.get_by_text("各列沿用您上次的选择")).to_be_visible()
    with rerun(page):
        page.get_by_role("button", name="导入 12 行").click()
    expect(page.get_by_text("已导入并保存。")).to_have_count(2)
