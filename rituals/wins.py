"""What moved, and who moved it: told where everybody reads it, cheered by people, counted for nobody."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from rituals import monday
from rituals.clock import Clock
from rituals.commitments import NoSuchInput
from rituals.errors import RitualError
from rituals.ids import Ids
from rituals.letters import Letter, post
from rituals.weeks import local_day, week_of
from storage.ledger import Books, Ledger
from storage.records.deliveries import DeliveryState
from storage.records.metrics import Input, InputState
from storage.records.people import Person
from storage.records.wins import Win
from storage.records.workspaces import Workspace

LONGEST_STORY = 500
LONGEST_MEANING = 300

_KEY = "win:"


@dataclass(eq=False)
class NowhereToTell(RitualError):
    """There is no company channel yet."""


@dataclass(frozen=True, slots=True)
class WinTold:
    """A win as everybody reads it; `input` and `star` are names."""

    kind: ClassVar[str] = "win"

    user: str
    text: str
    input: str | None
    meaning: str
    star: str | None


@dataclass(frozen=True, slots=True)
class Stage:
    """Where a win would be told, and what it may be about."""

    channel: str
    pulse: str | None  # key of the Monday pulse it would stand under
    inputs: Mapping[str, Sequence[Input]]  # active ones, by the name of their team
    star: str | None


class Wins:
    def __init__(self, ledger: Ledger, clock: Clock, ids: Ids) -> None:
        self._ledger, self._clock, self._ids = ledger, clock, ids

    async def stage(self) -> Stage:
        """Raises NowhereToTell."""
        async with self._ledger.open() as books:
            return await self._stage(books)

    async def tell(self, who: Person, text: str, input_id: str | None, meaning: str) -> Stage:
        """Keep a win, and send it to where everybody reads it. Raises NowhereToTell or NoSuchInput."""
        now = self._clock.now()
        async with self._ledger.open() as books:
            stage = await self._stage(books)
            names = {one.id: one.metric.name for each in stage.inputs.values() for one in each}
            if input_id is not None and input_id not in names:
                raise NoSuchInput
            win = Win(self._ids(), who.user, text.strip(), input_id, meaning.strip(), now)
            await books.wins.add(win)
            told = WinTold(win.user, win.text, names.get(input_id or ""), win.meaning, stage.star)
            await post(books, Letter(_KEY + win.id, stage.channel, told, thread_of=stage.pulse), now)
            return stage

    async def cheer(self, who: Person, channel: str, ts: str, reaction: str) -> None:
        """Count a reaction, should it be on a win of somebody else's."""
        async with self._ledger.open() as books:
            win = await _win_at(books, channel, ts)
            if win is not None and win.user != who.user:
                await books.wins.cheer(win.id, who.user, reaction)

    async def uncheer(self, who: Person, channel: str, ts: str, reaction: str) -> None:
        async with self._ledger.open() as books:
            win = await _win_at(books, channel, ts)
            if win is not None:
                await books.wins.uncheer(win.id, who.user, reaction)

    async def _stage(self, books: Books) -> Stage:
        workspace, star = await books.workspaces.get(), await books.north_stars.active()
        if workspace is None or workspace.company_channel is None:
            raise NowhereToTell
        active = [one for one in await books.inputs.all() if one.state is InputState.ACTIVE]
        inputs = {
            team.name: [one for one in active if one.team == team.id] for team in await books.teams.all()
        }
        return Stage(
            workspace.company_channel,
            await self._latest_pulse(books, workspace),
            {team: each for team, each in inputs.items() if each},
            star.metric.name if star else None,
        )

    async def _latest_pulse(self, books: Books, workspace: Workspace) -> str | None:
        """The key of this week's pulse, or last week's while this one is not out."""
        this = week_of(local_day(self._clock.now(), workspace.time_zone))
        for day in (this, this - timedelta(weeks=1)):
            pulse = await books.deliveries.get(monday.key(day))
            if (
                pulse is not None
                and pulse.state is DeliveryState.SENT
                and pulse.to == workspace.company_channel
            ):
                return pulse.key
        return None


async def _win_at(books: Books, channel: str, ts: str) -> Win | None:
    letter = await books.deliveries.at(channel, ts)
    if letter is None or letter.kind != WinTold.kind:
        return None
    return await books.wins.get(letter.key.removeprefix(_KEY))
