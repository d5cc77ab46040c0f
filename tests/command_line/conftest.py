"""Commands on a home of the test's own, and a small sheet to load."""

from __future__ import annotations

from pathlib import Path

import pytest

from segmentation.__main__ import main
from tests.command_line.commands import CSV, Ended, Run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "shops"


@pytest.fixture
def run(folder: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """``run("load", file, …)``: the command on the test's own home, in this process."""

    def ran(command: str, *arguments: object, home: Path | None = None) -> Ended:
        capsys.readouterr()
        code = main([command, *(str(each) for each in arguments), "--home", str(home or folder)])
        captured = capsys.readouterr()
        return Ended(code, captured.out, captured.err)

    return ran


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    file = tmp_path / "march.csv"
    file.write_text(CSV, encoding="utf-8")
    return file
