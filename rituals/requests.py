"""What Slack sends, it may send again: each request is taken once, whichever process it comes to.

A mark holds for a day. That of an event is dated back until its work has ended, so that by itself it holds
for a short lease: whoever dies at work leaves it to Slack's next attempt. Slack makes them nearly at once, a
minute later and five minutes after that, as long as it was not told that all is well.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from enum import Enum, auto
from functools import partial

from rituals.clock import Clock
from storage.ledger import Ledger

WORK = timedelta(seconds=20)
"""How long an event may be worked at; then it is given up, to come again."""

_LEASE = WORK + timedelta(seconds=10)
# Clocks of several machines differ by less: what another has just begun does not look done.
_SKEW = timedelta(seconds=30)
_KEPT_FOR = timedelta(days=1)


class Stand(Enum):
    """How far an event has come when it is brought."""

    NEW = auto()  # and begun with that
    UNDER_WAY = auto()  # somebody has begun it, and may fail yet
    OVER = auto()


class _Together:
    """What comes while others are written down is written down with whatever else has come by then."""

    def __init__(self, write: Callable[[set[str]], Awaitable[set[str]]]) -> None:
        self._write = write
        self._one_at_a_time = asyncio.Lock()
        self._waiting: set[str] = set()
        self._next: asyncio.Task[set[str]] | None = None
        self._writing: set[asyncio.Task[set[str]]] = set()

    async def written(self, request: str) -> bool:
        """Whether `write` says so of it, and nobody came with the same a moment before."""
        is_copy = request in self._waiting
        self._waiting.add(request)
        if self._next is None:
            self._next = asyncio.create_task(self._write_all())
            self._writing.add(self._next)
            self._next.add_done_callback(self._writing.discard)
        found = await asyncio.shield(self._next)  # whoever gives up leaves it to the others
        return request in found and not is_copy

    async def settled(self) -> None:
        """Wait for what is being written for whoever has given up."""
        await asyncio.gather(*self._writing, return_exceptions=True)

    async def _write_all(self) -> set[str]:
        async with self._one_at_a_time:
            requests, self._waiting, self._next = self._waiting, set(), None
            return await self._write(requests)


class Requests:
    """`machine` is the clock that is never moved: Slack repeats itself in minutes, not in calendar days."""

    def __init__(self, ledger: Ledger, machine: Clock) -> None:
        self._ledger, self._machine = ledger, machine
        self._taken = _Together(partial(self._mark, holds=_KEPT_FOR))
        self._begun = _Together(partial(self._mark, holds=_LEASE))
        self._ended = _Together(partial(self._mark, holds=_KEPT_FOR, instead_of=_KEPT_FOR))

    async def is_first(self, request: str) -> bool:
        """Whether it was never taken in the last day; from now on it was, whatever becomes of it."""
        return await self._taken.written(request)

    async def begin(self, event: str) -> Stand:
        """Whoever is told that it is new says in the end what became of it."""
        if await self._begun.written(event):
            return Stand.NEW
        async with self._ledger.single() as books:
            taken_at = await books.requests.taken_at(event)
        is_over = taken_at is not None and taken_at > self._dated(_LEASE + _SKEW)
        return Stand.OVER if is_over else Stand.UNDER_WAY

    async def end(self, event: str) -> None:
        """Its work is done and kept: it is never begun again."""
        await self._ended.written(event)

    async def give_back(self, event: str) -> None:
        """Its work has failed: it is new when it comes again."""
        await self._mark({event}, holds=timedelta(0), instead_of=_LEASE)

    async def settled(self) -> None:
        """Wait until nothing is being written."""
        for each in (self._taken, self._begun, self._ended):
            await each.settled()

    async def forget(self) -> None:
        """Let go of what is older than a day."""
        async with self._ledger.open() as books:
            await books.requests.forget(self._dated(timedelta(0)))

    async def _mark(
        self, requests: set[str], *, holds: timedelta, instead_of: timedelta = timedelta(0)
    ) -> set[str]:
        """Mark what bears no mark, or one that holds no longer than is said; gives which those are."""
        async with self._ledger.single() as books:
            return await books.requests.mark(requests, self._dated(holds), over=self._dated(instead_of))

    def _dated(self, holds: timedelta) -> datetime:
        """What a mark says that holds so long from now."""
        return self._machine.now() - _KEPT_FOR + holds
