"""Questions that triage talks over: no case of two teams, nothing to be decided."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class TriageQuestion:
    """A question for the next triage; once talked over, or taken off the agenda, it is done."""

    id: str
    text: str
    put_by: str
    put_at: datetime
    done_at: datetime | None = None
