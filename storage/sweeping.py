"""What was deleted leaves the files of the database as well."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from sqlite3 import Connection, OperationalError

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage.seats import Seat

# Seconds. Somebody who reads for longer is waited for next time.
_PATIENCE_S = 10

# Every transaction that others are in. One that began earlier may still read what was deleted since, and
# PostgreSQL copies that for its sake: a backup, say.
_OTHERS = text("""
SELECT virtualtransaction FROM pg_locks JOIN pg_stat_activity USING (pid)
WHERE locktype = 'virtualxid' AND datname = current_database() AND pid <> pg_backend_pid()
""")


async def sweep(engine: AsyncEngine) -> bool:
    """Write every table anew without what was deleted; False when somebody else was in the way.

    SQLite empties its write-ahead log too. On PostgreSQL the log and its archives are the server's, and are
    recycled by it.
    """
    if engine.dialect.name == "postgresql":
        return await _rewrite_tables(engine)
    done: list[str] = []
    await _in_its_thread(engine, _vacuum, done)
    return bool(done)


async def settle(engine: AsyncEngine) -> None:
    """Empty SQLite's write-ahead log: in the tables, what is deleted is overwritten at once.

    PostgreSQL vacuums by itself.
    """
    if engine.dialect.name == "sqlite":
        await _in_its_thread(engine, _empty_log_at_once)


async def _in_its_thread(engine: AsyncEngine, work: Callable[..., object], *arguments: object) -> None:
    async with engine.connect() as connection:
        driver = (await connection.get_raw_connection()).driver_connection
        assert isinstance(driver, Seat)
        await driver.do(work, *arguments)


def _vacuum(database: Connection, done: list[str]) -> None:
    with suppress(OperationalError):  # another process is in the middle of something
        database.execute("VACUUM")
        if _empty_log(database):
            done.append("vacuumed")


def _empty_log_at_once(database: Connection) -> None:
    """As far as nobody reads what it holds: to wait for them would be to keep everybody else waiting."""
    (patience,) = database.execute("PRAGMA busy_timeout").fetchone()
    database.execute("PRAGMA busy_timeout=0")
    try:
        _empty_log(database)
    finally:
        database.execute(f"PRAGMA busy_timeout={patience}")


def _empty_log(database: Connection) -> bool:
    busy, _, _ = database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy


async def _rewrite_tables(engine: AsyncEngine) -> bool:
    async with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        try:
            async with asyncio.timeout(_PATIENCE_S):
                await _until_others_have_ended(connection)
        except TimeoutError:
            return False
        await connection.execute(text(f"SET lock_timeout = '{_PATIENCE_S}s'"))
        # Those of the jobs too, which are none of ours.
        found = await connection.execute(
            text("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
        )
        try:
            for name in sorted(found.scalars()):
                await connection.execute(text(f'VACUUM (FULL, ANALYZE) "{name}"'))
            # Where the server had noted frequent values of the tables as they were; it belongs to whom the
            # database belongs to.
            await connection.execute(text("VACUUM (FULL) pg_catalog.pg_statistic"))
        except DBAPIError:
            return False
        finally:
            await connection.execute(text("RESET lock_timeout"))
    return True


async def _until_others_have_ended(connection: AsyncConnection) -> None:
    """Wait for the transactions there are now, and for none that begins later."""
    before = others = set((await connection.execute(_OTHERS)).scalars())
    while before & others:
        await asyncio.sleep(0.05)
        others = set((await connection.execute(_OTHERS)).scalars())
