"""Chinese files whose bytes are Chinese in few places only."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from segmentation.intake.raw import RawTable
from tests.intake.odd_files import column

Read = Callable[..., RawTable]


@pytest.mark.parametrize("unit", ["元", ""])
def test_a_chinese_header_over_plain_data_is_read_without_asking(read_here: Read, unit: str) -> None:
    """元 has the same bytes in GB18030 that are a letter in UTF-8."""
    header = "会员编号,订单编号,下单时间,商品名称,实付金额,门店"
    lines = [f"M{n},{1000 + n},2024-03-{n % 28 + 1:02d},SKU-{n},{n}.50{unit},A" for n in range(60)]
    table = read_here("\r\n".join([header, *lines]).encode("gb18030"))
    assert (table.headers, table.questions) == (tuple(header.split(",")), ())
    assert column(table, "实付金额")[1] == f"1.50{unit}"


def test_korean_names_with_one_in_hanja_stay_korean(read_here: Read) -> None:
    names = ["김민준", "이서연", "박지훈", "최수빈", "정하은", "강도윤", "조은우", "윤서진", "장예린", "金 지우"]
    rows = [f"A{n},2024-03-{n + 1:02d},{name},10" for n, name in enumerate(names)]
    table = read_here("\n".join(["order_no,order_date,customer,amount", *rows]).encode("cp949"))
    assert (table.encoding, table.questions) == ("cp949", ("ENCODING_UNSURE",))
