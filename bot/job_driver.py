"""The driver of each replica on PostgreSQL: jobs call for an addressee, and whoever takes one serves them."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from bot.delivery import Courier
from rituals.clock import Clock
from rituals.ids import Ids
from storage.ledger import Ledger
from storage.records.deliveries import Delivery

# Addressees served at the same time by one replica.
_AT_A_TIME = 40


class JobDriver:
    """Any number may share one database: of all of them one at a time is at work for an addressee.

    Not by the job, which may be run twice or be lost, but by the lease on the delivery.
    """

    def __init__(self, ledger: Ledger, courier: Courier, machine: Clock, ids: Ids) -> None:
        self._ledger = ledger
        self._courier = courier
        self._machine = machine
        self._owner = ids()
        self._at_work: set[asyncio.Task[Any]] = set()
        self._is_stopping = False
        self._places = asyncio.Semaphore(_AT_A_TIME)
        self._jobs = ledger.jobs(self._serve, self._waiting, at_a_time=_AT_A_TIME)

    async def run(self) -> None:
        """As `Driver.run`."""
        working = asyncio.create_task(self._jobs.run())
        try:
            await asyncio.shield(working)
        finally:
            self._is_stopping = True
            working.cancel()
            await asyncio.gather(working, return_exceptions=True)
            self._is_stopping = False

    async def drain(self) -> None:
        """As `Driver.drain`."""
        while True:
            if waiting := await self._waiting():
                await asyncio.gather(*(self._serve(to) for to in waiting))
            elif self._at_work:
                await asyncio.wait(self._at_work, return_when=asyncio.FIRST_COMPLETED)
            else:
                return

    async def _serve(self, to: str) -> None:
        """Deliver all there is for an addressee, what is written meanwhile included."""
        with self._at_work_now():
            async with self._places:
                while not self._is_stopping and (claimed := await self._claimed(to)):
                    await self._courier.deliver(claimed)

    @contextmanager
    def _at_work_now(self) -> Iterator[None]:
        task = asyncio.current_task()
        assert task is not None
        self._at_work.add(task)
        try:
            yield
        finally:
            self._at_work.discard(task)

    async def _claimed(self, to: str) -> Delivery | None:
        now = self._machine.now()
        async with self._ledger.open() as books:
            return await books.deliveries.claim_for(to, self._owner, now, now + self._courier.timing.lease)

    async def _waiting(self) -> Sequence[str]:
        async with self._ledger.open() as books:
            return await books.deliveries.waiting(self._machine.now())
