"""How a team wants its standup pulse, and the reflex question asked in threads."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Gathering(StrEnum):
    """The ritual a team has already; its pulse joins that one, and makes no meeting of its own."""

    NONE = "none"
    STANDUP = "standup"
    SPRINT = "sprint"  # standups, and on the last day of them a sprint review
    SYNC = "sync"
    EXECUTIVE = "executive"


@dataclass(frozen=True, slots=True)
class PulsePlan:
    """One team's pulse: which ritual it joins, the team's own questions, and when it is silent."""

    team: str
    gathering: Gathering
    questions: tuple[str, ...] = ()  # instead of ours, asked in turn
    skipped: date | None = None  # the one day without
    paused_until: date | None = None  # the first day on which it may come again


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """Somebody asked a thread how this moves the North Star, on a day of the organisation."""

    channel: str
    thread: str  # the timestamp of the thread's first message
    day: date
    user: str
