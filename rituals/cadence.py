"""Wall-clock hours on certain weekdays, of every week or every n-th: an instant in, due moments out.

The hour belongs to a place, not to UTC: 09:00 stays 09:00 over every clock change. An hour that comes
twice is kept the first time; one the clock skips is kept as much later as the clock was put forward,
and still belongs to the day it was meant for. Only a day that a place never had (Samoa's 30 December
2011) is left out.

Weeks are ISO weeks, counted through from one that is kept: a year of 52 or 53 of them moves nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import takewhile
from zoneinfo import ZoneInfo

from rituals.weeks import number_of
from storage.records.metrics import Cadence

_ONE_DAY = timedelta(days=1)
_NOON = time(12)


@dataclass(frozen=True, slots=True)
class Due:
    """One moment to keep: the instant for the machine, the local day for the people."""

    at: datetime
    day: date


@dataclass(frozen=True, slots=True)
class Rhythm:
    """At one wall-clock hour of an IANA zone, on the given ISO weekdays (Monday is 1).

    With `every` 2, only in every second ISO week, and so on; `anchor` is any day in one of those weeks,
    whether long past or yet to come.

    Raises ValueError without a weekday, with one outside 1 to 7 or with `every` below 1,
    ZoneInfoNotFoundError for an unknown zone.
    """

    days: tuple[int, ...]
    at: time
    zone: str
    every: int = 1
    anchor: date | None = None

    def __post_init__(self) -> None:
        if not self.days or not set(self.days) <= set(range(1, 8)):
            raise ValueError(f"weekdays are some of 1 to 7, not {self.days!r}")
        if self.every < 1:
            raise ValueError(f"every {self.every} weeks is never")
        ZoneInfo(self.zone)

    def keeps(self, day: date) -> bool:
        """Whether a local day is one of its days."""
        apart = number_of(day, Cadence.WEEK) - number_of(self.anchor or date.min, Cadence.WEEK)
        return day.isoweekday() in self.days and apart % self.every == 0

    def on(self, day: date) -> datetime:
        """The instant, in UTC, at which the hour comes on a local day."""
        return instant(day, self.at, ZoneInfo(self.zone))

    def next_after(self, instant: datetime) -> Due:
        """The first moment later than an instant."""
        return next(due for due in self._from(instant) if due.at > instant)

    def due(self, since: datetime, now: datetime) -> Sequence[Due]:
        """Every moment from `since` to `now`, both included, earliest first."""
        return list(takewhile(lambda due: due.at <= now, (d for d in self._from(since) if d.at >= since)))

    def _from(self, since: datetime) -> Iterator[Due]:
        zone = ZoneInfo(self.zone)
        # An hour skipped around midnight comes on the next day: start one day early.
        day = since.astimezone(zone).date() - _ONE_DAY
        while True:
            if self.keeps(day) and _exists(day, zone):
                yield Due(instant(day, self.at, zone), day)
            day += _ONE_DAY


def instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The instant, in UTC, at which a wall-clock hour comes on a local day."""
    return datetime.combine(day, at.replace(fold=0), zone).astimezone(UTC)


def _exists(day: date, zone: ZoneInfo) -> bool:
    return instant(day, _NOON, zone).astimezone(zone).date() == day
