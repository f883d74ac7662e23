"""What a team says of its levers before they are inputs, and of work that moves none."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Talk:
    """The notes of a team's talk about its levers: what it answers for already, and candidates."""

    team: str
    outcome: str
    candidates: tuple[str, ...]
    kept_by: str
    kept_at: datetime


class Finding(StrEnum):
    """Where a search for an indirect way to the North Star Metric has led."""

    NOT_YET = "not_yet"
    TOO_NARROW = "too_narrow"  # the metric does not see what the team does
    INCOMPLETE = "incomplete"  # the tree lacks a step
    OUTSIDE = "outside"
    CONNECTED = "connected"  # a way was found later


@dataclass(frozen=True, slots=True)
class Unconnected:
    """Work that moves no input as far as anybody can see, the three answers, and what was found."""

    id: str
    team: str
    work: str
    needed_by: str
    effect: str
    finding: Finding
    reason: str
    revisit_on: date | None
    noted_by: str
    noted_at: datetime
