"""What must not get worse while an input is pushed."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Guardrail:
    """The metric (by key) that a team watches beside one of its inputs (by id); one for each input."""

    input: str
    metric: str
    named_by: str
    named_at: datetime
