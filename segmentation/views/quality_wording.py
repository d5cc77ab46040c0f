"""The quality page in words: each number with what it means and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from segmentation.locale import N_, Words
from segmentation.views.quality import Quality

Value = int | float | Decimal | date


@dataclass(frozen=True)
class Check:
    """One number about the data. ``is_fine`` false = worth a look. Texts are message ids with ``{named}`` places; whole numbers
    are counts, decimals money, floats shares.
    """

    key: str
    title: str
    value: Value | None
    is_fine: bool
    meaning: str
    to_do: str
    values: tuple[tuple[str, Value], ...] = ()

    def shown(self, words: Words) -> str:
        """The number in the reader's language."""
        return "–" if self.value is None else _shown(self.value, words)

    def texts(self, words: Words) -> tuple[str, str]:
        """What the number means, and what to do."""
        shown = {name: _shown(value, words) for name, value in self.values}
        return words(self.meaning).format(**shown), words(self.to_do).format(**shown)


def _shown(value: Value, words: Words) -> str:
    if isinstance(value, date):
        return words.date(value)
    if isinstance(value, Decimal):
        return words.money(value, 0)
    return words.percent(value) if isinstance(value, float) else words.number(value)


NOTHING = N_("Nothing.")
REFUSED_LINES = N_("Look at the refused lines below each load, mend them in the sheet and load it again.")


def checks(view: Quality) -> tuple[Check, ...]:
    """Every number of the page, in the order a person would ask."""
    return (*_coverage(view), *_customers(view), *_amounts(view), *_lines(view))


def _coverage(view: Quality) -> tuple[Check, ...]:
    covered = len(view.months) - len(view.empty_months)
    longest = view.stretches[0].days if view.stretches else 0
    return (
        Check(
            "months", N_("Months with sales"), covered, covered == len(view.months),
            N_("Of {months} months from {first} to {last}. A month without a sale is more often a missing file than a holiday."),
            N_("Load the file of the missing months.") if view.empty_months else NOTHING,
            (("months", len(view.months)), ("first", view.first), ("last", view.last)),
        ),
        Check(
            "quiet", N_("Longest time without a sale, in days"), longest, not view.stretches,
            N_("Stretches of {limit} days and more are listed. Days that lack make customers look overdue."),
            N_("Was the shop closed? If not, load the sales of those days.") if view.stretches else NOTHING,
            (("limit", view.limits.quiet_days),),
        ),
    )  # fmt: skip


def _customers(view: Quality) -> tuple[Check, ...]:
    limits, big = view.limits, view.wholesale
    identified, once = view.identified_share, view.one_time_share
    return (
        Check(
            "identified", N_("Identified share"), identified, identified is None or identified >= limits.identified_share,
            N_("The part of the net revenue whose customer is known. Nothing on the other pages speaks of the rest."),
            N_("Ask for the member number or phone at the till; {limit} is a good aim."),
            (("limit", limits.identified_share),),
        ),
        Check(
            "one-time", N_("One-time share"), once, once is None or once <= limits.one_time_share,
            N_("Customers who came on a single day only, of {customers}."),
            N_("Far above what you know? Then one person may have several numbers: look at the merge desk.")
            if once is not None and once > limits.one_time_share else NOTHING,
            (("customers", view.customers),),
        ),
        Check(
            "big", N_("Customers who may be wholesale"), len(big), not big,
            N_("Customers who bring {limit} of the revenue or more each, and {times} times as much as the median customer. "
               "They shift means and limits of everyone else."),
            N_("Look at them below. Is it a reseller, a staff account or a collective number? Then load them apart.")
            if big else NOTHING,
            (("limit", limits.big_share), ("times", limits.big_times)),
        ),
        Check(
            "negative", N_("Negative customers"), view.negative_customers, view.negative_customers == 0,
            N_("They bought and gave back more than that. Their revenue counts as it is; in the Pareto curve it counts as 0."),
            N_("Often purchases from before the first file: load the earlier months.")
            if view.negative_customers else NOTHING,
        ),
        Check(
            "returns-only", N_("Customers with returns only"), view.returns_only, view.returns_only == 0,
            N_("They have no purchase in the data and so no score."),
            N_("Often purchases from before the first file: load the earlier months.") if view.returns_only else NOTHING,
        ),
    )  # fmt: skip


def _amounts(view: Quality) -> tuple[Check, ...]:
    counted, limits = view.counted, view.limits
    zero = view.share_of_lines(counted.zero_lines)
    return (
        Check(
            "returns", N_("Returns share"), view.returned_share, view.returned_share <= limits.returned_share,
            N_("{money} given back on {lines} lines, of {sold} sold. Returns lower the customer's revenue."),
            N_("Are all lines below 0 really returns? Corrections and deposits look the same.")
            if counted.return_lines else N_("Does the shop take nothing back? Then nothing; else the file lacks returns."),
            (("money", counted.returned), ("lines", counted.return_lines), ("sold", counted.sold)),
        ),
        Check(
            "zero", N_("Lines with an amount of 0"), counted.zero_lines, zero <= limits.zero_share,
            N_("{share} of the lines. Gifts and samples are no purchases; an order with nothing else does not count as one."),
            N_("If they are sales whose price is missing, export the file with prices.") if counted.zero_lines else NOTHING,
            (("share", zero),),
        ),
        Check(
            "zero-price", N_("Lines with a unit price of 0"), counted.zero_price_lines,
            view.share_of_lines(counted.zero_price_lines) <= limits.zero_share,
            N_("Counted where the file has a unit price, whatever the amount says."),
            N_("Check the product's price in the till.") if counted.zero_price_lines else NOTHING,
        ),
    )  # fmt: skip


def _lines(view: Quality) -> tuple[Check, ...]:
    counted, limits = view.counted, view.limits
    unnumbered = view.share_of_lines(counted.unnumbered_lines)
    return (
        Check(
            "future", N_("Dates in the future"), counted.future_lines + counted.refused_dates,
            counted.future_lines + counted.refused_dates == 0,
            N_("{kept} lines are dated after the day they were loaded; {refused} were refused for a date before 1990 or "
               "in the future."),
            N_("Check the till's clock, and whether day and month are the right way round.")
            if counted.future_lines + counted.refused_dates else NOTHING,
            (("kept", counted.future_lines), ("refused", counted.refused_dates)),
        ),
        Check(
            "unnumbered", N_("Lines without an order number"), unnumbered, unnumbered <= limits.unnumbered_share,
            N_("{lines} lines. What a customer buys on one day without an order number counts as one order, so two visits "
               "on one day are one purchase."),
            N_("Export the file with order numbers, if the till has them.") if counted.unnumbered_lines else NOTHING,
            (("lines", counted.unnumbered_lines),),
        ),
        Check(
            "refused", N_("Refused lines"), counted.refused, view.refused_share <= limits.refused_share,
            N_("{share} of the lines read. Refused lines count nowhere."),
            REFUSED_LINES if counted.refused else NOTHING,
            (("share", view.refused_share),),
        ),
        Check(
            "uncounted", N_("Cancelled or unpaid lines"), counted.uncounted, True,
            N_("They are kept and count for nothing, because their order state says so."),
            N_("See the load's report for the states that were met.") if counted.uncounted else NOTHING,
        ),
    )  # fmt: skip


def stretches(view: Quality, words: Words) -> tuple[str, ...]:
    """A sentence for each long stretch without a sale."""
    return tuple(
        words("No sale for {days} days, between {before} and {after}.").format(
            days=words.number(stretch.days),
            before=words.date(stretch.last_before),
            after=words.date(stretch.first_after),
        )
        for stretch in view.stretches
    )


HOW_IT_IS_COUNTED = N_(
    "Everything that is loaded and not undone is counted, up to the last order, whatever day the other pages look at. "
    "A returning customer has purchases on two days or more. Revenue is net: returns are taken off. "
    "The biggest customers' shares are of the revenue of all known customers."
)
