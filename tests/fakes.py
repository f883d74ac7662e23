"""Stand-ins for the few things we do not own: the clock and chance."""

from datetime import datetime, timedelta
from itertools import count

from storage.ledger import Ledger
from storage.records.deliveries import Delivery, DeliveryState


class HandClock:
    """A clock that moves only by hand."""

    def __init__(self, now: datetime) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    def pass_(self, **span: float) -> None:
        self._now += timedelta(**span)

    def set_to(self, instant: datetime) -> None:
        self._now = instant


class CountingIds:
    """id-1, id-2, ..."""

    def __init__(self) -> None:
        self._numbers = count(1)

    def __call__(self) -> str:
        return f"id-{next(self._numbers)}"


class Outbox:
    """The letters on their way, or sent, as the deliveries table remembers them."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    async def letters(self) -> list[Delivery]:
        async with self._ledger.open() as books:
            return list(await books.deliveries.in_state(*DeliveryState))

    async def addressees(self) -> list[str]:
        return [letter.to for letter in await self.letters()]
