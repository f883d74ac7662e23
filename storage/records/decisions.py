"""What was decided over a conflict, and whether it still holds."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Decision:
    """How a conflict was decided. It is never rewritten: another one supersedes it.

    `review_on` is the day on which somebody is asked whether it still holds; it moves on with every yes.
    """

    id: str
    conflict: str
    outcome: str
    reasons: str
    criteria: tuple[str, ...]
    decided_by: tuple[str, ...]  # users
    recorded_by: str
    review_on: date
    decided_at: datetime
    supersedes: str | None = None
    superseded_by: str | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """Somebody was asked on `due_on` whether a decision holds; `holds_until` is their yes."""

    decision: str
    due_on: date
    asked_at: datetime
    answered_by: str | None = None
    answered_at: datetime | None = None
    holds_until: date | None = None
