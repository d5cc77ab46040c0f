"""One customer in every lens: level, numbers, limits, and what would lead higher."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from segmentation.classifications.cell_levels import levels_in_use
from segmentation.classifications.explanation import Explanation, Known
from segmentation.classifications.lens import Lens, Provenance
from segmentation.classifications.lens_figures import figures_of
from segmentation.classifications.lenses import LENSES
from segmentation.classifications.loyalty_places import LoyaltyPlaces, Others
from segmentation.classifications.no_way import why_none
from segmentation.classifications.one_customer import RulesAsValues
from segmentation.classifications.ways import Prospects, ways_up
from segmentation.errors import SegmentationError
from segmentation.locale import N_
from segmentation.measures.buying_style import top_category
from segmentation.measures.said import last_answers, recent_contacts
from segmentation.store.workspace import Workspace
from segmentation.views.execution import LABELLED, compiled
from segmentation.views.lens_levels import level_keys
from segmentation.views.profile_basis import PROFILE, ProfileBasis
from segmentation.views.profiled import LOYALTY, SERVICES, STYLE


class NotInPeriod(SegmentationError):
    message = N_("This customer has no purchase in the days counted, up to {as_of}.")
    code = "NOT_IN_PERIOD"


@dataclass(frozen=True)
class Explanations:
    """One customer's place in every lens, by the lens's key and in the order shown."""

    customer_id: int
    by_lens: dict[str, Explanation]


def rules_as_values(found: ProfileBasis) -> RulesAsValues:
    """Every limit in use, as the values that a single customer is held against."""
    return RulesAsValues(
        analysis=found.analysis,
        cuts=found.scores.cuts,
        eight_types=found.eight_type_limits,
        rhythm=found.limits.rhythm,
        vip_limit=found.limits.vip_limit,
        thirds=found.limits.third_limits,
        value=found.dimensions.value,
    )


def prospects(workspace: Workspace, found: ProfileBasis, customer_id: int) -> Prospects:
    """The customer's orders under the limits in use and beside the others as they stand, to which visits can be added."""
    orders = workspace.query(
        "select order_date, (net_revenue * 10000)::bigint as units from orders where customer_id = ? and order_date <= ?",
        [customer_id, found.analysis.period.as_of],
    )
    pairs = zip(orders["order_date"].to_pylist(), orders["units"].to_pylist(), strict=True)
    rules = replace(rules_as_values(found), loyalty=_loyalty_places(workspace, found, customer_id))
    return Prospects(tuple(pairs), rules)


def _loyalty_places(workspace: Workspace, found: ProfileBasis, customer_id: int) -> LoyaltyPlaces | None:
    """The customer's ranks among the others; None in a period with a beginning, which leaves purchases behind as it moves."""
    if found.analysis.period.window_days is not None:
        return None

    def others(column: str, table: str) -> Others:
        rows = workspace.query_kept(
            found.kept,
            f'select {column}::double as value, count(*) as customers from "{table}" where customer_id <> ? '
            "group by 1 order by 1",
            [customer_id],
        )
        return Others(rows["value"].to_numpy(), rows["customers"].to_numpy())

    own = workspace.query_kept(
        found.kept, f'select tenure_points from "{LOYALTY}" where customer_id = ?', [customer_id]
    )["tenure_points"].to_pylist()
    if not own:
        return None
    return LoyaltyPlaces(
        tenure_points=own[0],
        purchase_days=others("purchase_days", LABELLED),
        regularity=others("regularity", LOYALTY),
        limits=found.dimensions.loyalty,
        regular_from=found.analysis.dimensions.regular_purchase_days,
    )


def explanations(
    workspace: Workspace, found: ProfileBasis, customer_id: int, lenses: Iterable[Lens] = tuple(LENSES.values())
) -> Explanations:
    """The customer's place in these lenses. Raises ``NotInPeriod``."""
    levels = level_keys(workspace, found, customer_id)
    possible = prospects(workspace, found, customer_id)
    state = possible.now()
    if not levels or state is None:
        raise NotInPeriod(as_of=found.analysis.period.as_of)
    known = Known(state, possible.rules, found.dimensions, _traits(workspace, found, customer_id))
    by_lens = {}
    for lens in lenses:
        key, provenance = levels[lens.key]
        ways = ways_up(lens.key, possible)
        named = {level.key: level for level in levels_in_use(lens, found.analysis)}
        by_lens[lens.key] = Explanation(
            lens=lens,
            level=None if key is None else named[key],
            provenance=provenance,
            figures=() if provenance is Provenance.UNKNOWN else figures_of(lens.key, known),
            ways=ways,
            no_way=None if ways or key is None else why_none(lens.key, key, possible.rules),
        )
    return Explanations(customer_id, by_lens)


def _traits(workspace: Workspace, found: ProfileBasis, customer_id: int) -> dict[str, object]:
    """What the measures beside orders say of one customer."""
    analysis = found.analysis
    asked = (
        *(
            (found.kept, f'select * exclude (customer_id) from "{table}" where customer_id = ?')
            for table in (LOYALTY, STYLE, SERVICES)
        ),
        (found.kept, f'select influence from "{PROFILE}" where customer_id = ?'),
        *(
            ({}, f"select * exclude (customer_id) from ({text}) as one where customer_id = ?")
            for text in (
                compiled(recent_contacts, analysis.period, analysis.dimensions),
                compiled(last_answers, analysis.period, analysis.dimensions),
                compiled(top_category, analysis.period),
            )
        ),
    )
    traits: dict[str, object] = {}
    for kept, sql in asked:
        for row in workspace.query_kept(kept, sql, [customer_id]).to_pylist():
            traits |= row
    return traits
