"""Messages that were refused are sent once more when somebody has mended the cause."""

from collections.abc import Collection
from datetime import timedelta

from rituals.clock import Clock
from storage.ledger import Ledger

# What was refused longer ago would come as late noise.
_WORTH_TRYING = timedelta(hours=12)


class Retrying:
    def __init__(self, ledger: Ledger, clock: Clock) -> None:
        self._ledger, self._clock = ledger, clock

    async def all_to(self, to: str) -> int:
        """Everything one channel or person was not given lately; gives the number of messages."""
        return await self._again(to=to)

    async def all_refused_for(self, reasons: Collection[str]) -> int:
        """Everything refused lately for one of these reasons; gives the number of messages."""
        return await self._again(reasons=reasons)

    async def _again(self, to: str | None = None, reasons: Collection[str] | None = None) -> int:
        since = self._clock.now() - _WORTH_TRYING
        async with self._ledger.open() as books:
            return await books.deliveries.try_again(since, to, reasons)
