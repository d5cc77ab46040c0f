"""When things happen to a shop's file. The only clock of the library: no measure ever asks it."""

from __future__ import annotations

from datetime import UTC, datetime


def now_utc() -> datetime:
    """This moment, UTC, without a zone: how the shop's file stores it."""
    return datetime.now(UTC).replace(tzinfo=None)


def on_this_clock(moment: datetime) -> datetime:
    """A stored moment as this machine's clock shows it, without a zone."""
    return moment.replace(tzinfo=UTC).astimezone().replace(tzinfo=None)
