"""The driver of one process on SQLite: a claim loop, woken by a new letter or by time."""

import asyncio
import contextlib

from bot.crew import Crew
from bot.delivery import Courier
from rituals.clock import Clock
from rituals.ids import Ids
from storage.ledger import Ledger

# How soon a delay that ended is noticed.
_LOOK_EVERY = 1.0


class ClaimLoop:
    """Takes what is due whenever something may be."""

    def __init__(self, ledger: Ledger, courier: Courier, machine: Clock, ids: Ids) -> None:
        self._crew = Crew(ledger, courier, machine, ids)
        ledger.watch("deliveries", self._crew.freed.set)

    async def run(self) -> None:
        """As `Driver.run`."""
        looking: asyncio.Task[None] | None = None
        crew = self._crew
        try:
            while True:
                # Cancelled in the middle of a claim, its connection would be lost.
                looking = asyncio.create_task(crew.look())
                await asyncio.shield(looking)
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(_LOOK_EVERY):
                        await crew.freed.wait()
                crew.freed.clear()
        finally:
            if looking is not None:
                await looking
            await crew.farewell()

    async def drain(self) -> None:
        """As `Driver.drain`."""
        await self._crew.drain()
