"""Profiles that a person put beside the shops: known by the command line and the page, and told of where they are faulty."""

from __future__ import annotations

from pathlib import Path

from segmentation.store.file_load import prepare
from segmentation.store.home import Home
from tests.command_line.commands import Run, shop_names

GOOD = """title = "Corner till"
signature = ["Bon", "Wer"]
[columns]
customer = ["Wer"]
order = ["Bon"]
date = ["Wann"]
amount = ["Macht"]
"""
SHEET = "Bon,Wer,Wann,Macht\n1,K1,2024-03-01,10.50\n2,K2,2024-03-02,20\n"


def put(folder: Path, name: str, text: str) -> None:
    (folder / "profiles").mkdir(parents=True, exist_ok=True)
    (folder / "profiles" / name).write_text(text, encoding="utf-8")


def sheet(tmp_path: Path) -> Path:
    file = tmp_path / "till.csv"
    file.write_text(SHEET, encoding="utf-8")
    return file


def test_a_file_that_only_ones_own_profile_explains_is_loaded(run: Run, folder: Path, tmp_path: Path) -> None:
    file = sheet(tmp_path)
    assert run("load", file, "--shop", "Till", "--yes", "--json").code != 0
    put(folder, "till.toml", GOOD)
    ended = run("load", file, "--shop", "Till", "--yes", "--json")
    assert ended.code == 0, ended.out
    assert (ended.json["kept"], ended.json["net_revenue"]) == (2, 30.5)
    assert shop_names(folder) == ["Till"]


def test_a_faulty_profile_is_told_in_the_findings_and_harms_no_load(run: Run, folder: Path, tmp_path: Path) -> None:
    put(folder, "till.toml", GOOD)
    put(folder, "broken.toml", "title = \n")
    ended = run("load", sheet(tmp_path), "--shop", "Till", "--yes", "--json")
    assert ended.code == 0
    (told,) = [finding for finding in ended.json["findings"] if finding["code"] == "PROFILE_LEFT_OUT"]
    assert "broken.toml" in told["message"]


def test_a_faulty_profile_is_told_where_the_file_is_then_refused(run: Run, folder: Path, tmp_path: Path) -> None:
    put(folder, "till.toml", GOOD.replace("[columns]", "[colums]"))
    ended = run("load", sheet(tmp_path), "--shop", "Till", "--yes", "--json", "--lang", "zh_CN")
    assert ended.code != 0
    assert "till.toml" in ended.err
    assert "colums" in ended.err


def test_a_mended_profile_is_known_at_the_next_look(folder: Path, tmp_path: Path) -> None:
    put(folder, "till.toml", "title = ")
    home = Home(folder)
    workspace = home.open(home.create("Till"))
    first = prepare(workspace, sheet(tmp_path), file_name="till.csv")
    assert first.recognition.profile is None
    assert [finding.code for finding in first.raw.findings].count("PROFILE_LEFT_OUT") == 1
    put(folder, "till.toml", GOOD)
    again = prepare(workspace, sheet(tmp_path), file_name="till.csv")
    assert again.recognition.profile == "Corner till"
    assert "PROFILE_LEFT_OUT" not in [finding.code for finding in again.raw.findings]
    home.close_all()
