"""Who writes for all that deliver: what is to be written at the same time stands in one transaction."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from rituals.alarms import tell
from rituals.clock import Clock
from storage.ledger import Books, Ledger
from storage.pacing import Lane
from storage.records.deliveries import Delivery, DeliveryState

# While so many deliveries are in hand, a transaction waits for so many who write, but no longer than so many
# seconds: what it takes by itself is most of what it takes for all of them.
_CROWD, _MANY, _A_MOMENT = 32, 16, 0.05


class LostLease(Exception):
    """Somebody else has taken the delivery over: leave it to them."""


@dataclass(slots=True, eq=False)
class _Entry:
    """A claimed delivery as it was, and what is to be written of it; or the turn it asks for before that."""

    held: Delivery
    after: Delivery
    alarm: bool = False
    lanes: tuple[Lane, ...] = ()
    done: "asyncio.Future[datetime | None]" = field(
        default_factory=lambda: asyncio.get_running_loop().create_future()
    )


class Clerk:
    """Every change is fenced by the lease of its delivery, and raises LostLease when that is gone."""

    def __init__(self, ledger: Ledger, patience: timedelta, *, calendar: Clock, machine: Clock) -> None:
        self._ledger, self._patience = ledger, patience
        self._calendar, self._machine = calendar, machine
        self._waiting: list[_Entry] = []
        self._are_many = asyncio.Event()
        self.in_hand = 0
        """How many deliveries are under way, each of which will write soon."""
        self._writing: asyncio.Task[None] | None = None

    async def write(self, held: Delivery, after: Delivery, *, alarm: bool = False) -> None:
        """On return it is durable. With an alarm its owner is told in the same transaction."""
        await self._enter(_Entry(held, after, alarm))

    async def depart(self, held: Delivery, after: Delivery, *lanes: Lane) -> datetime | None:
        """Take a turn in all lanes, and write when it is there; gives the instant of one that is to come.

        That one is kept for the delivery, unless it is beyond all patience, and nothing is written yet.
        """
        return await self._enter(_Entry(held, after, lanes=lanes))

    async def settled(self) -> None:
        """Wait until nothing is left to write."""
        while self._writing is not None and not self._writing.done():
            await asyncio.wait([self._writing])

    async def _enter(self, entry: _Entry) -> datetime | None:
        self._waiting.append(entry)
        if len(self._waiting) >= _MANY:
            self._are_many.set()
        if self._writing is None or self._writing.done():
            # In a task of its own: whoever waits for it may be stopped, and the transaction goes on.
            self._writing = asyncio.create_task(self._write_all())
        return await entry.done

    async def _write_all(self) -> None:
        while True:
            await asyncio.sleep(0)  # all who are ready to write come before
            if not self._waiting:
                return
            entries, self._waiting = self._waiting, []
            self._are_many.clear()
            await self._write_these(entries)
            if self.in_hand >= _CROWD:
                with suppress(TimeoutError):
                    async with asyncio.timeout(_A_MOMENT):
                        await self._are_many.wait()

    async def _write_these(self, entries: Sequence[_Entry]) -> None:
        try:
            async with self._ledger.open() as books:
                ends = await self._written(books, entries)
        except Exception as problem:  # noqa: BLE001 - the guard: one that cannot be written stops no other
            if len(entries) > 1:
                for entry in entries:
                    await self._write_these([entry])
            elif not entries[0].done.done():
                entries[0].done.set_exception(problem)
            return
        for entry, end in zip(entries, ends, strict=True):
            if entry.done.done():
                continue  # nobody waits for it any more
            if isinstance(end, LostLease):
                entry.done.set_exception(end)
            else:
                entry.done.set_result(end)

    async def _written(self, books: Books, entries: Sequence[_Entry]) -> list[LostLease | datetime | None]:
        """For each the turn that is still to come, or None if it is written."""
        now = self._machine.now()
        leaving = [entry for entry in entries if entry.lanes]
        turns = {}
        if leaving:
            instants = await books.pacing.turns([entry.lanes for entry in leaving], now, self._patience)
            turns = {id(entry): turn for entry, turn in zip(leaving, instants, strict=True) if turn > now}
        changed = [entry for entry in entries if id(entry) not in turns]
        lost = await books.deliveries.settle_all([(entry.held, entry.after) for entry in changed])
        for entry in changed:
            if entry.alarm and entry.after.key not in lost:
                uncertain = entry.after.state is DeliveryState.UNKNOWN
                why = str(entry.after.error)
                await tell(books, entry.after, why, self._calendar.now(), uncertain=uncertain)
        return [LostLease() if entry.after.key in lost else turns.get(id(entry)) for entry in entries]
