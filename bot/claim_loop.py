"""The driver of one process on SQLite: a claim loop, woken by a new letter or by time."""

import asyncio
import contextlib
import logging
from collections.abc import Sequence

from bot.delivery import Courier
from rituals.clock import Clock
from rituals.ids import Ids
from storage.ledger import Ledger
from storage.records.deliveries import Delivery

_log = logging.getLogger(__name__)

# How soon a delay that ended is noticed.
_LOOK_EVERY = 1.0

# What may still be on its way when the driver is stopped has this long to arrive, in seconds.
_FAREWELL = 5.0


class ClaimLoop:
    """Takes what is due, as many deliveries at a time as there are addressees."""

    def __init__(self, ledger: Ledger, courier: Courier, machine: Clock, ids: Ids) -> None:
        self._ledger = ledger
        self._courier = courier
        self._machine = machine
        self._owner = ids()
        self._claiming = asyncio.Lock()
        self._woken = asyncio.Event()
        self._at_work: dict[str, asyncio.Task[None]] = {}
        ledger.watch("deliveries", self._woken.set)

    async def run(self) -> None:
        """As `Driver.run`."""
        looking: asyncio.Task[None] | None = None
        try:
            while True:
                # Cancelled in the middle of a claim, its connection would be lost.
                looking = asyncio.create_task(self._look())
                await asyncio.shield(looking)
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(_LOOK_EVERY):
                        await self._woken.wait()
                self._woken.clear()
        finally:
            if looking is not None:
                await looking
            await self._farewell()

    async def drain(self) -> None:
        """As `Driver.drain`."""
        finished = False
        while not finished:
            # What ends while the claim is made leaves its addressee's next one unclaimed: look once more.
            idle = not self._at_work
            finished = await self._claim() == 0 and idle and not self._at_work
            if self._at_work:
                await asyncio.wait(self._at_work.values(), return_when=asyncio.FIRST_COMPLETED)

    async def _look(self) -> None:
        try:
            await self._claim()
        except Exception:  # noqa: BLE001 - the guard: a database that is away comes back
            _log.exception("no deliveries to be had")

    async def _claim(self) -> int:
        """Start work on whatever may be worked on; one delivery for each addressee at a time."""
        started = 0
        async with self._claiming:
            while claimed := await self._claimed():
                for delivery in claimed:
                    self._at_work[delivery.to] = asyncio.create_task(self._deliver(delivery))
                started += len(claimed)
        return started

    async def _claimed(self) -> Sequence[Delivery]:
        now = self._machine.now()
        async with self._ledger.open() as books:
            return await books.deliveries.claim(
                self._owner, now, now + self._courier.timing.lease, busy=list(self._at_work)
            )

    async def _deliver(self, delivery: Delivery) -> None:
        try:
            await self._courier.deliver(delivery)
        finally:
            del self._at_work[delivery.to]
            self._woken.set()  # for the addressee's next one, and for what waited for this one

    async def _farewell(self) -> None:
        under_way = list(self._at_work.values())
        if under_way:
            _, late = await asyncio.wait(under_way, timeout=_FAREWELL)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
