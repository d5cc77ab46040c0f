"""Files of real layouts, by the product's own way: the figures that the manifest beside them says, or a question."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from segmentation.errors import SegmentationError
from segmentation.intake.sheet_kinds import SheetKind
from segmentation.store.file_load import load_prepared, prepare
from segmentation.store.home import Home

SHARED = Path(os.environ.get("REGULARS_SHARED") or Path(__file__).parents[3] / "shared")
CASES = SHARED / "cases"
MANIFEST = CASES / "manifest.csv"
NOT_YET: dict[str, str] = {
    "26_amazon_fulfilled_shipments.txt": "the line's total is taken for the unit price",
    "27_woo_customers_report.csv": "totals of customers are loaded as sales",
    "50_stored_value_till.csv": "top-ups are added to what is paid from the balance",
}
"""Cases that do not hold yet, each with what goes wrong."""


def _cases() -> Iterator[object]:
    if not MANIFEST.exists():
        return
    with MANIFEST.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            why = NOT_YET.get(row["file"])
            marks = [pytest.mark.xfail(reason=why)] if why else []
            yield pytest.param(row, id=row["file"].split(".")[0], marks=marks)


def _outcome(home: Home, row: dict[str, str]) -> str:
    """What became of the file, in the manifest's words: ``load customers purchases revenue``, or why it was not loaded."""
    workspace = home.open(home.create("Shop"))
    try:
        prepared = prepare(workspace, CASES / row["file"], file_name=row["file"])
        if prepared.kind is not SheetKind.SALES:
            return str(prepared.kind)
        # As --yes answers: what the reading asks is agreed to, what the values leave open is not
        load_prepared(workspace, prepared, today=date(2026, 12, 1))
    except SegmentationError as refused:
        return "ask" if refused.code in ("MUST_ASK", "MISSING_COLUMN") else f"refuse {refused.code}"
    orders = workspace.query(
        "select count(distinct customer_id) filter (net_revenue > 0) as customers, count(*) filter (net_revenue > 0 and "
        "customer_id is not null) as purchases, sum(net_revenue) as revenue from orders"
    ).to_pylist()[0]
    return f"load {orders['customers']} {orders['purchases']} {Decimal(orders['revenue'] or 0):.2f}"


@pytest.mark.skipif(not MANIFEST.exists(), reason="the shared cases are not here")
@pytest.mark.parametrize("row", list(_cases()))
def test_a_real_layout_gives_the_right_figures_or_a_question(row: dict[str, str], tmp_path: Path) -> None:
    right = {row["expect"], *row["also_right"].split("|")} - {"", "load"}
    if row["expect"] == "load":
        revenues = {row["net_revenue"], *(each for each in row["also_right"].split("|") if "." in each)}
        right |= {f"load {row['customers']} {row['purchases']} {revenue}" for revenue in revenues}
    outcome = _outcome(Home(tmp_path / "shops"), row)
    assert outcome in right or outcome.split()[0] in right, (outcome, right)
