"""SQLite for asyncio: everybody has a seat at one connection, and a transaction of their own."""

import asyncio
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from typing import Any

from storage.one_file import Answer, Manner, OneFile

Parameters = Sequence[Any]

# A row has fewer fields than that; whoever writes more writes many rows.
_MOST_PARAMETERS = 100


class Cursor:
    """What SQLAlchemy needs of a cursor: everything is read before `execute` returns."""

    arraysize = 1

    def __init__(self, seat: "Seat") -> None:
        self._seat = seat
        self._rows: list[Any] = []
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None

    async def __aenter__(self) -> "Cursor":
        return self

    async def execute(self, statement: str, parameters: Parameters = ()) -> "Cursor":
        is_read = statement.startswith("SELECT ")
        is_short = is_read or (statement.startswith("INSERT ") and len(parameters) < _MOST_PARAMETERS)
        await self._seat.do(self._execute, statement, parameters, is_short=is_short, is_read=is_read)
        return self

    async def executemany(self, statement: str, parameters: Iterable[Parameters]) -> "Cursor":
        await self._seat.do(self._execute_many, statement, parameters)
        return self

    async def fetchall(self) -> list[Any]:
        return self._rows

    async def close(self) -> None:
        """There is nothing left to close."""

    def _execute(self, database: sqlite3.Connection, statement: str, parameters: Parameters) -> None:
        self._read(database.execute(statement, parameters))

    def _execute_many(
        self, database: sqlite3.Connection, statement: str, parameters: Iterable[Parameters]
    ) -> None:
        self._read(database.executemany(statement, parameters))

    def _read(self, cursor: sqlite3.Cursor) -> None:
        self.description, self.lastrowid = cursor.description, cursor.lastrowid
        self._rows = cursor.fetchall() if cursor.description else []
        self.rowcount = cursor.rowcount
        cursor.close()


class Seat:
    """What SQLAlchemy takes for a connection."""

    isolation_level = None

    def __init__(self, file: OneFile) -> None:
        self._file = file
        self._standing: Manner | None = None
        self._connection: object | None = file  # SQLAlchemy asks it whether it is closed
        self.manner = Manner.ALONE
        """How the next transaction begins."""

    def cursor(self) -> Any:
        """Give a cursor; there is nothing to await."""
        return Cursor(self)

    async def begin(self) -> None:
        manner, self.manner = self.manner, Manner.ALONE
        await self._file.take_turn(manner)
        self._standing = manner

    async def do(self, work: Callable[..., Answer], *arguments: Any, **how: bool) -> Answer:
        """Run `work(database, ...)`, in this seat's transaction or in nobody's."""
        if self._standing is not None:
            return await self._file.do(work, *arguments, **how)
        await self._file.take_turn(None)
        try:
            return await self._file.do(work, *arguments, **how)
        finally:
            self._file.end_turn()

    async def commit(self) -> None:
        await self._end("COMMIT", "RELEASE seat")

    async def rollback(self) -> None:
        await self._end("ROLLBACK", "ROLLBACK TO seat", "RELEASE seat")

    async def _end(self, how: str, *briefly: str) -> None:
        standing, self._standing = self._standing, None
        if standing is Manner.BRIEF:
            await self._file.end_brief(*briefly)
        elif standing is not None:
            try:
                await self._file.end(how)
            except sqlite3.Error:
                with suppress(sqlite3.Error):
                    await self._file.end("ROLLBACK")
                raise
            finally:
                self._file.end_turn()

    async def close(self) -> None:
        """Leave; whoever else is closing it need not."""
        if self._connection is not None:
            self._connection = None
            try:
                with suppress(sqlite3.Error):
                    await self.rollback()
            finally:
                await self._file.leave()

    def stop(self) -> None:
        """Leave where nothing can be awaited: whoever sat here has let go of it without a word."""
        try:
            self._closing = asyncio.get_running_loop().create_task(self.close())
        except RuntimeError:  # nobody is left who could wait for a turn
            if self._connection is not None:
                self._connection = None
                self._file.leave_at_once()


async def take_seat(file: OneFile) -> "Seat":
    """Sit down, as SQLAlchemy's pool does for each of its connections."""
    await file.enter()
    return Seat(file)
