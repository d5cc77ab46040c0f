"""Reading small files without starting a process for each."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from segmentation.intake import child, spreadsheets
from segmentation.intake.limits import LIMITS
from segmentation.intake.raw import RawTable, ReadingChoices


@pytest.fixture
def read_here(tmp_path: Path) -> Callable[..., RawTable]:
    """Read bytes without starting a process: what the reading does, without its limits."""

    def read(data: bytes, sheets: tuple[str, ...] = (), **choices: object) -> RawTable:
        path, answers = tmp_path / "file", io.BytesIO()
        path.write_bytes(data)
        with path.open("rb") as source:
            child.answer(answers, source, ReadingChoices(**choices), LIMITS, sheets)  # type: ignore[arg-type]  # whatever a test gives
        answers.seek(0)
        table = spreadsheets.assemble(answers, "file", None)
        assert table is not None
        return table

    return read
