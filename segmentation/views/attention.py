"""What an owner should look at today, each with how many customers and how much money it is about."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from segmentation.locale import N_, Words
from segmentation.views.key_figures import KeyFigures
from segmentation.views.standing import Standing
from segmentation.views.store_stage import StoreStageView

Value = int | float | Decimal


@dataclass(frozen=True)
class AttentionLimits:
    """From when on something is worth a look: the repeat rate fell by this much, fewer sales than this are identified."""

    repeat_rate_fall: float = 0.01
    identified_share: float = 0.8


@dataclass(frozen=True)
class Notice:
    """One thing to look at. ``title`` and ``sentence`` are message ids; whole numbers are customers or days, decimals money,
    floats shares.
    """

    key: str
    title: str
    sentence: str
    values: tuple[tuple[str, Value], ...]

    def texts(self, words: Words) -> tuple[str, str]:
        """Title and sentence in the reader's language, filled in."""
        shown = {name: _shown(value, words) for name, value in self.values}
        return words(self.title).format(**shown), words(self.sentence).format(**shown)


def _shown(value: Value, words: Words) -> str:
    if isinstance(value, Decimal):
        return words.money(value, 0)
    return words.percent(value) if isinstance(value, float) else words.number(value)


OVERDUE_VIPS = "overdue vips"
QUIET = "quiet"
WAITING = "waiting"
REPEAT_RATE = "repeat rate"
IDENTIFIED = "identified"
CARE = "care"


def notices(
    now: KeyFigures, before: KeyFigures | None, standing: Standing, limits: AttentionLimits | None = None
) -> tuple[Notice, ...]:
    """What stands out, the most urgent first; empty where all is well. ``before`` None = nothing to compare with."""
    limits = limits or AttentionLimits()
    found = []
    if standing.overdue_vips:
        found.append(
            Notice(
                OVERDUE_VIPS,
                N_("Overdue VIPs: {customers}"),
                N_(
                    "They spent {money} in the last {days} days and should have come again by now. "
                    "A personal word from the shop comes first."
                ),
                (
                    ("customers", standing.overdue_vips),
                    ("money", standing.overdue_vip_revenue),
                    ("days", standing.vip_window_days),
                ),
            )
        )
    if standing.quiet.customers:
        found.append(
            Notice(
                QUIET,
                N_("Regulars gone quiet: {customers}"),
                N_(
                    "They bought often, but not for a long time. {money} came from them so far, "
                    "{share} of what all known customers brought."
                ),
                (
                    ("customers", standing.quiet.customers),
                    ("money", standing.quiet.revenue),
                    ("share", float(standing.quiet.revenue / standing.revenue) if standing.revenue > 0 else 0.0),
                ),
            )
        )
    if standing.waiting.customers:
        found.append(
            Notice(
                WAITING,
                N_("Waiting for the second purchase: {customers}"),
                N_("They bought once and are not overdue yet. A purchase here brings {money} on average."),
                (("customers", standing.waiting.customers), ("money", standing.revenue / standing.purchases)),
            )
        )
    if before is not None and now.repeat_rate is not None and before.repeat_rate is not None:
        fall = before.repeat_rate - now.repeat_rate
        if fall >= limits.repeat_rate_fall:
            found.append(
                Notice(
                    REPEAT_RATE,
                    N_("The repeat rate fell to {now}"),
                    N_(
                        "It was {before} in the {days} days before: fewer of those who buy come a second time "
                        "within the period."
                    ),
                    (("now", now.repeat_rate), ("before", before.repeat_rate), ("days", now.days)),
                )
            )
    if now.identified_share is not None and now.identified_share < limits.identified_share:
        found.append(
            Notice(
                IDENTIFIED,
                N_("Only {share} of the revenue has a customer's name"),
                N_("{money} in the last {days} days came from unknown customers, who cannot be invited again."),
                (
                    ("share", now.identified_share),
                    ("money", now.net_revenue - now.identified_revenue),
                    ("days", now.days),
                ),
            )
        )
    return tuple(found)


def care_notices(stage: StoreStageView) -> tuple[Notice, ...]:
    """One notice when something of the store stage's care list is due; none until consultations were typed in."""
    if not stage.due:
        return ()
    return (
        Notice(
            CARE,
            N_("Due on the store's care list: {due}"),
            N_("Of {all} things to look after in this stage, so many were never ticked, or a quarter ago and longer."),
            (("due", stage.due), ("all", len(stage.care))),
        ),
    )
