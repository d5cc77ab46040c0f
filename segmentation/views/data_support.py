"""What a shop's data are too few to support, said on the pages concerned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from segmentation.locale import N_, Words


@dataclass(frozen=True)
class EnoughData:
    """From where on the figures can be relied upon."""

    days: int = 182
    one_time_share: float = 0.9
    returning_customers: int = 100


@dataclass(frozen=True)
class DataSupport:
    """How much there is to reckon with: days from the first to the last order, customers, those with two or more purchase
    days.
    """

    days: int
    customers: int
    returning_customers: int
    enough: EnoughData = EnoughData()

    def warnings(self, words: Words) -> tuple[str, ...]:
        """A sentence for each thing the data cannot support; none where there is enough."""
        one_time_share = 1 - self.returning_customers / self.customers if self.customers else 0.0
        found = []
        if self.days < self.enough.days:
            found.append(
                words(SHORT).format(days=words.number(self.days), enough=words.number(self.enough.days)),
            )
        if one_time_share > self.enough.one_time_share:
            found.append(words(MOSTLY_ONCE).format(share=words.percent(one_time_share)))
        if self.returning_customers < self.enough.returning_customers:
            found.append(
                words(FEW_RETURNING).format(
                    customers=words.number(self.returning_customers),
                    enough=words.number(self.enough.returning_customers),
                )
            )
        return tuple(found)


SHORT = N_("The data cover {days} days. Under {enough} days, seasons and rhythms cannot be told from chance.")
MOSTLY_ONCE = N_("{share} of the customers came on a single day only. What is said of those who return rests on few.")
FEW_RETURNING = N_(
    "{customers} customers came on more than one day. Under {enough}, the shop's rhythm is not known well."
)


def data_support(span: tuple[date, date], as_of: date, customers: int, returning_customers: int) -> DataSupport:
    """The support up to ``as_of`` of data with that span of order dates."""
    return DataSupport((min(span[1], as_of) - span[0]).days + 1, customers, returning_customers)
