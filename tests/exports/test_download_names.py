import datetime as dt
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from segmentation.exports.file_names import download_name

DAY = dt.date(2026, 6, 30)


def test_shop_list_day_and_token_make_the_name() -> None:
    assert download_name("Tea House", "Champions", DAY, extension="xlsx", token="t0") == (
        "Tea-House-Champions-2026-06-30-t0.xlsx"
    )


@pytest.mark.parametrize(
    ("part", "kept"),
    [
        ("茶馆 重要客户", "茶馆-重要客户"),
        ("../../etc/passwd", "etc-passwd"),
        ("a\x00b\nc\u202egnp", "ab-cgnp"),
        ('<script>"x"</script>', "script-x-script"),
        ("CON", "_CON"),
        ("lpt1.txt", "_lpt1-txt"),
        ("Console", "Console"),
        ("...", "export"),
        ("", "export"),
        (".hidden", "hidden"),
        ("Jose\u0301", "José"),
    ],
)
def test_parts_are_made_safe_and_readable(part: str, kept: str) -> None:
    assert download_name(part, extension="csv", token="t") == f"{kept}-t.csv"


def test_a_device_name_followed_by_more_is_still_avoided() -> None:
    assert download_name("nul", DAY, extension="xlsx", token="t") == "_nul-2026-06-30-t.xlsx"


def test_two_downloads_never_share_a_name() -> None:
    names = {download_name("a", extension="csv") for _ in range(50)}
    assert len(names) == 50
    assert all(re.fullmatch(r"a-[0-9a-f]{16}\.csv", name) for name in names)


@given(st.lists(st.text(max_size=150), max_size=4))
def test_any_parts_give_a_name_every_system_takes(parts: list[str]) -> None:
    name = download_name(*parts, extension="xlsx")
    assert len(name) <= 100
    assert len(name.encode()) <= 240
    assert not set(name) & set('<>:"/\\|?*')
    assert not any(unicodedata.category(character)[0] == "C" or character.isspace() for character in name)
    assert re.search(r"-[0-9a-f]{16}\.xlsx$", name)
    assert not name.startswith((".", "-"))
