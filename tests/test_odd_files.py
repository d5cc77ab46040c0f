"""Every odd file of the corpus, by ``load --json`` and by the page's own path: what the manifest says happens."""

from __future__ import annotations

import csv
import json
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from segmentation.__main__ import main
from segmentation.errors import SegmentationError
from segmentation.store.file_load import load_prepared, prepare
from segmentation.store.home import Home
from segmentation.store.workspace import Workspace
from tests.conftest import PROJECT

CORPUS = Path(os.environ.get("REGULARS_SHARED") or PROJECT.parent / "shared") / "corpus"
SECONDS = 10


def manifest() -> list[dict[str, str]]:
    if not (CORPUS / "manifest.csv").is_file():
        return []
    with (CORPUS / "manifest.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


ODD = manifest() or [{"file": "none", "expect": "absent"}]
on_its_own = pytest.mark.parametrize("odd", ODD, ids=lambda odd: odd["file"])
asked = pytest.mark.parametrize(
    "odd", [odd for odd in ODD if odd["expect"] in ("ask", "absent")], ids=lambda o: o["file"]
)


@pytest.fixture(autouse=True)
def _is_there(shared: Path) -> None:
    """Skips with the reason where the corpus is not there."""


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    home = Home(tmp_path / "shops")
    yield home.open(home.create("Odd"))
    home.close_all()


def told(odd: dict[str, str]) -> tuple[str | None, int]:
    """The reason and the lines kept that the manifest names; the second of two equal files is the first on its own."""
    if odd["reason"] == "ALREADY_IMPORTED":
        return None, 20
    return odd["reason"] or None, int(odd["rows"]) if odd["expect"] == "accept" else 0


def by_command(file: Path, home: Path, capsys: pytest.CaptureFixture[str], *more: str) -> dict[str, Any]:
    code = main(["load", str(file), "--shop", "Odd", "--home", str(home), "--yes", "--json", *more])
    report: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert code == (0 if report["reason"] is None else 1)
    assert report["read"] == report["kept"] + report["refused"] + report["duplicates"]
    return report


@on_its_own
def test_the_command_line_does_what_the_manifest_says(
    odd: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    begin = time.perf_counter()
    report = by_command(CORPUS / odd["file"], tmp_path, capsys)
    assert time.perf_counter() - begin < SECONDS
    assert (report["reason"], report["kept"]) == told(odd)
    if report["reason"]:
        assert "{" not in report["message"]


@asked
def test_an_answered_question_lets_every_line_in(
    odd: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = by_command(CORPUS / odd["file"], tmp_path, capsys, "--accept", odd["reason"])
    assert (report["reason"], report["kept"]) == (None, int(odd["rows"]))


@on_its_own
def test_the_page_path_does_what_the_manifest_says(odd: dict[str, str], workspace: Workspace) -> None:
    name = json.loads(odd["upload_as"]) if odd["upload_as"].startswith('"') else odd["upload_as"]
    reason, kept = told(odd)
    before = workspace.data_version
    if reason is None:
        report = load_prepared(workspace, prepare(workspace, (CORPUS / odd["file"]).read_bytes(), file_name=name))
        assert report.kept == kept
        assert report.read == report.kept + report.refused + report.duplicates
        return
    with pytest.raises(SegmentationError) as refused:
        load_prepared(workspace, prepare(workspace, (CORPUS / odd["file"]).read_bytes(), file_name=name))
    fault = refused.value
    assert reason in (fault.code, str(fault.values.get("questions", "")).split(", ")[0])
    assert workspace.data_version == before
