"""A claimed delivery in our hands, for as long as the lease is ours."""

from dataclasses import replace
from typing import Any

from rituals.alarms import tell
from rituals.clock import Clock
from storage.ledger import Ledger
from storage.records.deliveries import Delivery, DeliveryState


class LostLease(Exception):
    """Somebody else has taken the delivery over: leave it to them."""


class Grip:
    """The row as last written. Every change is fenced, and raises LostLease when the claim is gone."""

    def __init__(self, ledger: Ledger, calendar: Clock, row: Delivery) -> None:
        self._ledger, self._calendar, self.row = ledger, calendar, row

    async def keep(self, **changes: Any) -> None:
        await self._write(replace(self.row, **changes), alarm=False)

    async def let_go(self, **changes: Any) -> None:
        """Write what became of it and give the lease back."""
        await self._write(replace(self.row, lease_until=None, **changes), alarm=False)

    async def end(self, state: DeliveryState, why: str) -> None:
        """No further try: recorded, and the owner told, in one transaction."""
        await self._write(replace(self.row, lease_until=None, state=state, error=why), alarm=True)

    async def _write(self, after: Delivery, *, alarm: bool) -> None:
        async with self._ledger.open() as books:
            if not await books.deliveries.settle(self.row, after):
                raise LostLease
            if alarm:
                uncertain = after.state is DeliveryState.UNKNOWN
                await tell(books, after, str(after.error), self._calendar.now(), uncertain=uncertain)
        self.row = after
