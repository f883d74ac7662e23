"""What moved, and who moved it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Win:
    id: str
    user: str
    text: str
    input: str | None
    meaning: str
    celebrated_at: datetime
