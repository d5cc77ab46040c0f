"""Damage met on any page leads to the shop's backups, in both languages; other shops go on."""

from __future__ import annotations

from pathlib import Path

import pytest

from pages.shared import cache
from pages.shared.navigation import PAGES
from segmentation.store.backup import back_up
from segmentation.store.home import Home
from tests.pages.conftest import Open


@pytest.fixture
def shop_id(demo_home: Path) -> str:
    """The demo shop, backed up and then damaged in the middle of its file."""
    home = Home(demo_home)
    shop_id = home.shops()[0].id
    back_up(home.open(shop_id))
    home.close_all()
    file = demo_home / shop_id / "shop.duckdb"
    with file.open("r+b") as opened:
        for block in range(12_288, file.stat().st_size, 262_144):
            opened.seek(block + 5_000)
            opened.write(b"\xff\x00\xff")
    return shop_id


@pytest.mark.parametrize(
    ("language", "says", "button"), [("en", "is damaged", "Put this one back"), ("zh_CN", "已损坏", "恢复这一份")]
)
def test_damage_is_told_with_the_backups_and_one_click_puts_the_shop_right(
    open_app: Open, demo_home: Path, shop_id: str, language: str, says: str, button: str
) -> None:
    app = open_app(demo_home, language=language)
    assert [says in shown.value for shown in app.error] == [True]
    assert not app.metric
    (put_back,) = [each for each in app.button if each.label == button]
    put_back.click().run()
    assert len(app.success) == 1
    assert len(list((demo_home / shop_id).glob("quarantine-*/shop.duckdb"))) == 1
    app.run()
    assert not app.error
    assert app.metric


@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.script)
def test_no_page_of_a_damaged_shop_ends_in_a_bug(open_app: Open, demo_home: Path, shop_id: str, entry: object) -> None:
    app = open_app(demo_home)
    app.switch_page(f"pages/{entry.script}").run()  # type: ignore[attr-defined] # an Entry
    assert not app.exception
    assert not any("Something went wrong" in shown.value for shown in app.error)


def test_other_shops_go_on_beside_a_damaged_one(open_app: Open, demo_home: Path, shop_id: str) -> None:
    home = Home(demo_home)
    other = home.duplicate(home.create("Empty one"), "Another", lambda workspace, target: None)
    home.close_all()
    app = open_app(demo_home)
    app.sidebar.selectbox[0].set_value(other).run()
    assert not any("damaged" in shown.value for shown in app.error)


def test_a_missing_file_beside_its_backups_is_told_and_never_an_empty_shop(
    open_app: Open, demo_home: Path, shop_id: str
) -> None:
    (demo_home / shop_id / "shop.duckdb").unlink()
    app = open_app(demo_home)
    assert ["is missing" in shown.value for shown in app.error] == [True]
    next(each for each in app.button if each.label == "Put this one back").click().run()
    app.run()
    assert not app.error
    assert app.metric
    cache.home().close_all()
