"""The database, opened, tuned and brought up to date."""

import sqlite3
from contextlib import closing
from functools import partial
from pathlib import Path
from time import monotonic

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import URL, Connection, Engine, event, inspect, make_url, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import (
    ArgumentError,
    DBAPIError,
    InterfaceError,
    InternalError,
    InvalidatePoolError,
    OperationalError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool, ConnectionPoolEntry, PoolProxiedConnection

from storage import jobs_schema
from storage.one_file import OneFile
from storage.seat_dialect import DRIVER
from storage.seats import take_seat

# Any constant will do, as long as every process uses the same.
_MIGRATION_LOCK = 0x706F6C6172
# So many transactions are in line without a new seat for each.
_SEATS = 100
# Seconds. Whoever takes a connection that was used later than that finds out by using it whether it is there.
_MOMENT_S = 1.0
_RESTING_SINCE = "resting_since"
# Who says nothing for so long in the middle of a transaction was frozen, and may hold what others need.
_FROZEN_AFTER = "60s"
_MIGRATIONS = Path(__file__).parent / "migrations"

DATABASE_AWAY = (InterfaceError, InternalError, OperationalError, PoolTimeout)
"""What is raised while the database cannot be asked: it may be back in a moment.

What it cannot keep, say a character that it does not know, it cannot keep then either.
"""


class DatabaseProblem(Exception):
    """The database cannot be used; the text says why, and never holds its password."""


class DatabaseAbsent(DatabaseProblem):
    """There is none at the address, or nothing of ours is in it; the text is the address."""


class DatabaseAway(DatabaseProblem):
    """It does not answer, or not now: it may be back in a moment."""


def open_engine(url: str, *, existing: bool = False) -> AsyncEngine:
    """An engine for `sqlite:///file`, `sqlite://` (in memory) or `postgresql://...`.

    SQLite gets one connection, at which everybody has a seat: ten on one file had a worst case twenty times
    that of one. What stands in a statement stays out of its errors, and so out of the log.
    Raises DatabaseProblem for anything else, and for a file that cannot be opened; DatabaseAbsent for one
    that is to be `existing` and is not.
    """
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise DatabaseProblem("it is not written as a database URL is") from None
    if parsed.get_backend_name() not in {"sqlite", "postgresql"}:
        raise DatabaseProblem(f"{parsed.get_backend_name()} is neither sqlite nor postgresql")
    if parsed.get_backend_name() == "postgresql":
        engine = create_async_engine(
            parsed.set(drivername="postgresql+psycopg"),
            pool_size=10,
            max_overflow=0,  # one more would be opened and closed for each transaction
            pool_use_lifo=True,  # the one that worked last knows the statement, and how it is done
            hide_parameters=True,
        )
        _hold_up_nobody_when_frozen(engine.sync_engine)
        _ask_what_has_rested(engine.sync_engine)
        return engine
    if parsed.database not in {None, "", ":memory:"}:
        file = Path(str(parsed.database))
        if existing and not file.exists():
            raise DatabaseAbsent(_shown(parsed))
        _make_sure_of(file)
    return create_async_engine(
        parsed.set(drivername=DRIVER),
        async_creator=partial(take_seat, OneFile(parsed.database or ":memory:")),
        poolclass=AsyncAdaptedQueuePool,
        pool_size=_SEATS,
        max_overflow=-1,
        hide_parameters=True,
        pool_reset_on_return=None,  # the ledger ends what it begins; resetting costs a trip to the driver
    )


def _hold_up_nobody_when_frozen(engine: Engine) -> None:
    """Have PostgreSQL end what a process begins that is stopped or cut off: others would wait for ever."""

    def opened(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
        cursor = connection.cursor()
        cursor.execute(f"SET idle_in_transaction_session_timeout = '{_FROZEN_AFTER}'")
        cursor.close()
        connection.commit()

    event.listen(engine, "connect", opened)


def _ask_what_has_rested(engine: Engine) -> None:
    """Ask a connection whether it is still there, unless it was at work a moment ago.

    SQLAlchemy's `pool_pre_ping` asks before every transaction, which takes as long as one of its statements.
    """

    def given_back(_connection: DBAPIConnection, record: ConnectionPoolEntry) -> None:
        record.info[_RESTING_SINCE] = monotonic()

    def taken(
        connection: DBAPIConnection, record: ConnectionPoolEntry, _proxy: PoolProxiedConnection
    ) -> None:
        if monotonic() - record.info.get(_RESTING_SINCE, monotonic()) < _MOMENT_S:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error:
            # The pool opens another, and asks the others anew.
            raise InvalidatePoolError("it went away while it rested") from None

    event.listen(engine.pool, "checkin", given_back)
    event.listen(engine.pool, "checkout", taken)


def _make_sure_of(file: Path) -> None:
    """A file that cannot be opened is told here, in a sentence and before anybody has a seat at it."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(file)) as connection:
            connection.execute("PRAGMA schema_version")
    except OSError as problem:
        raise DatabaseProblem(f"{file.parent} cannot be made: {problem.strerror}") from None
    except sqlite3.Error as problem:
        raise DatabaseProblem(f"{file}: {problem}") from None


def known_revisions() -> frozenset[str]:
    """The migrations that this Polaris knows."""
    return frozenset(each.revision for each in ScriptDirectory(str(_MIGRATIONS)).walk_revisions())


def _shown(url: URL) -> str:
    """The address as it was written, but for its password, which may stand in its query as well."""
    return url.set(drivername=url.get_backend_name(), query={}).render_as_string()


async def migrate(engine: AsyncEngine, *, existing: bool = False) -> None:
    """Bring the tables up to date. Of several processes that start at once one migrates, the others wait.

    Raises DatabaseProblem when it cannot be reached, or was written by a newer Polaris; DatabaseAbsent where
    they are to be `existing` and are not.
    """
    try:
        async with engine.begin() as connection:
            if existing and not await connection.run_sync(_has_tables):
                raise DatabaseAbsent(_shown(engine.url))
            if connection.dialect.name == "postgresql":
                # SQLite needs no more than BEGIN IMMEDIATE.
                await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
            await connection.run_sync(_upgrade)
            if connection.dialect.name == "postgresql":
                await jobs_schema.bring_up_to_date(connection)
    except DBAPIError as problem:
        first_line = str(problem.orig).strip().partition("\n")[0]
        if isinstance(problem, DATABASE_AWAY):
            raise DatabaseAway(first_line) from problem
        raise DatabaseProblem(f"it cannot be used: {first_line}") from problem
    except CommandError:
        raise DatabaseProblem("a newer Polaris has written it; run that one") from None


async def roll_back(engine: AsyncEngine, revision: str) -> None:
    """Take the tables back to an older revision; what it has no place for is lost. Nobody may be at work.

    Raises DatabaseProblem when there is no such revision below, and when it cannot be reached.
    """
    try:
        async with engine.begin() as connection:
            await connection.run_sync(lambda plain: command.downgrade(_config(plain), revision))
    except DBAPIError as problem:
        first_line = str(problem.orig).strip().partition("\n")[0]
        raise DatabaseProblem(f"it cannot be used: {first_line}") from problem
    except CommandError as problem:
        raise DatabaseProblem(f"it cannot be taken back: {problem}") from None


def _has_tables(connection: Connection) -> bool:
    return inspect(connection).has_table("alembic_version")


def _upgrade(connection: Connection) -> None:
    command.upgrade(_config(connection), "head")


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.attributes["connection"] = connection
    return config
