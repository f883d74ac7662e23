"""What was worked out for the pages and holds until something changes, here or in another process."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from hashlib import sha256
from time import monotonic

from rituals.board import Numbers, Showing

LinkWords = Callable[[], Awaitable[Mapping[str, str]]]
"""By the metric of an input: what the readings say of its link, in words; may take a minute."""

_log = logging.getLogger(__name__)

# Seconds: how old an answer to "has anything changed?" may be, and how long a page waits for new numbers
# while there are others; for how long those are others of a moment ago, and how long a page waits beyond it.
_LOOK_AGAIN = 1.0
_PATIENCE = 0.02
_A_MOMENT = 10.0
_LONG = 5.0


class Kept:
    def __init__(
        self,
        showing: Showing,
        link_words: LinkWords,
        look_again: float = _LOOK_AGAIN,
        patience: float = _PATIENCE,
        a_moment: float = _A_MOMENT,
    ) -> None:
        self.showing = showing
        self.links: Mapping[str, str] = {}
        self._link_words, self._look_again = link_words, look_again
        self._patience, self._a_moment = patience, a_moment
        self._numbers: Numbers | None = None
        self._mark = self._surroundings = ""
        self._looked = -look_again
        self._looking: asyncio.Task[None] | None = None
        self._linking: asyncio.Task[None] | None = None

    async def numbers(self) -> Numbers:
        """How everything stands; a moment ago while new numbers are worked out."""
        if self._looking is None and monotonic() - self._looked >= self._look_again:
            self._looking = asyncio.create_task(self._look())
            self._looking.add_done_callback(self._looked_at)
        if self._looking is not None:
            if self._numbers is None:
                await asyncio.shield(self._looking)
            else:
                # Nobody may have looked at a page for days.
                is_old = monotonic() - self._looked >= self._a_moment
                await asyncio.wait({self._looking}, timeout=_LONG if is_old else self._patience)
        assert self._numbers is not None  # the first look brings them, or raises
        return self._numbers

    async def version(self) -> str:
        """Another one as soon as any page may look different."""
        await self.numbers()
        return sha256(repr((self._mark, self._surroundings, self.links)).encode()).hexdigest()[:16]

    async def close(self) -> None:
        tasks = [each for each in (self._looking, self._linking) if each is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _look(self) -> None:
        before = self._numbers
        # Numbers are taken when nothing can fail any more: only new ones have their links worked out.
        numbers, self._surroundings = await self.showing.numbers(before), await self.showing.surroundings()
        self._looked = monotonic()
        if numbers is before:
            return
        self._numbers, self._mark = numbers, _mark(numbers)
        if self._linking is None:
            self._linking = asyncio.create_task(self._link())
            self._linking.add_done_callback(_noted)

    def _looked_at(self, done: asyncio.Task[None]) -> None:
        self._looking = None
        _noted(done)

    async def _link(self) -> None:
        """Work out the links of these numbers, and of those that came meanwhile."""
        try:
            worked_out = None
            while worked_out is not self._numbers:
                worked_out = self._numbers
                self.links = await self._link_words()
        finally:
            self._linking = None


def _noted(done: asyncio.Task[None]) -> None:
    if not done.cancelled() and (problem := done.exception()) is not None:
        _log.warning("dashboard not renewed", extra={"why": repr(problem)})


def _mark(numbers: Numbers) -> str:
    whole = repr((numbers.day, numbers.definitions, numbers.marks))
    return sha256(whole.encode()).hexdigest()
