"""What Slack sends, it may send again: each request is taken once, whichever process it comes to."""

import asyncio
from datetime import timedelta

from rituals.clock import Clock
from storage.ledger import Ledger

_KEPT_FOR = timedelta(days=1)


class Requests:
    """`machine` is the clock that is never moved: Slack repeats itself in minutes, not in calendar days.

    What comes while the books are asked about others is asked about with whatever else has come by then.
    """

    def __init__(self, ledger: Ledger, machine: Clock) -> None:
        self._ledger, self._machine = ledger, machine
        self._one_at_a_time = asyncio.Lock()
        self._waiting: set[str] = set()
        self._next: asyncio.Task[set[str]] | None = None

    async def is_first(self, request: str) -> bool:
        """Whether it was never taken in the last day; from now on it was."""
        is_copy = request in self._waiting
        self._waiting.add(request)
        if self._next is None:
            self._next = asyncio.create_task(self._take())
        taken = await asyncio.shield(self._next)  # whoever gives up leaves it to the others
        return request in taken and not is_copy

    async def _take(self) -> set[str]:
        async with self._one_at_a_time:
            requests, self._waiting, self._next = self._waiting, set(), None
            async with self._ledger.single() as books:
                return await books.requests.take(requests, self._machine.now())

    async def forget(self) -> None:
        """Let go of what is older than a day."""
        async with self._ledger.open() as books:
            await books.requests.forget(self._machine.now() - _KEPT_FOR)
