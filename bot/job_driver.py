"""The driver of each replica on PostgreSQL: a job calls, and who takes it takes all there is to deliver."""

import asyncio
from contextlib import suppress

from bot.crew import Crew
from bot.delivery import Courier
from rituals.clock import Clock
from rituals.ids import Ids
from storage.ledger import Ledger

# Seconds after which a turn may have come that nobody calls for.
_LOOK_AGAIN = 1.0


class JobDriver:
    """Any number may share one database: of all of them one at a time is at work for an addressee.

    Not by the job, which may be run twice or be lost, but by the lease on the delivery.
    """

    def __init__(self, ledger: Ledger, courier: Courier, machine: Clock, ids: Ids) -> None:
        self._crew = Crew(ledger, courier, machine, ids)
        self._ledger = ledger

    async def run(self) -> None:
        """As `Driver.run`."""
        working = [asyncio.create_task(work()) for work in (self._take_jobs, self._go_on)]
        try:
            await asyncio.shield(asyncio.wait(working, return_when=asyncio.FIRST_COMPLETED))
        finally:
            farewell = asyncio.create_task(self._crew.farewell())
            for task in working:
                task.cancel()
            await asyncio.gather(farewell, *working, return_exceptions=True)

    async def drain(self) -> None:
        """As `Driver.drain`."""
        await self._crew.drain()

    async def _take_jobs(self) -> None:
        await self._ledger.take_jobs(self._called)

    async def _called(self) -> None:
        await self._crew.has_room()
        await self._crew.look()

    async def _go_on(self) -> None:
        """Whoever is through makes room for the next, and may be what another one waited for."""
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(_LOOK_AGAIN if self._crew.is_held_up else None):
                    await self._crew.freed.wait()
            self._crew.freed.clear()
            await asyncio.shield(asyncio.create_task(self._crew.look()))
