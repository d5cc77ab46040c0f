"""A person's own profiles of exports: known like the built-in ones, and told of where they cannot be read."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from segmentation.intake.headings import recognise
from segmentation.intake.mapping import Mapping
from segmentation.intake.profiles import profiles
from segmentation.intake.profiles.own import own_profiles
from segmentation.locale import Words
from segmentation.schema import FIELDS
from tests.intake.columns.sheets import raw_table, taken

GOOD = 'title = "Till"\nsignature = ["Bon", "Wer"]\n[columns]\ncustomer = ["Wer"]\norder = ["Bon"]\n'
README = Path(__file__).parents[2] / "data" / "README.md"


def folder_with(tmp_path: Path, content: bytes | str, name: str = "till.toml") -> Path:
    (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return tmp_path


def test_a_folder_that_is_not_there_has_no_profiles(tmp_path: Path) -> None:
    found = own_profiles(tmp_path / "profiles")
    assert (found.profiles, found.findings) == ((), ())


def test_the_example_in_the_documentation_is_a_profile_of_a_file_like_it(tmp_path: Path) -> None:
    text = README.read_text(encoding="utf-8")
    example = re.search(r"```toml\n(.*?)```", text, re.DOTALL)
    assert example is not None
    found = own_profiles(folder_with(tmp_path, example.group(1), "corner_till.toml"))
    assert found.findings == ()
    row = ("7", "K1", "Ann", "Lee", "01/02/2024", "1.234", "Geparkt")
    sheet = recognise(raw_table("Bon,Kunde Nr,Vorname,Nachname,Datum,Summe,Stand", row), known=profiles(found.profiles))
    assert sheet.profile == "Corner till"
    assert taken(sheet) == {
        "customer": "Kunde Nr", "name": ("Vorname", "Nachname"), "order": "Bon", "date": "Datum", "amount": "Summe",
        "status": "Stand",
    }  # fmt: skip
    assert sheet.questions == ()
    assert (sheet.mapping.date_order, sheet.mapping.decimals["amount"]) == ("dmy", ",")
    assert (sheet.mapping.amount_level, sheet.mapping.time_zone) == ("order", "Europe/Berlin")
    assert [state.is_counted for state in sheet.states] == [False]
    assert Mapping.from_json(sheet.mapping.to_json()) == sheet.mapping
    assert all(f"`{name}`" in text for name in FIELDS)


def test_ones_own_profile_wins_over_a_built_in_one(tmp_path: Path) -> None:
    own = """title = "My Taobao"\nsignature = ["订单编号", "订单状态"]
[columns]\ncustomer = ["买家会员名"]\norder = ["订单编号"]\ndate = ["订单付款时间"]\namount = ["总金额"]\n"""
    headers = "订单编号,买家会员名,订单状态,订单创建时间,订单付款时间,总金额,买家实际支付金额"
    assert recognise(raw_table(headers)).profile == "淘宝 / 天猫"
    found = recognise(raw_table(headers), known=profiles(own_profiles(folder_with(tmp_path, own)).profiles))
    assert found.profile == "My Taobao"
    assert taken(found)["date"] == "订单付款时间"


def test_every_built_in_profile_keeps_the_rules_for_ones_own() -> None:
    built_in = Path(__file__).parents[2] / "segmentation" / "intake" / "profiles"
    found = own_profiles(built_in)
    assert found.findings == ()
    assert sorted(each.name for each in found.profiles) == sorted(each.name for each in profiles())


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("title = \n", "line 1"),
        (GOOD.replace("[columns]", "[columns\n"), "line 3"),
        ('title = "x"\n', "signature is missing"),
        ('title = "x"\nsignature = ["A"]\n', "columns is missing"),
        (GOOD.replace('["Bon", "Wer"]', '"Bon"'), "signature has no meaning"),
        (GOOD.replace('["Bon", "Wer"]', "[]"), "signature has no meaning"),
        (GOOD.replace('"Till"', "5"), "title has no meaning"),
        (GOOD + 'colour = ["Farbe"]\n', "columns.colour is not known"),
        (GOOD + "date = [1]\n", "columns.date has no meaning"),
        (GOOD + "[choices]\namount_level = 'sheet'\n", "choices.amount_level has no meaning"),
        (GOOD + "[choices]\ntime_zone = '../../etc'\n", "choices.time_zone has no meaning"),
        (GOOD + "[choices]\ndecimals = { amount = ';' }\n", "choices.decimals has no meaning"),
        (GOOD + "[choices]\nrun = 'this'\n", "choices.run is not known"),
        ("no_customer = 1\n" + GOOD, "no_customer has no meaning"),
        ("tilte = 'x'\n" + GOOD, "tilte is not known"),
        ("[" * 5000, "not written as TOML"),
        ("a = " + "[" * 5000, "not written as TOML"),
        ("a = " + "9" * 5000, "not written as TOML"),
        (b"\xff\xfe\x00title", "UTF-8"),
        (b"#" * 70_000, "64 kB"),
    ],
)
def test_a_profile_that_cannot_be_read_is_told_by_its_name(tmp_path: Path, content: bytes | str, said: str) -> None:
    folder = folder_with(tmp_path, content, "bad.toml")
    folder_with(tmp_path, GOOD, "good.toml")
    found = own_profiles(folder)
    assert [profile.name for profile in found.profiles] == ["good"]
    (finding,) = found.findings
    for language in ("en", "zh_CN"):
        sentence = Words(language)(finding.message).format(count=finding.count, **finding.values)
        assert "bad.toml" in sentence
        assert "{" not in sentence
    assert said in finding.message.format(**finding.values)


def test_a_folder_called_like_a_profile_is_told(tmp_path: Path) -> None:
    (tmp_path / "folder.toml").mkdir()
    (finding,) = own_profiles(tmp_path).findings
    assert finding.values["file"] == "folder.toml"


def test_windows_line_ends_and_a_byte_order_mark_do_no_harm(tmp_path: Path) -> None:
    found = own_profiles(folder_with(tmp_path, b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode()))
    assert found.findings == ()
    assert found.profiles[0].title == tomllib.loads(GOOD)["title"]
