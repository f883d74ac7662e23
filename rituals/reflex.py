"""The reflex question: how does this move our North Star? Asked in any thread, and not too often."""

from dataclasses import dataclass
from typing import ClassVar

from rituals import letters, sharing
from rituals.authorisation import Action
from rituals.clock import Clock
from rituals.errors import RitualError
from rituals.letters import Letter
from rituals.north_star import NoNorthStar
from rituals.rights import require
from rituals.weeks import local_day
from storage.ledger import Books, Ledger
from storage.records.metrics import InputState
from storage.records.people import Person
from storage.records.pulses import AskedQuestion
from storage.records.teams import Team

A_DAY = 3
"""Threads that one person may ask in a day: a reflex, not a habit of interrupting."""


@dataclass(frozen=True, slots=True)
class ReflexQuestion:
    """The question as it stands in the thread; `team` is None where nobody's inputs are meant."""

    kind: ClassVar[str] = "reflex.question"

    star: str
    team: str | None
    inputs: tuple[str, ...]
    by: str


@dataclass(eq=False)
class AskedHereToday(RitualError):
    """That thread was asked on that day already."""


@dataclass(eq=False)
class AskedEnough(RitualError):
    """The person asked so many threads today."""

    limit: int


@dataclass(eq=False)
class OthersReadHere(RitualError):
    """People of other organisations read the channel, and the product lead has not said yes to that."""


class Reflexes:
    def __init__(self, ledger: Ledger, clock: Clock) -> None:
        self._ledger, self._clock = ledger, clock

    async def ask(self, who: Person, channel: str, thread: str, *, is_shared: bool = False) -> None:
        """Put the question into the thread that begins with a message.

        Raises NoNorthStar, OthersReadHere, AskedHereToday or AskedEnough.
        """
        require(Action.ASK_IN_THREAD, who)
        now = self._clock.now()
        async with self._ledger.open() as books:
            workspace, star = await books.workspaces.get(), await books.north_stars.active()
            if workspace is None or star is None:
                raise NoNorthStar
            if is_shared and not await sharing.is_allowed(books, channel):
                raise OthersReadHere
            day = local_day(now, workspace.time_zone)
            if not await books.pulses.note(AskedQuestion(channel, thread, day, who.user)):
                raise AskedHereToday
            if await books.pulses.asked_by(who.user, day) > A_DAY:
                raise AskedEnough(A_DAY)  # and what was noted is rolled back
            team = await _team(books, who, channel)
            question = ReflexQuestion(
                star.metric.name, team.name if team else None, await _inputs(books, team), who.user
            )
            beneath = await letters.stand_in(books, channel, thread, now)
            key = f"reflex:{channel}:{thread}:{day.isoformat()}"
            await letters.post(books, Letter(key, channel, question, thread_of=beneath), now)


async def _team(books: Books, who: Person, channel: str) -> Team | None:
    """The team whose channel it is, else the asker's first by name."""
    theirs = await books.teams.of_person(who.user)
    return await books.teams.of_channel(channel) or (theirs[0] if theirs else None)


async def _inputs(books: Books, team: Team | None) -> tuple[str, ...]:
    inputs = await books.inputs.of_team(team.id) if team else []
    return tuple(each.metric.name for each in inputs if each.state is InputState.ACTIVE)
