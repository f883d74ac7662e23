"""When rituals are kept, and whether they were."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum


class OccurrenceState(StrEnum):
    DUE = "due"  # the row exists, its letters do not yet
    PREPARED = "prepared"  # its letters are delivery rows
    SKIPPED = "skipped"  # a day of rest; nothing was posted
    MISSED = "missed"  # found too late to be of use; nothing was posted


@dataclass(frozen=True, slots=True)
class Appointment:
    """A ritual that is kept by a team (or, with no team, the organisation) at a wall-clock hour."""

    ritual: str
    team: str | None
    days: tuple[int, ...]  # ISO weekdays
    at: time
    time_zone: str
    next_due: datetime
    every: int = 1  # ISO weeks
    anchor: date | None = None  # any day in one of those weeks


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One appointment on one local day."""

    ritual: str
    team: str | None
    day: date
    due_at: datetime
    state: OccurrenceState
