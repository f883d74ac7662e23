"""SQLAlchemy's SQLite, sitting down at the one connection of `storage.seats`."""

from collections.abc import Callable
from typing import Any

from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.aiosqlite import SQLiteDialect_aiosqlite
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.pool import PoolProxiedConnection
from sqlalchemy.util import await_

from storage.one_file import Manner
from storage.seats import Seat

DRIVER = "sqlite+seats"


class SeatDialect(SQLiteDialect_aiosqlite):
    """Begins as a seat is told to: an event that did would make every statement look for listeners."""

    supports_statement_cache = True

    def do_begin(self, dbapi_connection: PoolProxiedConnection) -> None:
        await_(_seat(dbapi_connection).begin())

    def on_connect(self) -> Callable[[DBAPIConnection], None]:
        """Bring nothing along: SQLAlchemy's REGEXP is what nobody here asks for."""
        return lambda _connection: None


def next_is(manner: Manner, connection: AsyncConnection) -> None:
    """Say how the next transaction begins; every other database does so in its own way."""
    if connection.dialect.name == "sqlite":
        assert connection.sync_connection is not None
        _seat(connection.sync_connection.connection).manner = manner


def _seat(proxied: PoolProxiedConnection) -> Seat:
    seat: Any = proxied.driver_connection
    assert isinstance(seat, Seat)
    return seat


registry.register("sqlite.seats", __name__, SeatDialect.__name__)
