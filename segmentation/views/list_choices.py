"""What a list can be asked for: every group, category, store, staff and channel, with its customers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from segmentation.classifications import rfm_segments, value_classes
from segmentation.classifications.cube import CELLS, totals
from segmentation.store.workspace import Workspace
from segmentation.views.basis import Basis
from segmentation.views.execution import LABELLED
from segmentation.views.lens_filters import FILTER_LENSES
from segmentation.views.lens_levels import all_lens_counts
from segmentation.views.list_filters import of_period
from segmentation.views.list_wording import LEVELS
from segmentation.views.profile_basis import ProfileBasis
from segmentation.views.vip_in_force import IN_FORCE, in_force

MOST_PRODUCTS = 50
"""A search shows so many products at the most."""

Counts = Mapping[Any, int]
"""Key, name or cell → customers, in the order shown."""


@dataclass(frozen=True, eq=False)
class ListChoices:
    """What the shop's classifications offer. ``cells``: the score cells with customers, best first. ``groups``: field of
    ``ListFilters`` → all keys of its classification; of the VIP levels those in force are counted.
    """

    cells: Counts
    groups: Mapping[str, Counts]


def list_choices(workspace: Workspace, found: Basis) -> ListChoices:
    """The choices for this shop under this analysis."""
    cube, scoring = found.scores.cube, found.analysis.scoring
    table = rfm_segments.table_in_use(found.analysis.segments)
    segments = totals(cube, rfm_segments.segment_of_cells(table), table.keys)
    classes = totals(cube, value_classes.class_of_cells(scoring.weights, scoring.class_limits), value_classes.KEYS)
    groups: dict[str, Counts] = {
        "segments": {group.key: group.customers for group in segments},
        "value_classes": {group.key: group.customers for group in classes},
    }
    counted = workspace.query_kept(
        in_force(found),
        f"""select lifecycle_stage, level_in_force as vip_level, eight_type, final_class, count(*) as customers
            from {IN_FORCE} as in_force
            group by grouping sets ((lifecycle_stage), (level_in_force), (eight_type), (final_class))""",
    ).to_pylist()
    for field, column in (
        ("lifecycle_stages", "lifecycle_stage"),
        ("vip_levels", "vip_level"),
        ("eight_types", "eight_type"),
        ("final_classes", "final_class"),
    ):
        customers = {row[column]: row["customers"] for row in counted if row[column] is not None}
        groups[field] = {level.key: customers.get(level.key, 0) for level in LEVELS[column]}
    filled = zip(CELLS, cube.customers.ravel().tolist(), strict=True)
    cells = {cell: customers for cell, customers in reversed(list(filled)) if customers}
    return ListChoices(cells, groups)


def lens_choices(workspace: Workspace, found: ProfileBasis) -> dict[str, dict[str | None, int]]:
    """Lens of ``FILTER_LENSES`` → its levels with their customers; None, not known, only where there are such."""
    counted = all_lens_counts(workspace, found)
    choices: dict[str, dict[str | None, int]] = {}
    for lens in FILTER_LENSES:
        counts = counted[lens.key]
        choices[lens.key] = {one.level.key: one.customers for one in counts.levels if one.level is not None}
        if counts.unknown.customers:
            choices[lens.key][None] = counts.unknown.customers
    return choices


def goods_choices(workspace: Workspace, found: Basis) -> dict[str, Counts]:
    """What the shop's sales offer: categories, stores, staff and channels, those with the most customers first.

    Counted as the filters do: a category by the lines bought, the rest by any order of the period. A field is empty where
    the sales say nothing of it.
    """
    bought, ordered = of_period(found.analysis, "sold_at::date"), of_period(found.analysis, "order_date")
    sources = {
        "categories": (
            f"""select distinct category as choice, customer_id from lines join products using (product_id)
                where is_active and is_counted and net_revenue > 0 and {bought.text}""",
            bought.values,
        )
    }
    for field, column in (("stores", "store"), ("staff", "staff"), ("channels", "channel")):
        text = f"select distinct {column} as choice, customer_id from orders where {ordered.text}"
        sources[field] = (text, ordered.values)
    goods: dict[str, Counts] = {}
    for field, (text, values) in sources.items():
        rows = workspace.query_kept(
            found.kept,
            f"""select choice, count(*) as customers from ({text}) as pairs semi join "{LABELLED}" using (customer_id)
                where choice is not null group by choice order by customers desc, choice""",
            values,
        )
        goods[field] = dict(zip(rows["choice"].to_pylist(), rows["customers"].to_pylist(), strict=True))
    return goods


def product_matches(workspace: Workspace, text: str) -> dict[int, str]:
    """Products whose name or code contains the text, case aside: id → name and code, at most ``MOST_PRODUCTS``."""
    wanted = text.strip()
    if not wanted:
        return {}
    rows = workspace.query(
        """select product_id, concat_ws(' · ', product, product_code) as name from products
           where contains(lower(coalesce(product, '')), lower(?)) or contains(lower(coalesce(product_code, '')), lower(?))
           order by name, product_id limit ?""",
        [wanted, wanted, MOST_PRODUCTS],
    )
    return dict(zip(rows["product_id"].to_pylist(), rows["name"].to_pylist(), strict=True))
