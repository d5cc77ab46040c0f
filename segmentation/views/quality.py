"""How far a shop's data can be relied upon: what they cover, what they lack, and what looks odd in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from segmentation.errors import NoSales
from segmentation.parameters import Period
from segmentation.store.contacts import CONTACTS
from segmentation.store.workspace import Workspace
from segmentation.views.chosen import data_span
from segmentation.views.data_support import DataSupport, data_support
from segmentation.views.execution import kept_rows
from segmentation.views.overview import Month, months


@dataclass(frozen=True)
class QualityLimits:
    """From where on something is worth a look.

    Shares are of revenue, but ``zero_share`` and ``unnumbered_share`` of lines and ``one_time_share`` of customers.
    ``quiet_days``: days in a row without a sale. ``big_share``: what a single customer brings, who is also ``big_times`` as large
    as the median customer. ``biggest``: how many of the largest customers are shown; ``stretches``: how many of the longest
    stretches without a sale.
    """

    identified_share: float = 0.8
    one_time_share: float = 0.9
    returned_share: float = 0.1
    zero_share: float = 0.02
    unnumbered_share: float = 0.02
    refused_share: float = 0.01
    quiet_days: int = 14
    big_share: float = 0.02
    big_times: int = 20
    biggest: int = 10
    stretches: int = 5


@dataclass(frozen=True)
class Stretch:
    """Days in a row without a sale, between two days with one."""

    last_before: date
    first_after: date

    @property
    def days(self) -> int:
        return (self.first_after - self.last_before).days - 1


@dataclass(frozen=True)
class BigCustomer:
    """One of the largest customers. ``share``: of the revenue of all identified orders."""

    customer_id: int
    customer: str
    name: str | None
    purchases: int
    revenue: Decimal
    share: float
    last_order_date: date


@dataclass(frozen=True)
class Counted:
    """The lines that stand, counted.

    ``lines``: those that bring revenue or a purchase; ``uncounted``: cancelled or unpaid ones. ``sold`` and ``returned``: net
    revenue of lines above and below 0, both as positive amounts. ``future_lines``: dated after the day they were loaded.
    ``refused_dates``: refused for a date before 1990 or in the future, among ``refused``.
    """

    lines: int
    uncounted: int
    sold: Decimal
    returned: Decimal
    return_lines: int
    zero_lines: int
    zero_price_lines: int
    unnumbered_lines: int
    future_lines: int
    refused: int
    refused_dates: int


@dataclass(frozen=True)
class Quality:
    """All that is loaded, up to the last order. ``months``: every calendar month from the first sale, empty ones too.

    ``customers``: with a purchase; ``negative_customers``: of them, those whose returns exceed what they bought;
    ``returns_only``: customers without any purchase; ``median_revenue``: of the customers with a purchase.
    ``stretches``: the longest first.
    """

    first: date
    last: date
    months: tuple[Month, ...]
    stretches: tuple[Stretch, ...]
    counted: Counted
    revenue: Decimal
    identified_revenue: Decimal
    customers: int
    returning_customers: int
    negative_customers: int
    returns_only: int
    median_revenue: float | None
    biggest: tuple[BigCustomer, ...]
    support: DataSupport
    limits: QualityLimits = QualityLimits()

    @property
    def empty_months(self) -> tuple[Month, ...]:
        """Months inside the data in which nothing was sold."""
        return tuple(month for month in self.months if month.purchases == 0)

    @property
    def identified_share(self) -> float | None:
        return float(self.identified_revenue / self.revenue) if self.revenue > 0 else None

    @property
    def one_time_share(self) -> float | None:
        return 1 - self.returning_customers / self.customers if self.customers else None

    @property
    def returned_share(self) -> float:
        return float(self.counted.returned / self.counted.sold) if self.counted.sold > 0 else 0.0

    def share_of_lines(self, count: int) -> float:
        """A count of lines, of all that count."""
        return count / self.counted.lines if self.counted.lines else 0.0

    @property
    def refused_share(self) -> float:
        """Refused lines, of all lines that were read and stand, or were refused."""
        read = self.counted.lines + self.counted.uncounted + self.counted.refused
        return self.counted.refused / read if read else 0.0

    @property
    def wholesale(self) -> tuple[BigCustomer, ...]:
        """Customers so large that they may be no consumers."""
        least = self.limits.big_times * (self.median_revenue or 0.0)
        return tuple(
            big for big in self.biggest if big.share >= self.limits.big_share and float(big.revenue) >= least > 0
        )


_LINES = """
select count(*) filter (is_counted) as lines, count(*) filter (not is_counted) as uncounted,
       coalesce(sum(net_revenue) filter (is_counted and net_revenue > 0), 0) as sold,
       coalesce(-sum(net_revenue) filter (is_counted and net_revenue < 0), 0) as returned,
       count(*) filter (is_counted and net_revenue < 0) as return_lines,
       count(*) filter (is_counted and net_revenue = 0) as zero_lines,
       count(*) filter (is_counted and unit_price = 0) as zero_price_lines,
       count(*) filter (is_counted and order_number is null) as unnumbered_lines,
       count(*) filter (is_counted and sold_at::date > loaded_at::date) as future_lines
from lines join (select load_id, loaded_at from loads) using (load_id) where is_active
"""
_REFUSED = """
select count(*) as refused, count(*) filter (reason = 'DATE_IMPLAUSIBLE') as refused_dates
from refused_lines join loads using (load_id) where undone_at is null and kind = 'sales'
"""
_REVENUE = """
select coalesce(sum(net_revenue), 0) as revenue,
       coalesce(sum(net_revenue) filter (customer_id is not null), 0) as identified_revenue from orders
"""
_CUSTOMERS = """
select count(*) as customers, count(*) filter (purchase_days > 1) as returning_customers,
       count(*) filter (monetary < 0) as negative_customers, median(monetary)::double as median_revenue,
       (select count(distinct customer_id) from orders anti join settled_customers using (customer_id)
        where customer_id is not null) as returns_only
from settled_customers
"""
_STRETCHES = """
select last_before, first_after
from (select order_date as last_before, lead(order_date) over (order by order_date) as first_after
      from (select distinct order_date from orders where net_revenue > 0))
where first_after - last_before > ? order by first_after - last_before desc, last_before limit ?
"""
# Who has only brought back is not settled, and belongs to the largest only where there are few others.
_BIGGEST = f"""
with everyone as (
    select customer_id, frequency::bigint as purchases, monetary as revenue, last_order_date from settled_customers
    union all
    select customer_id, 0, sum(net_revenue), max(order_date) from orders anti join settled_customers using (customer_id)
    where customer_id is not null group by customer_id),
biggest as (from everyone order by revenue desc, customer_id limit ?)
select customer_id, customer, name, purchases, revenue, last_order_date
from biggest join ({CONTACTS}) as contacts using (customer_id) order by revenue desc, customer_id
"""


def kept_counts() -> tuple[dict[str, str], ...]:
    """Each for ``Workspace.query_kept``: what is counted over all lines, orders and customers."""
    return tuple({"kept_quality": sql} for sql in (_LINES, _REFUSED, _REVENUE, _CUSTOMERS))


def quality(workspace: Workspace, limits: QualityLimits | None = None) -> Quality:
    """The state of everything that is loaded. Raises ``NoSales``."""
    limits = limits or QualityLimits()
    span = data_span(workspace)
    if span is None:
        raise NoSales(as_of="–")
    money, people = _one(workspace, _REVENUE), _one(workspace, _CUSTOMERS)
    whole = max(money["identified_revenue"], Decimal(0))
    return Quality(
        first=span[0],
        last=span[1],
        months=months(workspace, Period(span[1])),
        stretches=tuple(
            Stretch(**row) for row in workspace.query(_STRETCHES, [limits.quiet_days, limits.stretches]).to_pylist()
        ),
        counted=Counted(**_one(workspace, _LINES), **_one(workspace, _REFUSED)),
        biggest=tuple(
            BigCustomer(**row, share=float(row["revenue"] / whole) if whole else 0.0)
            for row in workspace.query(_BIGGEST, [limits.biggest]).to_pylist()
        ),
        support=data_support(span, span[1], people["customers"], people["returning_customers"]),
        limits=limits,
        **money,
        **people,
    )


def _one(workspace: Workspace, sql: str) -> dict[str, Any]:
    row: dict[str, Any] = kept_rows(workspace, {"kept_quality": sql}).to_pylist()[0]
    return row
