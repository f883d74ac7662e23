"""What the database says, read beside the processes that write in it."""

import asyncio
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.exc import DBAPIError

from storage.engine import open_engine
from storage.one_file import Manner
from storage.records.appointments import OccurrenceState
from storage.records.deliveries import DeliveryState
from storage.seat_dialect import next_is
from storage.tables.appointments import occurrences
from storage.tables.commitments import commitments
from storage.tables.deliveries import ON_ITS_WAY, deliveries

_AGAIN_AFTER_S = 0.2


class Record:
    """Reads the deliveries and occurrences of one workspace. A database that is away is waited for."""

    def __init__(self, url: str, workspace: str) -> None:
        self._engine = open_engine(url)
        self.workspace = workspace

    async def close(self) -> None:
        await self._engine.dispose()

    async def being_sent(self) -> set[str]:
        """The keys of what a process says it is sending, its lease not given back."""
        query = select(deliveries.c.key).where(
            deliveries.c.state == DeliveryState.SENDING, deliveries.c.lease_until.is_not(None)
        )
        return {row["key"] for row in await self._rows(query)}

    async def on_their_way(self) -> Sequence[Any]:
        return await self._rows(select(deliveries).where(ON_ITS_WAY))

    async def deliveries(self) -> Sequence[Any]:
        return await self._rows(select(deliveries).order_by(deliveries.c.key))

    async def promises(self) -> list[str]:
        """The words of every commitment."""
        return [row["text"] for row in await self._rows(select(commitments.c.text))]

    async def occurrences(self) -> Sequence[Any]:
        return await self._rows(select(occurrences))

    async def done_of(self, day: date) -> int:
        """How many teams' standups of a day are taken care of, one way or another."""
        query = select(func.count().label("number")).where(
            occurrences.c.ritual == "pulse",
            occurrences.c.day == day,
            occurrences.c.state != OccurrenceState.DUE,
        )
        return int((await self._rows(query))[0]["number"])

    async def _rows(self, query: Select[Any]) -> Sequence[Any]:
        while True:
            try:
                async with self._engine.connect() as connection:
                    next_is(Manner.READING, connection)
                    rows: Sequence[Any] = (await connection.execute(query)).mappings().all()
                    await connection.rollback()
                    return rows
            except DBAPIError:
                await asyncio.sleep(_AGAIN_AFTER_S)
