"""What people promise for a week."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Visibility(StrEnum):
    """Who may read the words of a commitment. Counts are always included in the team's line."""

    TEAM = "team"
    EVERYONE = "everyone"
    ME = "me"


class CommitmentState(StrEnum):
    OPEN = "open"
    DONE = "done"
    MOVED = "moved"
    NOT_YET = "not_yet"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Commitment:
    """One action a person promises; `week` is the Monday of the ISO week it was made in."""

    id: str
    user: str
    team: str | None
    week: date
    weeks: int  # 1 or 2
    text: str
    input: str | None
    visibility: Visibility
    state: CommitmentState
    made_at: datetime
    line: str = ""
    settled_at: datetime | None = None
    carried: int = 0  # how many times it was carried over into another week
    carried_from: str | None = None  # the commitment it goes on with
