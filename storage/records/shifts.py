"""Shifts of a metric's level that somebody accepted as the new normal."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class AcceptedShift:
    """From the period `since` on, readings belong to a level of their own; `why` may be empty."""

    metric: str
    since: date
    accepted_by: str
    accepted_at: datetime
    why: str = ""
