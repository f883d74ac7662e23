"""Readings from a database: one statement, in a transaction that only reads and is always rolled back.

SQLite and PostgreSQL are held to it by the database itself, in time and in rights; other dialects as far as
their driver allows.
"""

import os
import socket
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from functools import partial
from pathlib import Path
from threading import Event, Thread
from time import monotonic
from typing import Any
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, create_engine, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from storage.sources.beside import beside
from storage.sources.configs import SqlSource
from storage.sources.files import refuse_a_pipe
from storage.sources.rows import Means, Row, SourceProblem, Window

# Steps of SQLite's machine between two looks at the clock.
_STEPS = 10_000
_CONNECT = 10
# A period and a value are short; what is longer is refused before it is held.
_LONGEST_ROW = 1_000_000
_TOO_LONG = f"a row of more than {_LONGEST_ROW:,} characters"
# The database gives up by itself before nobody waits for it any more.
_TO_GIVE_UP = 2.0
# Seconds between two attempts to interrupt what has not ended in time.
_AGAIN = 0.05


async def pull(source: SqlSource, window: Window, means: Means) -> Sequence[Row]:
    """Raises SourceProblem when the database cannot be asked, refuses, or gives too many rows."""
    url = source.url or means.secrets[source.url_env or ""]
    return await beside(lambda: _ask(source, url, window))


def _ask(source: SqlSource, url: str, window: Window) -> Sequence[Row]:
    given_up = monotonic() + source.timeout
    ends = given_up - min(_TO_GIVE_UP, source.timeout / 3)
    try:
        engine = _engine(make_url(url), ends)
    except (NoSuchModuleError, ImportError):
        raise SourceProblem(
            f"The driver for {make_url(url).drivername} is not installed beside Polaris."
        ) from None
    except (ArgumentError, ValueError):
        raise SourceProblem("Its address is not written as a database URL is.") from None
    try:
        with engine.connect() as connection, _interrupted(connection, ends, given_up):
            return _rows(connection, source, window)
    except DBAPIError as problem:
        if _TOO_LONG in str(problem.orig):
            raise SourceProblem(f"It gives {_TOO_LONG}; a period and a value are short.") from None
        raise SourceProblem(f"The database says: {_first_line(problem.orig)}.") from None
    except SQLAlchemyError as problem:
        raise SourceProblem(f"The statement cannot be sent: {_first_line(problem)}.") from None
    finally:
        engine.dispose()


@contextmanager
def _interrupted(connection: Connection, ends: float, given_up: float) -> Iterator[None]:
    """Break off what DuckDB is doing when its time is over, and what PostgreSQL does not say is over.

    Others see to that themselves.
    """
    raw: Any = connection.connection.dbapi_connection
    has_ended = Event()
    if connection.dialect.name == "duckdb":
        alarm = partial(_interrupt, raw.interrupt, ends, has_ended)
    elif connection.dialect.name == "postgresql":
        line = socket.socket(fileno=os.dup(raw.fileno()))
        alarm = partial(_hang_up, line, given_up, has_ended)
    else:
        yield
        return
    Thread(target=alarm, daemon=True, name="source alarm").start()
    try:
        yield
    finally:
        has_ended.set()


def _interrupt(interrupt: Callable[[], None], ends: float, has_ended: Event) -> None:
    has_ended.wait(max(ends - monotonic(), 0))
    # DuckDB forgets an interruption that comes before a statement is at work.
    while not has_ended.wait(_AGAIN):
        interrupt()


def _hang_up(line: socket.socket, given_up: float, has_ended: Event) -> None:
    """A server that is frozen or cut off keeps no time: its answer would be waited for for hours."""
    with line:
        if not has_ended.wait(max(given_up - monotonic(), 0)):
            with suppress(OSError):  # it has hung up itself
                line.shutdown(socket.SHUT_RDWR)


def _rows(connection: Connection, source: SqlSource, window: Window) -> Sequence[Row]:
    statement = text(_capped(source, connection.dialect.name))
    known: dict[str, date | str] = {"since": window.since, "until": window.until}
    wanted = {str(name) for name in statement.compile().params}
    if strange := sorted(wanted - set(known)):
        raise SourceProblem(f"The statement asks for :{strange[0]}; there are :since and :until alone.")
    if connection.dialect.name == "sqlite":  # which keeps dates as text
        known = {"since": window.since.isoformat(), "until": window.until.isoformat()}
    found = connection.execute(statement, {name: known[name] for name in wanted})
    if len(found.keys()) != 2:
        raise SourceProblem(
            f"The statement gives {len(found.keys())} columns; it has to give two, the period and the value."
        )
    cells = found.fetchmany(source.max_rows + 1)
    if len(cells) > source.max_rows:
        raise SourceProblem(
            f"It gives more than {source.max_rows:,} rows: ask for less, or raise `max_rows`."
        )
    return [Row(period, value, f"row {number}") for number, (period, value) in enumerate(cells, start=1)]


def _capped(source: SqlSource, dialect: str) -> str:
    """The statement, giving just as many rows as tell that there are too many, and none that is too long.

    These drivers hold a whole answer before its first row can be read; SQLite's reads row by row. No error
    can be raised in the words of both databases, but what is not a number can be taken for one.
    """
    if dialect not in {"postgresql", "duckdb"}:
        return source.statement
    length = "length(CAST(asked AS text))"
    refused = f"CAST('{_TOO_LONG}: ' || {length} AS integer) = 0"
    short = f"CASE WHEN {length} > {_LONGEST_ROW} THEN {refused} ELSE true END"
    return "\n".join(
        ["SELECT * FROM (", source.statement, f") AS asked WHERE {short} LIMIT {source.max_rows + 1}"]
    )


def _engine(url: URL, ends: float) -> Engine:
    if url.get_backend_name() in {"sqlite", "duckdb"}:
        refuse_a_pipe(Path(url.database or ""))
    match url.get_backend_name():
        case "sqlite":
            return create_engine(
                "sqlite://", creator=lambda: _sqlite(url, ends), poolclass=NullPool, hide_parameters=True
            )
        case "postgresql":
            url = url.set(drivername="postgresql+psycopg")
            milliseconds = max(int((ends - monotonic()) * 1000), 1)  # none is no limit
            given: Mapping[str, Any] = {
                "connect_timeout": _CONNECT,
                "options": f"-c default_transaction_read_only=on -c statement_timeout={milliseconds}",
                # Prepared, a text that hides a second statement is refused by the server.
                "prepare_threshold": 0,
            }
            return create_engine(
                url, connect_args=dict(given), poolclass=NullPool, hide_parameters=True
            ).execution_options(postgresql_readonly=True)
        case "duckdb":
            return create_engine(
                url, connect_args={"read_only": True}, poolclass=NullPool, hide_parameters=True
            )
    return create_engine(url, poolclass=NullPool, hide_parameters=True)


def _sqlite(url: URL, ends: float) -> sqlite3.Connection:
    """A connection that cannot write, whatever it is told, and gives up in time."""
    file = Path(url.database or "")
    connection = sqlite3.connect(f"file:{quote(str(file))}?mode=ro", uri=True, check_same_thread=False)
    connection.execute("PRAGMA query_only = ON")
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_ROW)
    connection.set_progress_handler(lambda: monotonic() > ends, _STEPS)
    return connection


def _first_line(problem: object) -> str:
    return str(problem).strip().partition("\n")[0].rstrip(".")[:200]
