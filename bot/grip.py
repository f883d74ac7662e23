"""A claimed delivery in our hands, for as long as the lease is ours."""

import asyncio
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.clerk import Clerk
from rituals.clock import Clock
from storage.engine import DATABASE_AWAY
from storage.pacing import Lane
from storage.records.deliveries import Delivery, DeliveryState

# Seconds after which a database that was away is asked again.
_AGAIN_AFTER = 0.5


class Grip:
    """`row` is what is known of it. Every change is fenced, and raises LostLease when the claim is gone."""

    def __init__(self, clerk: Clerk, row: Delivery) -> None:
        self._clerk, self.row = clerk, row
        self._written = row

    async def keep(self, **changes: Any) -> None:
        await self._write(replace(self.row, **changes))

    async def record(self, clock: Clock, **changes: Any) -> None:
        """Write what Slack said, for as long as the lease is ours: a second time it cannot be asked."""
        lease = self.row.lease_until
        while True:
            try:
                return await self.keep(**changes)
            except DATABASE_AWAY:
                if lease is None or clock.now() >= lease:
                    raise
                await asyncio.sleep(_AGAIN_AFTER)

    async def let_go(self, **changes: Any) -> None:
        """Write what became of it and give the lease back."""
        await self._write(replace(self.row, lease_until=None, **changes))

    async def end(self, state: DeliveryState, why: str) -> None:
        """No further try: recorded, and the owner told, in one transaction."""
        await self._write(replace(self.row, lease_until=None, state=state, error=why), alarm=True)

    async def depart(self, *lanes: Lane, **changes: Any) -> datetime | None:
        """Take a turn, and write when it is there; gives the instant of one that is to come."""
        after = replace(self.row, **changes)
        turn = await self._clerk.depart(self._written, after, *lanes)
        if turn is None:
            self.row = self._written = after
        return turn

    async def _write(self, after: Delivery, *, alarm: bool = False) -> None:
        await self._clerk.write(self._written, after, alarm=alarm)
        self.row = self._written = after
