"""The number in the channel topic, where the product lead wants it; nowhere before they chose."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import ClassVar

from rituals import audit, scoreboard
from rituals.authorisation import Action
from rituals.clock import Clock
from rituals.errors import RitualError
from rituals.north_star import NoNorthStar
from rituals.rights import require
from rituals.scoreboard import Score
from rituals.sharing import is_allowed
from rituals.versions import today
from storage.ledger import Books, Ledger
from storage.records.people import Person
from storage.records.topics import Topic

AT_MOST = 10
"""Channels; Slack lets a topic be set some twenty times a minute in all."""

# How long Slack may take to set one. Machine time.
_A_CALL = timedelta(seconds=15)


@dataclass(frozen=True, slots=True)
class Board:
    """What topics tell, and the channels that tell it."""

    score: Score
    channels: Sequence[Topic]
    offered: Sequence[str] = ()  # to choose from the first time: the company channel


@dataclass(frozen=True, slots=True)
class Chosen:
    """The channels, as the audit trail tells them."""

    channels: tuple[str, ...]


@dataclass(eq=False)
class TooManyChannels(RitualError):
    field: ClassVar[str | None] = "channels"
    limit: int


class Topics:
    def __init__(self, ledger: Ledger, clock: Clock) -> None:
        self._ledger, self._clock = ledger, clock

    async def board(self) -> Board | None:
        """What topics tell now; None in a shutdown, and as long as there is no North Star Metric."""
        now = self._clock.now()
        async with self._ledger.open() as books:
            board = await _board(books, now)
            return None if board is None or await _rests(books, now) else board

    async def may_choose(self, who: Person) -> Board:
        """The board, for the product lead. Raises NotTheProductLead or NoNorthStar."""
        async with self._ledger.open() as books:
            require(Action.CHOOSE_TOPICS, who, await books.workspaces.get())
            board = await _board(books, self._clock.now())
            if board is None:
                raise NoNorthStar
            return board

    async def choose(self, who: Person, channels: Collection[str]) -> None:
        """Keep the topic of these channels and of no others. What stands in others is left as it is."""
        if len(channels) > AT_MOST:
            raise TooManyChannels(AT_MOST)
        now = self._clock.now()
        async with self._ledger.open() as books:
            workspace = await books.workspaces.get()
            require(Action.CHOOSE_TOPICS, who, workspace)
            known = {each.channel: each for each in await books.topics.all()}
            before = [each.channel for each in known.values() if each.kept]
            for channel in {*known, *channels}:
                # One that was refused, or left out meanwhile, is tried anew.
                said = known.get(channel)
                stands = said if said and said.kept and said.refused is None else Topic(channel)
                await books.topics.put(replace(stands, kept=channel in channels))
            old, new = Chosen(tuple(sorted(before))), Chosen(tuple(sorted(channels)))
            await audit.note(books, who.user, "topics.chosen", "", before=old, after=new, now=now)

    async def may_set(self, channel: str, words: str, machine_now: datetime) -> bool:
        """Whether it is for this process to set a topic now: of several, one at a time, and none twice."""
        if not self._ledger.is_shared:
            return True
        async with self._ledger.open() as books:
            stands = await books.topics.hold(channel)
            if stands is None or not stands.kept or stands.words == words:
                return False
            free = await books.pacing.reserve(f"topic {channel}", machine_now, _A_CALL, timedelta(0))
            return free <= machine_now

    async def may_tell(self, channel: str) -> bool:
        """Whether the number may be told in a channel that other organisations read."""
        async with self._ledger.open() as books:
            return await is_allowed(books, channel)

    async def told(self, channel: str, words: str, refused: str | None = None) -> None:
        """A channel's topic was set, or refused for a reason; these words are not tried again."""
        async with self._ledger.open() as books:
            await books.topics.put(Topic(channel, words=words, refused=refused, set_at=self._clock.now()))


async def _rests(books: Books, now: datetime) -> bool:
    return await books.shutdowns.covering(await today(books, now)) is not None


async def _board(books: Books, now: datetime) -> Board | None:
    star, workspace = await books.north_stars.active(), await books.workspaces.get()
    if star is None or workspace is None:
        return None
    day = await today(books, now)
    known = await books.topics.all()
    offered = [workspace.company_channel] if workspace.company_channel and not known else []
    kept = [each for each in known if each.kept]
    return Board(await scoreboard.score(books, star.metric, day), kept, offered)
