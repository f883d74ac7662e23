"""What two teams could not settle."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Conflict:
    """What two teams could not settle; `team` is None when the product lead speaks for everybody."""

    id: str
    raised_by: str
    team: str | None
    other_team: str
    input: str | None
    text: str
    tried: str  # together, before it was brought up
    raised_at: datetime
