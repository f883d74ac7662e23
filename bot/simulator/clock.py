"""Two times: the machine's, which never jumps, and the calendar's, which people may move forward."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

machine_time: Callable[[], float] = time.time


def zone_of(name: str) -> ZoneInfo | None:
    """Give a time zone by its IANA name; None when there is none of that name."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return None


class Clock:
    """Calendar time is machine time plus an offset.

    `machine` gives Unix seconds; everything that times out uses it. Message stamps, events and the page use
    the calendar.
    """

    def __init__(self, now: datetime | None = None, machine: Callable[[], float] = machine_time) -> None:
        self.machine = machine
        self.offset = 0.0
        self._last_stamp = 0
        if now is not None:
            self.set(now)

    def seconds(self) -> float:
        """Give the calendar time in Unix seconds."""
        return self.machine() + self.offset

    def now(self) -> datetime:
        """Give the calendar time, aware, in UTC."""
        return datetime.fromtimestamp(self.seconds(), UTC)

    def set(self, moment: datetime) -> None:
        """Put the calendar at `moment`; raises `ValueError` for one without an offset."""
        if moment.tzinfo is None:
            raise ValueError(f"{moment} does not say its offset from UTC.")
        self.offset = moment.timestamp() - self.machine()

    def pass_(self, **time_passing: float) -> None:
        """Move the calendar forward by a `timedelta` given as keywords, without walking there."""
        self.set(self.now() + timedelta(**time_passing))

    def stamp(self) -> str:
        """Give a fresh message `ts`: calendar time with microseconds, unique and increasing."""
        self._last_stamp = max(self._last_stamp + 1, int(self.seconds() * 1_000_000))
        whole, rest = divmod(self._last_stamp, 1_000_000)
        return f"{whole}.{rest:06d}"
