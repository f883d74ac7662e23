"""A claimed delivery in our hands, for as long as the lease is ours."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar

from bot.clerk import Clerk
from rituals.clock import Clock
from storage.engine import DATABASE_AWAY
from storage.pacing import Lane
from storage.records.deliveries import Delivery, DeliveryState

Answer = TypeVar("Answer")

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
        """Write what Slack said: a second time it cannot be asked."""
        await self._insist(clock, lambda: self.keep(**changes))

    async def let_go(self, **changes: Any) -> None:
        """Write what became of it and give the lease back."""
        await self._write(replace(self.row, lease_until=None, **changes))

    async def end(self, state: DeliveryState, why: str) -> None:
        """No further try: recorded, and the owner told, in one transaction."""
        await self._write(replace(self.row, lease_until=None, state=state, error=why), alarm=True)

    async def depart(self, clock: Clock, *lanes: Lane, **changes: Any) -> datetime | None:
        """Take a turn, and write when it is there; gives the instant of one that is to come.

        Nothing has left yet: should it be written already, it is written once more.
        """
        after = replace(self.row, **changes)
        turn = await self._insist(clock, lambda: self._clerk.depart(self._written, after, *lanes))
        if turn is None:
            self.row = self._written = after
        return turn

    async def _insist(self, clock: Clock, write: Callable[[], Awaitable[Answer]]) -> Answer:
        """Try for as long as the lease is ours: nobody else may before it ends, and people wait."""
        lease = self.row.lease_until
        while True:
            try:
                return await write()
            except DATABASE_AWAY:
                if lease is None or clock.now() >= lease:
                    raise
                await asyncio.sleep(_AGAIN_AFTER)

    async def _write(self, after: Delivery, *, alarm: bool = False) -> None:
        await self._clerk.write(self._written, after, alarm=alarm)
        self.row = self._written = after
