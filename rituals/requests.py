"""What Slack sends, it may send again: each request is taken once, whichever process it comes to."""

from datetime import timedelta

from rituals.clock import Clock
from storage.ledger import Ledger

_KEPT_FOR = timedelta(days=1)


class Requests:
    """`machine` is the clock that is never moved: Slack repeats itself in minutes, not in calendar days."""

    def __init__(self, ledger: Ledger, machine: Clock) -> None:
        self._ledger, self._machine = ledger, machine

    async def is_first(self, request: str) -> bool:
        """Whether it was never taken in the last day; from now on it was."""
        async with self._ledger.single() as books:
            return await books.requests.take(request, self._machine.now())

    async def forget(self) -> None:
        """Let go of what is older than a day."""
        async with self._ledger.open() as books:
            await books.requests.forget(self._machine.now() - _KEPT_FOR)
