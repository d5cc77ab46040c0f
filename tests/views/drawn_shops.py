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
from segmentation.parameters import (
    Analysis,
    ClassLimits,
    CutChoice,
    CutMode,
    DimensionRules,
    EightTypeRules,
    FinalRules,
    LifecycleRules,
    Period,
    Scoring,
    SegmentRule,
    SegmentRules,
    StarRules,
    VipRules,
    Weights,
)
from segmentation.schema import SALES
from segmentation.store.home import Home
from segmentation.store.loading import Incoming, store_sales
from segmentation.store.workspace import Workspace
from segmentation.views.basis import basis
from segmentation.views.lens_levels import place_sql
from segmentation.views.profile_basis import PROFILE, ProfileBasis, profile_basis

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
small_shops = st.lists(
    st.builds(
        sale,
        st.integers(1, 12),
        days_ago,
        amounts,
        st.integers(0, 6),
        st.one_of(st.none(), st.sampled_from([Decimal(0), Decimal(5)])),
        st.one_of(st.none(), st.integers(1, 6)),
    ),
    min_size=1,
    max_size=60,
)

shares = st.decimals("0.05", "0.95", places=2)
money = st.decimals(0, 900, places=2)
cuts = st.lists(st.one_of(st.none(), money), min_size=4, max_size=4)
choices = st.one_of(
    st.just(CutChoice(CutMode.QUINTILES)), cuts.map(lambda limits: CutChoice(CutMode.FIXED, tuple(limits)))
)
by_rfm = SegmentRules(boxes=tuple(SegmentRule(f"own {m}", m=(m, m)) for m in (5, 4, 3, 2, 1)))
analyses = st.builds(
    Analysis,
    period=st.builds(Period, st.just(LAST), st.one_of(st.none(), st.none(), st.sampled_from([120, 365, 500]))),
    scoring=st.builds(
        Scoring,
        weights=st.builds(Weights, st.integers(1, 9), st.integers(0, 9), st.integers(0, 9)),
        r=choices,
        f=st.one_of(choices, st.just(CutChoice(CutMode.REPEAT_AWARE))),
        m=choices,
        class_limits=st.just(ClassLimits()),
    ),
    lifecycle=st.builds(
        LifecycleRules,
        new_days=st.integers(0, 60),
        enough_returning=st.sampled_from([1, 3, 100]),
        overdue_days=st.one_of(st.none(), st.integers(1, 60)),
        lost_days=st.one_of(st.none(), st.integers(60, 200)),
        growth_factor=st.sampled_from([Decimal("1.1"), Decimal(2)]),
    ),
    vip=st.builds(
        VipRules,
        window_days=st.sampled_from([120, 365, 500]),
        revenue_share=shares,
        customer_share=shares,
        spending_limit=st.one_of(st.none(), money),
        purchase_days=st.integers(1, 4),
        quasi_window_days=st.sampled_from([20, 90]),
        quasi_purchase_days=st.integers(1, 5),
        quasi_spending_share=shares,
    ),
    final=st.builds(FinalRules, st.booleans()),
    segments=st.sampled_from([SegmentRules(), by_rfm]),
    eight_types=st.builds(
        EightTypeRules,
        st.one_of(st.none(), st.integers(0, 200)),
        st.one_of(st.none(), st.integers(1, 5)),
        st.one_of(st.none(), money),
    ),
    dimensions=st.builds(
        DimensionRules,
        value_high=st.sampled_from([Decimal("0.3"), Decimal("0.5")]),
        contact_days=st.integers(1, 200),
        marketing_share=shares,
        service_share=shares,
        impulsive_share=shares,
        rational_share=shares,
        regular_purchase_days=st.integers(3, 5),
        entered_wins=st.sampled_from([DimensionRules().entered_wins, ()]),
    ),
    stars=st.builds(StarRules, st.integers(1, 9), st.integers(0, 9)),
)

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
