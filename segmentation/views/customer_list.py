"""Target lists: how many customers meet the filters, what they bring, and who they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import pyarrow as pa

from segmentation.classifications import rfm_segments, value_classes
from segmentation.classifications.cell_levels import level_of_cells, levels_in_use
from segmentation.classifications.cube import CELLS, ScoreCube, cube_of, weighted_scores
from segmentation.classifications.lens import Lens
from segmentation.parameters import Analysis, ListFilters
from segmentation.store.contacts import CONTACT_COLUMNS, CONTACT_TABLES, CORRECTED, KEPT_CONTACTS
from segmentation.store.workspace import Workspace
from segmentation.views.basis import Basis
from segmentation.views.execution import LABELLED
from segmentation.views.lens_filters import asked_lenses, lens_condition, sufficient
from segmentation.views.list_filters import Sql, condition, ordering
from segmentation.views.profile_basis import PROFILE
from segmentation.views.vip_in_force import EXCEPTIONS, IN_FORCE_COLUMNS, in_force

SCREEN_ROWS = 500
"""A table on the screen shows so many at the most; the files hold all."""

_SHOWN = (
    "last_purchase_date, recency_days, frequency, monetary, "
    "(monetary / frequency)::decimal(22, 4) as average_order_value, r_score, f_score, m_score, cell, "
    "lifecycle_stage, level_in_force as vip_level, decided_by, grace_until, hand_until, hand_reason, eight_type, final_class"
)

# The few whose level or contacts are not the table's own are joined to the rows that are shown, not to the whole shop.
_WITH_EXCEPTIONS = f"""
select chosen.*, customer, {CONTACT_COLUMNS}, {IN_FORCE_COLUMNS}{{columns}}
from ({{chosen}}) as chosen join customers using (customer_id)
left join "{CORRECTED}" as corrected using (customer_id) left join "{EXCEPTIONS}" as exceptions using (customer_id)
{{joined}}
"""
_PROFILED = f'left join (select customer_id{{columns}} from "{PROFILE}") using (customer_id)'


@dataclass(frozen=True, eq=False)
class ListView:
    """A list on the screen, in no language yet.

    ``cube``: the list's customers by score cell; ``shop``: all customers' cube. ``rows``: the first ``SCREEN_ROWS``
    customers as ``list_rows`` gives them. ``contacts``: which of name, phone and email this shop knows of anybody.
    """

    analysis: Analysis
    filters: ListFilters
    cube: ScoreCube
    shop: ScoreCube
    rows: pa.Table
    contacts: tuple[str, ...]

    @property
    def customer_count(self) -> int:
        return self.cube.customer_count

    @property
    def revenue(self) -> Decimal:
        return self.cube.revenue

    @property
    def customer_share(self) -> float:
        """Of the shop's customers, 0 to 1."""
        return self.customer_count / self.shop.customer_count

    @property
    def revenue_share(self) -> float | None:
        """Of the shop's revenue; None where the shop has none to share."""
        return float(self.revenue / self.shop.revenue) if self.shop.revenue > 0 else None

    @property
    def is_whole_on_screen(self) -> bool:
        return self.customer_count == len(self.rows)


def _chosen(analysis: Analysis, filters: ListFilters, most: int | None = None) -> Sql:
    """The list's customers with all their labels; ``most``: no more than so many of them."""
    where = condition(filters, analysis)
    where = Sql(f"{where.text} and {lens_condition(filters, analysis)}", where.values)
    limit = min((n for n in (filters.limit, most) if n is not None), default=None)
    if limit is None:
        return Sql(f'select * from "{LABELLED}" where {where.text}', where.values)
    by = ordering(filters.order, analysis.scoring)
    text = f'select * from "{LABELLED}" where {where.text} order by {by.text} limit ?'
    return Sql(text, (*where.values, *by.values, limit))


def _kept(found: Basis) -> dict[str, str]:
    return in_force(found) | KEPT_CONTACTS


def list_cube(workspace: Workspace, found: Basis, filters: ListFilters) -> ScoreCube:
    """The list's customers, purchases and revenue by score cell."""
    found = sufficient(workspace, found, filters)
    chosen = _chosen(found.analysis, filters)
    cells = workspace.query_kept(
        _kept(found),
        f"""select cell, count(*) as customers, sum(frequency)::bigint as purchases, sum(monetary) as revenue
            from ({chosen.text}) as chosen group by cell""",
        chosen.values,
    )
    return cube_of(
        zip(*(cells[name].to_pylist() for name in ("cell", "customers", "purchases", "revenue")), strict=True)
    )


def list_rows(workspace: Workspace, found: Basis, filters: ListFilters, *, most: int | None = None) -> pa.Table:
    """The list's customers in its order, ``most`` of them or all.

    One row a customer: customer (as the file writes it), name, phone and email as they stand in the customer's file,
    last_purchase_date, recency_days, frequency, monetary, average_order_value (four decimals), r_score, f_score, m_score,
    weighted_score (20 to 100), and the keys of segment, value_class, lifecycle_stage, vip_level, eight_type, final_class
    and of each further lens that the filters ask for (null = not known).
    The VIP level is the one in force; decided_by (rule, grace or hand), grace_until, hand_until and hand_reason say why.
    """
    found = sufficient(workspace, found, filters)
    asked = asked_lenses(filters)
    joined = [lens for lens in asked if not lens.is_by_cell]
    columns = "".join(f", {lens.key}" for lens in joined)
    profiled = _PROFILED.format(columns="".join(f", {lens.column} as {lens.key}" for lens in joined)) if joined else ""
    chosen = _chosen(found.analysis, filters, most)
    with_exceptions = _WITH_EXCEPTIONS.format(chosen=chosen.text, columns=columns, joined=profiled)
    by = ordering(filters.order, found.analysis.scoring)
    table = workspace.query_kept(
        _kept(found),
        f"""select customer, name, phone, email, {_SHOWN}{columns}
            from ({with_exceptions}) as shown order by {by.text}""",
        (*chosen.values, *by.values),
    )
    return _with_cell_labels(table, found.analysis, [lens for lens in asked if lens.is_by_cell])


def _with_cell_labels(table: pa.Table, analysis: Analysis, asked: Sequence[Lens]) -> pa.Table:
    scoring, named = analysis.scoring, rfm_segments.table_in_use(analysis.segments)
    place = np.full(CELLS[-1] + 1, -1, dtype=np.int32)
    place[list(CELLS)] = np.arange(len(CELLS))
    at = place[table["cell"].to_numpy()]
    segments = rfm_segments.segment_of_cells(named)[at]
    classes = value_classes.class_of_cells(scoring.weights, scoring.class_limits)[at]
    labels = {
        "weighted_score": pa.array(weighted_scores(scoring.weights)[at]),
        "segment": _keys(segments, named.keys),
        "value_class": _keys(classes, value_classes.KEYS),
    }
    before = table.column_names.index("cell")
    table = table.remove_column(before)
    for offset, (name, values) in enumerate(labels.items()):
        table = table.add_column(before + offset, name, values)
    for lens in asked:
        keys = tuple(level.key for level in levels_in_use(lens, analysis))
        table = table.append_column(lens.key, _keys(level_of_cells(lens, analysis)[at], keys))
    return table


def _keys(indices: np.ndarray, keys: tuple[str, ...]) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(indices.astype(np.int32)), pa.array(keys)).cast(pa.string())


def contacts_known(workspace: Workspace) -> tuple[str, ...]:
    """Those of name, phone and email that at least one customer of the shop has."""
    anybody = (f"(from contacts select 1 where {name} <> '' limit 1) as {name}" for name in ("name", "phone", "email"))
    found = workspace.query_kept(
        KEPT_CONTACTS, f"with contacts as (select {CONTACT_COLUMNS} from {CONTACT_TABLES}) select {', '.join(anybody)}"
    )
    return tuple(column for column in found.column_names if found[column][0].as_py())


def list_view(workspace: Workspace, found: Basis, filters: ListFilters) -> ListView:
    """Count, revenue and first customers of the list."""
    found = sufficient(workspace, found, filters)
    return ListView(
        analysis=found.analysis,
        filters=filters,
        cube=list_cube(workspace, found, filters),
        shop=found.scores.cube,
        rows=list_rows(workspace, found, filters, most=SCREEN_ROWS),
        contacts=contacts_known(workspace),
    )
