"""One customer's file: who they are, what they bought, said and like, and when the next visit is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from math import ceil

from segmentation.classifications.cell_levels import level_of_cells, levels_in_use
from segmentation.classifications.cube import CELLS
from segmentation.classifications.lens import Lens
from segmentation.classifications.lenses import LENSES
from segmentation.classifications.levels import Level
from segmentation.classifications.stars import influence_stars
from segmentation.parameters import StarRules
from segmentation.store.customer_fields import CustomerField, fields_of
from segmentation.store.customer_records import Change, FieldValue, NoSuchCustomer, current_values, history
from segmentation.store.notes import Note, notes
from segmentation.store.same_customers import SAME_CUSTOMERS, same_customers
from segmentation.store.workspace import Workspace
from segmentation.views.basis import Basis
from segmentation.views.customer_purchases import (
    Goods,
    Purchase,
    favourites,
    purchase_weekdays,
    purchases,
    usual_weekday,
)
from segmentation.views.vip_in_force import IN_FORCE, in_force

HEADLINES = ("segment", "value_class", "lifecycle_stage", "vip_level", "final_class")
"""The lenses whose levels stand at the head of the file; of VIP the level in force."""


@dataclass(frozen=True)
class FileRules:
    """``favourites``: how many goods are named. ``weekday_from``: from so many purchase days on a usual weekday is named.
    ``own_rhythm_from``: from so many on the customer's own rhythm counts, as in the life cycle.
    """

    favourites: int = 5
    weekday_from: int = 3
    own_rhythm_from: int = 3


@dataclass(frozen=True)
class Filled:
    """One field and what stands in it; ``value`` None = nothing."""

    field: CustomerField
    value: FieldValue | None


@dataclass(frozen=True)
class Said:
    """What the customer said, by a feedback sheet. Ratings and satisfaction of 5, recommendation 0 to 10; None = not asked."""

    given_at: datetime | None
    kind: str | None
    rating: Decimal | None
    satisfaction: Decimal | None
    recommendation: int | None
    text: str | None


@dataclass(frozen=True)
class VipStanding:
    """``in_force`` and ``by_rule``: the two levels. ``decided_by``: rule, grace or hand; until when grace and hand hold, and the
    reason of who set it by hand; None where they do not decide.
    """

    in_force: Level
    by_rule: Level
    decided_by: str
    grace_until: date | None
    hand_until: date | None
    hand_reason: str | None


@dataclass(frozen=True)
class Measures:
    """The customer's row of the one scored table, and what follows for the next visit.

    ``rhythm_days``: the median gap between purchase days, the shop's where the customer has too few (``is_own_rhythm``
    False); None in a shop without a gap. ``due_on``: last purchase + rhythm, rounded up to whole days. ``levels``: lens key →
    level, of ``HEADLINES``; ``vip``: how the VIP level in force comes about.
    """

    recency_days: int
    frequency: int
    monetary: Decimal
    first_purchase: date
    last_purchase: date
    tenure_days: int
    purchase_days: int
    scores: tuple[int, int, int]
    rhythm_days: float | None
    is_own_rhythm: bool
    levels: dict[str, Level]
    vip: VipStanding

    @property
    def average_order_value(self) -> Decimal:
        return self.monetary / self.frequency

    @property
    def due_on(self) -> date | None:
        return None if self.rhythm_days is None else self.last_purchase + timedelta(days=ceil(self.rhythm_days))


@dataclass(frozen=True, eq=False)
class CustomerFile:
    """Everything known of one customer up to ``as_of``.

    ``customer``: the number or name that tells customers apart in the sheets; ``also``: those of the customers who were merged
    into this one. ``filled``: every field, in its order.
    ``measures`` None = no purchase in the days counted. ``influence_stars`` None = not entered. ``same_as``: the customer into
    whom this one was merged; sales, notes and levels then stand there.
    """

    customer_id: int
    customer: str
    as_of: date
    filled: tuple[Filled, ...]
    measures: Measures | None
    purchases: tuple[Purchase, ...]
    favourites: tuple[Goods, ...]
    weekday_counts: tuple[int, ...]
    usual_weekday: int | None
    influence_stars: int | None
    notes: tuple[Note, ...]
    removed_notes: tuple[Note, ...]
    said: tuple[Said, ...]
    changes: tuple[Change, ...]
    same_as: int | None
    also: tuple[str, ...] = ()

    def value(self, key: str) -> str | None:
        """What stands in a field."""
        return next((one.value.value for one in self.filled if one.field.key == key and one.value), None)

    @property
    def title(self) -> str:
        """The name, else the number. A person's text: never read as Markdown or HTML."""
        return self.value("name") or self.customer

    @property
    def completeness(self) -> float:
        """The share of the counted fields that say something, 0 to 1; the shop's own fields are counted too."""
        counted = [one for one in self.filled if one.field.is_counted]
        return sum(one.value is not None for one in counted) / len(counted)

    @property
    def missing(self) -> tuple[CustomerField, ...]:
        """The counted fields that are still empty: what to ask at the next visit."""
        return tuple(one.field for one in self.filled if one.field.is_counted and one.value is None)


_MEASURES = f"""
select recency_days, frequency, monetary, first_purchase_date, last_purchase_date, tenure_days, purchase_days, median_gap,
       r_score, f_score, m_score, cell, lifecycle_stage, vip_level, eight_type, final_class,
       level_in_force, decided_by, grace_until, hand_until, hand_reason
from {IN_FORCE} as in_force where customer_id = ?
"""

_SAID = """
select given_at, feedback.kind, rating, satisfaction, recommendation, text
from feedback left join loads using (load_id)
where customer_id = ? and (feedback.load_id is null or (loads.load_id is not null and loads.undone_at is null))
order by given_at desc nulls last
"""


def customer_file(
    workspace: Workspace, found: Basis | None, customer_id: int, as_of: date, rules: FileRules | None = None
) -> CustomerFile:
    """The file on ``as_of``. ``found``: None in a shop without a purchase up to then. Raises ``NoSuchCustomer``."""
    rules = rules or FileRules()
    values = current_values(workspace, customer_id)
    bought = purchases(workspace, customer_id, as_of)
    weekdays = purchase_weekdays(bought)
    every_note = notes(workspace, customer_id, with_removed=True)
    stars = influence_stars(found.analysis.stars if found else StarRules())
    influence = values.get("influence")
    return CustomerFile(
        customer_id=customer_id,
        customer=_number_of(workspace, customer_id),
        as_of=as_of,
        filled=tuple(Filled(field, values.get(field.key)) for field in fields_of(workspace)),
        measures=None if found is None else _measures(workspace, found, customer_id, rules),
        purchases=bought,
        favourites=favourites(bought, rules.favourites),
        weekday_counts=weekdays,
        usual_weekday=usual_weekday(weekdays, rules.weekday_from),
        influence_stars=None if influence is None else stars.get(influence.value),
        notes=tuple(note for note in every_note if not note.is_removed),
        removed_notes=tuple(note for note in every_note if note.is_removed),
        said=_said(workspace, customer_id),
        changes=history(workspace, customer_id),
        same_as=_same_as(workspace, customer_id),
        also=tuple(_number_of(workspace, other) for other in same_customers(workspace, customer_id)[1:]),
    )


def _number_of(workspace: Workspace, customer_id: int) -> str:
    with workspace.cursor() as cursor:
        rows = cursor.execute(
            "select coalesce(customer, customer_key) from customers where customer_id = ?", [customer_id]
        ).fetchall()
    if not rows:
        raise NoSuchCustomer(customer=customer_id)
    return str(rows[0][0])


def _measures(workspace: Workspace, found: Basis, customer_id: int, rules: FileRules) -> Measures | None:
    rows = workspace.query_kept(in_force(found), _MEASURES, [customer_id]).to_pylist()
    if not rows:
        return None
    row = rows[0]
    levels = {key: _level(LENSES[key], found, row) for key in HEADLINES}
    vip = VipStanding(
        in_force=LENSES["vip_level"].level(row["level_in_force"]),
        by_rule=levels["vip_level"],
        decided_by=row["decided_by"],
        grace_until=row["grace_until"],
        hand_until=row["hand_until"],
        hand_reason=row["hand_reason"],
    )
    is_own = row["purchase_days"] >= rules.own_rhythm_from
    return Measures(
        recency_days=row["recency_days"],
        frequency=row["frequency"],
        monetary=row["monetary"],
        first_purchase=row["first_purchase_date"],
        last_purchase=row["last_purchase_date"],
        tenure_days=row["tenure_days"],
        purchase_days=row["purchase_days"],
        scores=(row["r_score"], row["f_score"], row["m_score"]),
        rhythm_days=row["median_gap"] if is_own else found.limits.rhythm.median_gap,
        is_own_rhythm=is_own,
        levels=levels | {"vip_level": vip.in_force},
        vip=vip,
    )


def _level(lens: Lens, found: Basis, row: dict[str, object]) -> Level:
    if not lens.is_by_cell:
        return lens.level(str(row[lens.column]))
    place = int(level_of_cells(lens, found.analysis)[CELLS.index(int(str(row["cell"])))])
    return levels_in_use(lens, found.analysis)[place]


def _said(workspace: Workspace, customer_id: int) -> tuple[Said, ...]:
    with workspace.cursor() as cursor:
        return tuple(Said(*row) for row in cursor.execute(_SAID, [customer_id]).fetchall())


def _same_as(workspace: Workspace, customer_id: int) -> int | None:
    with workspace.cursor() as cursor:
        rows = cursor.execute(f"select kept_id from ({SAME_CUSTOMERS}) where customer_id = ?", [customer_id]).fetchall()
    return int(rows[0][0]) if rows else None
