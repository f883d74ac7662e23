"""What was deleted leaves the files of the database as well."""

from collections.abc import Callable
from sqlite3 import Connection

from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.one_trip import OneTripConnection

# Somebody who reads a table for longer is waited for next time.
_PATIENCE = "10s"


async def sweep(engine: AsyncEngine) -> bool:
    """Write every table anew without what was deleted; False when somebody else was in the way.

    SQLite empties its write-ahead log too. On PostgreSQL the log and its archives are the server's, and are
    recycled by it.
    """
    if engine.dialect.name == "postgresql":
        return await _rewrite_tables(engine)
    async with engine.connect() as connection:
        driver = (await connection.get_raw_connection()).driver_connection
        assert isinstance(driver, OneTripConnection)
        done: list[bool] = []
        await driver.in_its_thread(_vacuum, done.append)
        return done == [True]


def _vacuum(database: Connection, tell: Callable[[bool], None]) -> None:
    database.execute("VACUUM")
    busy, _, _ = database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    tell(not busy)


async def _rewrite_tables(engine: AsyncEngine) -> bool:
    async with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        await connection.execute(text(f"SET lock_timeout = '{_PATIENCE}'"))
        # Those of the jobs too, which are none of ours.
        found = await connection.execute(
            text("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
        )
        try:
            for name in sorted(found.scalars()):
                await connection.execute(text(f'VACUUM (FULL) "{name}"'))
        except OperationalError:
            return False
        finally:
            await connection.execute(text("RESET lock_timeout"))
    return True
