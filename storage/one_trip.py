"""SQLite's connection for asyncio, with one trip to its thread per statement.

aiosqlite takes four (open a cursor, execute, fetch, close). A trip costs more than most statements do, and
the trips of all who wait are taken one after the other: without them a third more commitments are kept in
the same time.
"""

import sqlite3
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Any

import aiosqlite

Parameters = Sequence[Any]
Work = Callable[..., object]


class OneTripCursor:
    """What SQLAlchemy needs of a cursor: everything is read before `execute` returns."""

    arraysize = 1

    def __init__(self, connection: "OneTripConnection") -> None:
        self._connection = connection
        self._rows: list[Any] = []
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None

    async def __aenter__(self) -> "OneTripCursor":
        return self

    async def execute(self, statement: str, parameters: Parameters = ()) -> "OneTripCursor":
        await self._connection.in_its_thread(self._execute, statement, parameters)
        return self

    async def executemany(self, statement: str, parameters: Iterable[Parameters]) -> "OneTripCursor":
        await self._connection.in_its_thread(self._execute_many, statement, parameters)
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


class OneTripConnection(aiosqlite.Connection):
    """aiosqlite's connection, with another cursor."""

    def __init__(self, database: str) -> None:
        super().__init__(lambda: sqlite3.connect(database), iter_chunk_size=64)
        self._is_closing = False
        self._thread.daemon = True  # a connection that was forgotten must not keep the process alive

    def __del__(self) -> None:
        # Whoever is cancelled in mid-transaction may let go of a connection without closing it. It ends with
        # its last reference; aiosqlite would warn of it besides.
        if self._connection is not None:
            self.stop()

    async def close(self) -> None:
        """Close; whoever else is closing it need not.

        Left to itself the second one waits for ever for a thread that has gone: a stop in the middle of a
        transaction is such a case, where the connection is closed for it and with the engine.
        """
        if not self._is_closing:
            self._is_closing = True
            await super().close()

    def cursor(self) -> Any:
        """Give a cursor; there is nothing to await."""
        return OneTripCursor(self)

    async def in_its_thread(self, work: Work, *arguments: Any) -> None:
        """Run `work(database, ...)` in the thread that owns the database."""
        run: Callable[..., Awaitable[None]] = self._execute
        await run(work, self._conn, *arguments)


async def connect(database: str) -> aiosqlite.Connection:
    """Open a database file, or ":memory:"."""
    return await OneTripConnection(database)
