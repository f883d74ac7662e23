"""The inputs at a glance, in the thread of Monday's pulse, which itself tells only of those with a signal."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from rituals import scoreboard
from rituals.scoreboard import InputScore, Score
from storage.ledger import Books

MOST = 10
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class TeamInput:
    """An input of a team, named, and how it stands with its last 52 periods."""

    team: str
    score: Score


@dataclass(frozen=True, slots=True)
class InputsGlance:
    """A few of the active inputs, those with a signal first; `more` are not shown."""

    kind: ClassVar[str] = "monday.inputs"

    zone: str
    inputs: tuple[TeamInput, ...]
    more: int


async def glance(books: Books, day: date, zone: str) -> InputsGlance | None:
    """How the inputs stand on a local day; None with fewer than two that have a line to draw."""
    active = await scoreboard.inputs(books, day)
    drawn = [
        TeamInput(each.team, replace(score, versions=(), remarks=()))
        for each in _signals_first(active)[:MOST]
        if len((score := await scoreboard.score(books, each.metric, day)).points) > 1
    ]
    if len(drawn) < _FEWEST:
        return None
    return InputsGlance(zone, tuple(drawn), max(len(active) - MOST, 0))


def _signals_first(active: Sequence[InputScore]) -> Sequence[InputScore]:
    return sorted(active, key=lambda each: not each.verdict.is_signal)
