"""Small shops and legal rules as hypothesis draws them, with every customer's level in every lens."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import Any

import pyarrow as pa
from hypothesis import assume
from hypothesis import strategies as st

from segmentation.classifications.cell_levels import levels_in_use
from segmentation.classifications.lenses import LENSES
from segmentation.errors import NoSales
from segmentation.intake.findings import REFUSED
from segmentation.packed import PackedTable
from segmentation.parameters import Analysis, Period
from segmentation.schema import SALES
from segmentation.store.home import Home
from segmentation.store.loading import Incoming, store_sales
from segmentation.store.workspace import Workspace
from segmentation.views.basis import basis
from segmentation.views.lens_levels import place_sql
from segmentation.views.profile_basis import PROFILE, ProfileBasis, profile_basis
from tests.parameters.drawn_rules import anywhere, near

LAST = date(2024, 6, 30)
CATEGORIES = (None, "Tea", "Tea ware", "Courses 课")


def sale(
    customer: int, days_ago: int, amount: Decimal, product: int, discount: Decimal | None, price: int | None
) -> dict[str, Any]:
    return {
        "customer": f"C{customer}",
        "customer_key": f"c{customer}",
        "sold_at": datetime.combine(LAST, datetime.min.time()) - timedelta(days=days_ago) + timedelta(hours=10),
        "product_code": f"p{product}",
        "product": f"Product {product}",
        "category": CATEGORIES[product % len(CATEGORIES)],
        "unit_price": price,
        "discount": discount,
        "net_revenue": amount,
        "is_counted": True,
    }


days_ago = st.one_of(st.sampled_from([0, 1, 30, 31, 89, 90, 91, 180, 181, 365, 366]), st.integers(0, 800))
amounts = st.one_of(st.sampled_from([Decimal(n) for n in (10, 20, 30, 100, 0, -10)]), st.decimals(-50, 400, places=2))


_USUAL: dict[str, st.SearchStrategy[Any]] = {
    "customer": st.integers(1, 12),
    "days_ago": days_ago,
    "amount": amounts,
    "product": st.integers(0, 6),
    "discount": st.one_of(st.none(), st.sampled_from([Decimal(0), Decimal(5)])),
    "price": st.one_of(st.none(), st.integers(1, 6)),
}


def _lines(**other: st.SearchStrategy[Any]) -> st.SearchStrategy[list[dict[str, Any]]]:
    return st.lists(st.builds(sale, **(_USUAL | other)), min_size=1, max_size=60)


small_shops = _lines()
awkward_shops = st.one_of(
    _lines(customer=st.just(1)),
    _lines(amount=st.just(Decimal(20)), days_ago=st.sampled_from([0, 30])),
    _lines(days_ago=st.just(0)),
    _lines(amount=st.sampled_from([Decimal(10), Decimal(-10), Decimal(-30)])),
    _lines(product=st.just(0), discount=st.none(), price=st.none()),
    _lines(product=st.just(3), discount=st.just(Decimal(5))),
)
"""One customer; all alike; one day; mostly returns; neither categories nor discounts nor prices; services at a discount only."""

periods = st.builds(Period, st.just(LAST), st.one_of(st.none(), st.none(), st.sampled_from([120, 365, 500])))
analyses = near(periods)
any_analyses = analyses | anywhere(periods)

_numbers = count(1)


def load(workspace: Workspace, lines: list[dict[str, Any]]) -> None:
    empty = {field.name: None for field in SALES}
    rows = [empty | line | {"row_number": place} for place, line in enumerate(lines, start=2)]
    sales = pa.Table.from_pylist(rows, schema=SALES)
    name = f"load {next(_numbers)}"
    store_sales(
        workspace, Incoming(name, name, "", PackedTable.of(sales), REFUSED.empty_table(), (), sales.num_rows, 0)
    )


@contextmanager
def shop_of(folder: Path, lines: list[dict[str, Any]]) -> Iterator[Workspace]:
    home = Home(folder / f"home-{next(_numbers)}")
    workspace = home.open(home.create("Drawn"))
    load(workspace, lines)
    yield workspace
    home.close_all()


def found_in(workspace: Workspace, analysis: Analysis) -> ProfileBasis:
    try:
        return profile_basis(workspace, basis(workspace, analysis))
    except NoSales:
        assume(False)
        raise


def every_level(workspace: Workspace, kept: dict[str, str], analysis: Analysis) -> dict[int, dict[str, str | None]]:
    """Customer → lens → key of the level."""
    columns = ", ".join(f"{place_sql(lens, analysis)} as {key}" for key, lens in LENSES.items())
    found: dict[int, dict[str, str | None]] = {}
    for row in workspace.query_kept(kept, f'select customer_id, {columns} from "{PROFILE}"').to_pylist():
        customer = row.pop("customer_id")
        assert customer not in found
        found[customer] = {
            key: None if place is None else levels_in_use(LENSES[key], analysis)[place].key
            for key, place in row.items()
        }
    return found
