"""Those who are at work on deliveries in one process: one for each addressee, so many at a time."""

import asyncio
import logging
from collections import deque
from collections.abc import Sequence
from datetime import datetime

from bot.delivery import Courier
from bot.stopping import let_arrive
from rituals.clock import Clock
from rituals.ids import Ids
from storage.claims import Room
from storage.ledger import Ledger
from storage.records.deliveries import Delivery

_log = logging.getLogger(__name__)

# Addressees served at the same time, and how many of the places are kept for what somebody waits for: a Slack
# that takes long has all the others taken.
_PLACES, _FOR_ANSWERS = 64, 8

# So many are begun before others have their turn.
_AT_ONCE = 3

# Fewer places are not worth a look by themselves, for it takes as long as a delivery does: a moment later, in
# seconds, there are more.
_WORTH_A_LOOK, _A_MOMENT = 24, 0.1

# Whoever was served within so many gaps between two messages in a channel has been served lately.
_A_WHILE = 20
_REMEMBERED = 300

# What may still be on its way when work is stopped has this long to arrive, in seconds.
_FAREWELL = 5.0


class Crew:
    """Takes what is due and carries it.

    `freed` is set whenever somebody is through; `is_held_up` says that more may wait only for its turn.
    """

    def __init__(self, ledger: Ledger, courier: Courier, machine: Clock, ids: Ids) -> None:
        self._ledger = ledger
        self._courier = courier
        self._machine = machine
        self._owner = ids()
        self._claiming = asyncio.Lock()
        self._is_stopping = False
        self.freed = asyncio.Event()
        self.at_work: dict[str, asyncio.Task[None]] = {}
        self.is_held_up = False
        self._through = 0
        self._looking_soon: asyncio.TimerHandle | None = None
        self._served: deque[tuple[datetime, str]] = deque(maxlen=_REMEMBERED)

    async def look(self) -> None:
        """Start work on whatever may be worked on. Nothing is raised when it cannot be had."""
        try:
            await self._claim()
        except Exception:  # noqa: BLE001 - the guard: a database that is away comes back
            _log.exception("no deliveries to be had")

    async def drain(self) -> None:
        """Work until there is nothing left that may be worked on now."""
        finished = False
        while not finished:
            # What ends while the claim is made leaves its addressee's next one unclaimed: look once more.
            through = self._through
            finished = await self._claim() == 0 and not self.at_work and self._through == through
            if self.at_work:
                await asyncio.wait(self.at_work.values(), return_when=asyncio.FIRST_COMPLETED)

    async def has_room(self) -> None:
        """Wait until somebody could begin."""
        while len(self.at_work) >= _PLACES:
            await asyncio.wait(self.at_work.values(), return_when=asyncio.FIRST_COMPLETED)

    async def farewell(self) -> None:
        """Begin nothing more, and let what is under way arrive, for a while."""
        self._is_stopping = True
        async with self._claiming:
            under_way = list(self.at_work.values())
        await let_arrive(under_way, _FAREWELL)
        await self._courier.settled()
        self._is_stopping = False

    async def _claim(self) -> int:
        """Start work on one delivery for each addressee at a time; gives how many were started."""
        started = 0
        async with self._claiming:
            while not self._is_stopping and len(self.at_work) < _PLACES:
                claimed, may_be_more = await self._claimed()
                for number, delivery in enumerate(claimed):
                    self._courier.expect(delivery)
                    carrying = self._deliver(delivery, number // _AT_ONCE)
                    self.at_work[delivery.to] = asyncio.create_task(carrying)
                started += len(claimed)
                if not may_be_more:
                    break
        return started

    async def _claimed(self) -> tuple[Sequence[Delivery], bool]:
        """What is taken, and whether there may be more to take at once.

        Whoever was served lately comes after everybody who was not: one with much keeps nobody waiting.
        """
        now, timing = self._machine.now(), self._courier.timing
        room = _PLACES - len(self.at_work)
        lately = self._lately(now)
        claimed: list[Delivery] = []
        async with self._ledger.open() as books:
            turns = await self._courier.room(books)
            for left_out in [lately, set[str]()] if lately else [lately]:
                busy = {*self.at_work, *left_out, *(each.to for each in claimed)}
                clocked = sum(each.due_at is not None for each in claimed)
                left = Room(room - len(claimed), max(min(turns, room - _FOR_ANSWERS) - clocked, 0))
                found = await books.deliveries.claim(self._owner, now, now + timing.lease, busy, left)
                claimed += found
        self.is_held_up = turns <= len(claimed)
        # All the room for what comes by the clock is taken, and nobody else waits for an answer.
        is_all = len(found) == left.by_the_clock and all(each.due_at is not None for each in found)
        return claimed, bool(claimed) and not is_all

    def _lately(self, now: datetime) -> set[str]:
        rest = self._courier.timing.channel_gap * _A_WHILE
        while self._served and self._served[0][0] <= now - rest:
            self._served.popleft()
        return {to for _, to in self._served}

    async def _deliver(self, delivery: Delivery, behind: int) -> None:
        try:
            for _ in range(behind):  # dozens at once would hold up everybody else until all are drawn
                await asyncio.sleep(0)
            if await self._courier.deliver(delivery):
                self._served.append((self._machine.now(), delivery.to))
        finally:
            del self.at_work[delivery.to]
            self._through += 1
            self._tell()  # for the addressee's next one, and for what waited for this one

    def _tell(self) -> None:
        """Call for the next ones: at once where many have room, else when more are through."""
        if len(self.at_work) <= _PLACES - _WORTH_A_LOOK:
            self.freed.set()
        elif self._looking_soon is None:
            self._looking_soon = asyncio.get_running_loop().call_later(_A_MOMENT, self._tell_now)

    def _tell_now(self) -> None:
        self._looking_soon = None
        self.freed.set()
