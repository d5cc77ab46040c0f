"""The ten dimensions together: how the customers stand in each, where that comes from, and what to ask to know more."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import pyarrow as pa

from segmentation.classifications.cell_levels import levels_in_use
from segmentation.classifications.lens import Lens
from segmentation.classifications.lenses import DIMENSIONS, STARS
from segmentation.locale import N_
from segmentation.store.contacts import CONTACTS
from segmentation.store.workspace import Workspace
from segmentation.views.execution import LABELLED
from segmentation.views.lens_levels import LensCounts, all_lens_counts, place_sql
from segmentation.views.profile_basis import PROFILE, ProfileBasis

SCREEN_ROWS = 500
"""A table on the screen shows so many at the most."""

ASKED = 3
"""So many questions are few enough for one visit."""

QUESTIONS: dict[str, str] = {
    "satisfaction": N_("How satisfied are you with us, from 1 to 5?"),
    "recommendation": N_("How likely are you to recommend us to a friend, from 0 to 10?"),
    "feedback": N_("How do you like what you bought last, from 1 to 5?"),
    "psychology": N_("What decides for you: the price, the experience, or a good opportunity?"),
    "preference": N_("What do you come for: the goods, the service, or our offers?"),
    "interaction": N_("How may we stay in touch with you? (Then write each contact down.)"),
}
"""Dimension → what to ask a customer whose level is not known. The others come from purchases alone."""


@dataclass(frozen=True)
class Question:
    """One question (message id), the dimension it fills, and for how many customers that is not known yet."""

    lens: Lens
    text: str
    unknown: int


@dataclass(frozen=True)
class ProfileView:
    """``dimensions``: the ten, in the handbook's order; ``stars``: performance and influence beside them. ``coverage``: share of
    all the dimensions' levels that is known, 0 to 1.
    """

    dimensions: tuple[LensCounts, ...]
    stars: tuple[LensCounts, ...]

    @property
    def coverage(self) -> float:
        return sum(counts.coverage for counts in self.dimensions) / len(self.dimensions)

    @property
    def questions(self) -> tuple[Question, ...]:
        """The three that would fill most, the one that fills most first; none for what is known of everybody."""
        found = [
            Question(counts.lens, QUESTIONS[counts.lens.key], counts.unknown.customers)
            for counts in self.dimensions
            if counts.lens.key in QUESTIONS and counts.unknown.customers
        ]
        order = list(QUESTIONS)
        return tuple(sorted(found, key=lambda asked: (-asked.unknown, order.index(asked.lens.key)))[:ASKED])


def profile(workspace: Workspace, found: ProfileBasis) -> ProfileView:
    """The ten dimensions of the shop's customers, and their stars."""
    counts = all_lens_counts(workspace, found)
    return ProfileView(*(tuple(counts[lens.key] for lens in lenses) for lenses in (DIMENSIONS, STARS)))


@dataclass(frozen=True, eq=False)
class PairList:
    """The customers of one pair of levels, those with the most revenue first.

    ``rows``: one a customer: customer, name, recency_days, frequency, monetary; ``SCREEN_ROWS`` at the most.
    ``customers``, ``revenue``: of all of them.
    """

    customers: int
    revenue: Decimal
    rows: pa.Table


def pair_list(workspace: Workspace, found: ProfileBasis, rows: Lens, columns: Lens, at: tuple[int, int]) -> PairList:
    """Who stands at two places of ``LensCross``: the place behind the last level means not known."""
    where = " and ".join(
        f"coalesce({place_sql(lens, found.analysis)}, {len(levels_in_use(lens, found.analysis))}) = {int(place)}"
        for lens, place in zip((rows, columns), at, strict=True)
    )
    total = workspace.query_kept(
        found.kept,
        f'select count(*) as customers, coalesce(sum(monetary), 0) as revenue from "{PROFILE}" where {where}',
    ).to_pylist()[0]
    listed = workspace.query_kept(
        found.kept,
        f"""select customer, name, recency_days, frequency, monetary
            from (select customer_id from "{PROFILE}" where {where}) as chosen
            join "{LABELLED}" using (customer_id) join ({CONTACTS}) as contacts using (customer_id)
            order by monetary desc, customer_id limit {SCREEN_ROWS}""",
    )
    return PairList(total["customers"], total["revenue"], listed)
