"""How the North Star Metric is told, and what people made of it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Variant:
    """The narrative in the language of one audience; the number is the same everywhere."""

    audience: str
    why_this: str
    why_now: str
    what_if: str
    written_by: str
    written_at: datetime


class Heard(StrEnum):
    """What the author makes of a colleague's own words."""

    READY = "ready"
    REVISE = "revise"


@dataclass(frozen=True, slots=True)
class RepeatBack:
    """A colleague was told the narrative and asked to say it in their own words."""

    id: str
    audience: str
    told: str  # the narrative as it was then
    author: str
    colleague: str
    asked_at: datetime
    answer: str = ""
    answered_at: datetime | None = None
    heard: Heard | None = None
