"""The announcement of the North Star Metric, and the questions it raised."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Launch:
    """One announcement, with the question that opens its thread."""

    id: str
    channel: str
    question: str
    launched_by: str
    launched_at: datetime
    looked_at: datetime | None = None  # when it was looked which teams asked nothing


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody asked; open until its owner, or the product lead, answers it."""

    id: str
    launch: str
    text: str
    asked_by: str
    asked_at: datetime
    owner: str
    answer: str = ""
    answered_by: str | None = None
    answered_at: datetime | None = None
