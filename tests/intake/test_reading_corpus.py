from __future__ import annotations

import csv
import os
import time
from pathlib import Path

import pytest

from segmentation.intake import spreadsheets
from segmentation.intake.errors import FileRefused

_SHARED = Path(os.environ.get("REGULARS_SHARED") or Path(__file__).parents[3] / "shared")
_MANIFEST = _SHARED / "corpus" / "manifest.csv"
_CASES = list(csv.DictReader(_MANIFEST.read_text(encoding="utf-8").splitlines())) if _MANIFEST.exists() else []

# Rows that are only found wanting once a column's values are read, and a refusal that needs the shop's earlier loads
READ_ROWS = {
    "100_mixed_dates.xlsx": 15,
    "102_date_limits.xlsx": 15,
    "104_numbers_as_text.xlsx": 18,
    "001_plain_ok_again.xlsx": 20,
}


@pytest.mark.skipif(not _CASES, reason=f"no odd files: {_MANIFEST} is not there")
@pytest.mark.parametrize("case", _CASES, ids=lambda case: case["file"])
def test_every_odd_file_is_read_asked_about_or_refused_as_it_should(case: dict[str, str]) -> None:
    started = time.monotonic()
    path = _MANIFEST.parent / case["file"]
    if case["expect"] == "reject" and case["file"] not in READ_ROWS:
        with pytest.raises(FileRefused) as refusal:
            spreadsheets.read(path, file_name=case["file"])
        assert refusal.value.code == case["reason"]
        assert "{" not in refusal.value.sentence()
    else:
        table = spreadsheets.read(path, file_name=case["file"])
        assert table.cells.num_rows == READ_ROWS.get(case["file"], int(case["rows"]))
        assert list(table.questions) == ([case["reason"]] if case["expect"] == "ask" else [])
        assert table.cells.column_names == [f"c{i}" for i in range(len(table.headers))] + ["row_number"]
        assert len(table.sha256) == 64
        for found in table.findings:
            assert found.message.format(count=found.count, **found.values)
    assert time.monotonic() - started < 10
