"""Where lenses disagree: customers who count for much by one and for little by another, with the reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

import pyarrow as pa

from segmentation.classifications.cell_levels import levels_in_use
from segmentation.classifications.lenses import LENSES
from segmentation.locale import N_
from segmentation.parameters import Analysis
from segmentation.store.contacts import CONTACTS
from segmentation.store.workspace import Workspace
from segmentation.views.execution import kept_rows
from segmentation.views.lens_levels import place_sql
from segmentation.views.profile_basis import PROFILE, ProfileBasis
from segmentation.views.reason_numbers import numbers_sql

SCREEN_ROWS = 500
"""A table on the screen shows so many at the most."""


@dataclass(frozen=True)
class Side:
    """Some levels of one lens, by their keys."""

    lens: str
    levels: tuple[str, ...]


@dataclass(frozen=True)
class Disagreement:
    """A pair of lenses at odds. ``name``, ``reason``: message ids; the reason says how both can be right."""

    key: str
    name: str
    high: Side
    low: Side
    reason: str


DISAGREEMENTS: tuple[Disagreement, ...] = (
    Disagreement(
        "vip-low-class",
        N_("VIP, but of low value class"),
        Side("vip_level", ("VIP",)),
        Side("value_class", ("C", "D")),
        N_(
            "VIP looks at the money of the last window; the value class also at how recent and how many the purchases are."
        ),
    ),
    Disagreement(
        "class-a-non-vip",
        N_("Value class A, but not VIP"),
        Side("value_class", ("A",)),
        Side("vip_level", ("non-VIP",)),
        N_("The value class counts the whole history; VIP only the last window, and nobody who is lost."),
    ),
    Disagreement(
        "champion-low-value",
        N_("Champion, but of low value"),
        Side("segment", ("champions",)),
        Side("value", ("low",)),
        N_("Champions come lately and often; value asks only what they bring, and many small purchases bring little."),
    ),
    Disagreement(
        "high-value-away",
        N_("High value, but staying away"),
        Side("value", ("high",)),
        Side("segment", ("hibernating", "at risk", "can't lose")),
        N_("They brought much, and the last purchase is long ago: value looks at the sum, the segment at the time."),
    ),
    Disagreement(
        "big-non-vip",
        N_("Big customer, but not VIP"),
        Side("final_class", ("high / often",)),
        Side("vip_level", ("non-VIP",)),
        N_(
            "Each purchase is large and they came often, but within the VIP window they spent too little or they are lost."
        ),
    ),
    Disagreement(
        "vip-low-amount",
        N_("VIP, but with small purchases"),
        Side("vip_level", ("VIP",)),
        Side("first", ("low",)),
        N_("Many small purchases add up to the VIP limit; the first classification looks at the amount of one."),
    ),
    Disagreement(
        "vip-low-loyalty",
        N_("VIP, but of low loyalty"),
        Side("vip_level", ("VIP",)),
        Side("loyalty", ("low",)),
        N_("They spend much but have not come for long, or in no rhythm yet; loyalty needs time."),
    ),
    Disagreement(
        "loyal-low-value",
        N_("High loyalty, but of low value"),
        Side("loyalty", ("high",)),
        Side("value", ("low",)),
        N_("They have come for long and regularly, and spend little each time."),
    ),
    Disagreement(
        "valuable-unhappy",
        N_("High value, but not satisfied"),
        Side("value", ("high", "middle")),
        Side("satisfaction", ("low",)),
        N_("Sales still say yes; what they said last says no."),
    ),
    Disagreement(
        "vip-complaining",
        N_("VIP, but with negative feedback"),
        Side("vip_level", ("VIP", "quasi-VIP")),
        Side("feedback", ("negative",)),
        N_("They spend much, and the last rating is bad."),
    ),
    Disagreement(
        "influence-low-value",
        N_("Influence, but of low value"),
        Side("influence", ("celebrity", "professional", "reviewer")),
        Side("value", ("low",)),
        N_("They buy little themselves; what they say of the shop brings others."),
    ),
)
"""The pairs that are looked for, in the order shown."""


@dataclass(frozen=True)
class DisagreementCount:
    """How many customers a disagreement is about, and what they brought. ``revenue`` in the shop's currency.

    ``unknown``: the lenses of the pair in which no customer has a level, so that nothing can be said of it. ``absent``: the
    names (message ids) of the levels that a side asks for, where the lens as the shop has it knows none of them; then too.
    """

    disagreement: Disagreement
    customers: int
    revenue: Decimal
    unknown: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()

    @property
    def is_told(self) -> bool:
        """Whether it can be told whom it is about, be it nobody."""
        return not (self.unknown or self.absent)


@dataclass(frozen=True, eq=False)
class DisagreementList:
    """The customers of one disagreement, those with the most revenue first.

    ``rows``: one a customer: customer, name, phone, email, high_level and low_level (keys of the levels), and the columns of
    ``reason_numbers`` for both lenses. ``customers``: how many there are in all.
    """

    disagreement: Disagreement
    customers: int
    revenue: Decimal
    rows: pa.Table


def _places(analysis: Analysis, lenses: Iterable[str]) -> str:
    """A customer's place in each lens, under the lens's key."""
    return ", ".join(f"{place_sql(LENSES[key], analysis)} as {key}" for key in lenses)


def _is_in(side: Side, analysis: Analysis) -> str:
    levels = levels_in_use(LENSES[side.lens], analysis)
    places = [str(place) for place, level in enumerate(levels) if level.key in side.levels]
    # A shop's own segment table may have none of them; ``_absent`` then says so.
    return f"coalesce({side.lens} in ({', '.join(places)}), false)" if places else "false"


def _absent(each: Disagreement, analysis: Analysis) -> tuple[str, ...]:
    """The names of the levels that a side asks for, where the lens in use has none of them."""
    names: list[str] = []
    for side in (each.high, each.low):
        lens = LENSES[side.lens]
        if not {level.key for level in levels_in_use(lens, analysis)} & set(side.levels):
            names += [lens.level(key).name for key in side.levels]
    return tuple(names)


def _condition(each: Disagreement, analysis: Analysis) -> str:
    return f"{_is_in(each.high, analysis)} and {_is_in(each.low, analysis)}"


def kept_counts(found: ProfileBasis) -> dict[str, str]:
    """For ``Workspace.query_kept``: every pair's customers and revenue, in one pass over ``kept_profile``.

    And of each lens whether it knows anybody.
    """
    lenses = dict.fromkeys(side.lens for each in DISAGREEMENTS for side in (each.high, each.low))
    parts = []
    for place, each in enumerate(DISAGREEMENTS):
        condition = _condition(each, found.analysis)
        parts.append(f"coalesce(sum(customers) filter ({condition}), 0)::bigint as n{place}")
        parts.append(f"coalesce(sum(revenue) filter ({condition}), 0) as r{place}")
    parts += [f"count({lens}) > 0 as is_known_{lens}" for lens in lenses]
    return {
        **found.kept,
        "kept_disagreements": f"""with places as (select {_places(found.analysis, lenses)}, monetary from "{PROFILE}"),
                 grouped as (select {", ".join(lenses)}, count(*) as customers, sum(monetary) as revenue from places group by all)
            select {", ".join(parts)} from grouped""",
    }


def disagreement_counts(workspace: Workspace, found: ProfileBasis) -> tuple[DisagreementCount, ...]:
    """Every pair with its customers and revenue."""
    row = kept_rows(workspace, kept_counts(found)).to_pylist()[0]
    return tuple(
        DisagreementCount(
            each,
            row[f"n{place}"],
            row[f"r{place}"],
            tuple(side.lens for side in (each.high, each.low) if not row[f"is_known_{side.lens}"]),
            _absent(each, found.analysis),
        )
        for place, each in enumerate(DISAGREEMENTS)
    )


def disagreement_list(
    workspace: Workspace, found: ProfileBasis, each: Disagreement, *, most: int | None = SCREEN_ROWS
) -> DisagreementList:
    """The customers of one disagreement; ``most`` None = all of them."""
    analysis = found.analysis
    high, low = LENSES[each.high.lens], LENSES[each.low.lens]
    chosen = f"""select * from (
        select customer_id, monetary as revenue, {_places(analysis, (high.key, low.key))} from "{PROFILE}")
        where {_condition(each, analysis)}"""
    total = workspace.query_kept(
        found.kept, f"select count(*) as customers, coalesce(sum(revenue), 0) as revenue from ({chosen})"
    ).to_pylist()[0]
    limit = "" if most is None else f"limit {int(most)}"
    rows = workspace.query_kept(
        found.kept,
        f"""with chosen as ({chosen} order by revenue desc, customer_id {limit})
            select customer, name, phone, email, numbers.*,
                   chosen.{high.key} as high_place, chosen.{low.key} as low_place
            from chosen join ({numbers_sql(found, (high.key, low.key))}) as numbers using (customer_id)
            join ({CONTACTS}) as contacts using (customer_id)
            order by monetary desc, customer_id""",
    )
    for name, lens in (("high", high), ("low", low)):
        keys = [level.key for level in levels_in_use(lens, analysis)]
        levels = pa.array([keys[place] for place in rows[f"{name}_place"].to_pylist()], type=pa.string())
        at = rows.column_names.index(f"{name}_place")
        rows = rows.set_column(at, f"{name}_level", levels)
    return DisagreementList(each, total["customers"], total["revenue"], rows)
