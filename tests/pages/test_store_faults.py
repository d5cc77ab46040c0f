"""What the pages say of a disk that is full, a folder that refuses, a card that cannot be read, and a nightly load."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pages.shared import cache
from segmentation.store import shop_file
from segmentation.store.home import Home
from tests.conftest import PROJECT
from tests.pages.conftest import Open
from tests.pages.load_page import PAGE, dropped, query
from tests.store.test_full_disk import no_file_longer_than

LINES = "date,customer,order,amount\n" + "".join(f"2024-03-{n % 28 + 1:02},K{n},{n},5.00\n" for n in range(1, 40))


@pytest.mark.parametrize(("language", "says"), [("en", "The disk is full"), ("zh_CN", "磁盘已满")])
def test_a_file_dropped_on_a_full_disk_is_told_in_one_sentence_and_nothing_half_is_left(
    open_app: Open, new_shop: Path, language: str, says: str
) -> None:
    app = open_app(new_shop, PAGE, language=language)
    with no_file_longer_than(400):
        dropped(app, LINES)
        assert [says in shown.value for shown in app.error] == [True]
    left = {file.name for file in new_shop.glob("*/uploads/**/*") if file.is_file()}
    assert left <= {"held.lock"}
    assert not app.run().error
    dropped(app, LINES)
    assert not app.error
    assert len([file for file in new_shop.glob("*/uploads/*/*") if file.name != "held.lock"]) == 1


def test_a_home_that_can_be_no_folder_is_told_in_one_sentence_on_a_page(open_app: Open, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("no folder", encoding="utf-8")
    app = open_app(file / "shops")
    assert len(app.error) == 1
    assert "Nothing can be written to the folder" in app.error[0].value
    file.unlink()
    app.run()
    assert not app.error


def test_one_unreadable_card_leaves_the_pages_of_the_other_shops_alone(open_app: Open, demo_home: Path) -> None:
    home = Home(demo_home)
    broken = home.create("Aaa, the first in the menu")
    home.close_all()
    (demo_home / broken / "shop.json").write_bytes(b"")
    app = open_app(demo_home)
    assert not app.error
    assert set(app.sidebar.selectbox[0].options) == {broken, *(card.name for card in home.shops())}
    demo = next(card.id for card in home.shops() if not card.is_damaged)
    app.sidebar.selectbox[0].set_value(demo).run()
    assert not app.error
    assert app.metric
    app.switch_page("pages/data/shops.py").run()
    assert not app.error
    assert ["card (shop.json) cannot be read" in shown.value for shown in app.warning] == [True]


def test_what_the_nightly_load_brought_is_on_the_page_at_its_next_step(
    open_app: Open, new_shop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shop_file, "IDLE_SECONDS", 0.3)
    sheet = tmp_path / "night.csv"
    sheet.write_text(LINES, encoding="utf-8")
    app = open_app(new_shop)
    assert not app.metric
    shop_id = cache.home().shops()[0].id
    done = subprocess.run(
        [sys.executable, "-m", "segmentation", "load", str(sheet), "--shop", shop_id, "--yes", "--home", str(new_shop)],
        cwd=PROJECT, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    app.run()
    assert not app.error
    assert app.metric
    assert query("select count(*) as n from orders") == [{"n": 39}]
