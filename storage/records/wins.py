"""What moved, and who moved it."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Win:
    """What somebody tells of; `people` and `teams` are ids of those the words are about.

    With `before` and `after` it shows the readings of its input for the periods that start on them.
    """

    id: str
    user: str
    text: str
    input: str | None
    meaning: str
    celebrated_at: datetime
    people: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    commitment: str | None = None  # the one it came from
    story: bool = False  # a story rather than numbers
    before: date | None = None
    after: date | None = None
    changed_at: datetime | None = None
    withdrawn_at: datetime | None = None
