"""Whoever is forgotten leaves no trace in any table, and none in the files of the database."""

import asyncio
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path
from shutil import copy

import pytest
from sqlalchemy import inspect, text

from rituals.rewriting import without
from storage.engine import open_engine
from storage.erasing import columns_of_text
from storage.ledger import Ledger
from storage.shelf import AT_A_STRETCH
from storage.tables import whole
from tests.everywhere import everything, mark
from tests.making import ANA, a_delivery, a_win
from tests.postgres import fresh_database

USER, NAME = "UGONE1", "Quirina Zabelová"
MARKER = f"<@{USER}> and {USER}: asked “Quirina”, QUIRINA ZABELOVÁ or zabelova"
TRACES = [USER.lower(), "quirina", "zabelov"]
STAND_IN = "gone-1234"


@pytest.fixture
async def erased(migrated_url):
    """A database in which somebody was named everywhere, in two workspaces, and forgotten in one."""
    engine = open_engine(migrated_url)
    await mark(engine, "T1", MARKER)
    ledger = Ledger(engine, "T1")
    async with ledger.open() as books:
        changed = await books.erasure.rewrite(without([USER], [NAME], STAND_IN))
    assert await ledger.sweep()
    yield engine, changed
    await engine.dispose()


async def test_no_table_with_words_in_it_is_left_out(erased):
    _, changed = erased

    assert changed == {table.name: 1 for table in whole().sorted_tables if columns_of_text(table)}


async def test_no_column_of_any_table_holds_a_trace(erased):
    engine, _ = erased
    found = [row.lower() for rows in (await everything(engine, "T1")).values() for row in rows]

    assert found
    assert [(trace, row) for trace in TRACES for row in found if trace in row] == []


async def test_the_files_of_the_database_hold_no_trace(erased):
    engine, _ = erased
    if engine.dialect.name != "sqlite":
        return
    files = sorted(Path(engine.url.database).parent.glob("polaris.db*"))
    raw = {file.name: file.read_bytes().lower() for file in files}

    assert "polaris.db" in raw
    assert [(trace, name) for trace in TRACES for name in raw if trace.encode() in raw[name]] == []


async def test_what_is_deleted_is_overwritten_at_once_and_its_room_goes_with_the_sweep(migrated, tmp_path):
    file = copy(migrated, tmp_path / "polaris.db")
    engine = open_engine(f"sqlite:///{file}")
    ledger = Ledger(engine, "T1")
    async with ledger.open() as books:
        for number in range(99):
            await books.wins.add(a_win(id=f"w{number}", user=USER, text=MARKER * 9))
    async with ledger.open() as books:
        await books.erasure.drop_everything()
    files, found = sorted(tmp_path.glob("polaris.db*")), []
    for work in (ledger.settle, ledger.sweep):
        await work()
        with closing(sqlite3.connect(file)) as other:
            (free,) = other.execute("PRAGMA freelist_count").fetchone()
        found.append((free > 0, any(USER.encode() in each.read_bytes() for each in files)))
    await engine.dispose()

    assert found == [(True, False), (False, False)]


async def test_another_workspace_keeps_what_it_has(migrated_url):
    engine = open_engine(migrated_url)
    await mark(engine, "T2", MARKER)
    before = await everything(engine, "T2")
    async with Ledger(engine, "T1").open() as books:
        changed = await books.erasure.rewrite(without([USER], [NAME], STAND_IN))
    after = await everything(engine, "T2")
    await engine.dispose()

    assert changed == {}
    assert after == before


async def test_nobody_else_waits_until_every_message_was_looked_through(either_ledger):
    turns = 0
    looked_at: Counter[int] = Counter()

    async def others():
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    def rewrite(text):
        looked_at[turns] += text.startswith("told:")
        return text

    async with either_ledger.open() as books:
        for number in range(1_000):
            await books.deliveries.add(a_delivery(f"told:{number}"))
        at_it = asyncio.create_task(others())
        await books.erasure.rewrite(rewrite)
    at_it.cancel()

    assert looked_at.total() == 1_000
    assert max(looked_at.values()) <= AT_A_STRETCH


async def test_what_refers_to_something_still_must(erased):
    engine, _ = erased
    async with engine.connect() as connection:
        deferrable = await connection.run_sync(
            lambda plain: [
                key
                for table in whole().sorted_tables
                for key in inspect(plain).get_foreign_keys(table.name)
                if key["options"].get("deferrable")
            ]
        )

    assert deferrable == []


_RAW = """
SELECT relname, pg_read_binary_file(pg_relation_filepath(oid)) AS raw FROM pg_class
WHERE pg_relation_filepath(oid) IS NOT NULL AND relkind IN ('r', 'i', 't', 'm')
"""


@pytest.mark.postgres
async def test_what_postgres_noted_of_its_tables_holds_no_trace_either(migrated_postgres, postgres):
    engine = open_engine(await fresh_database(postgres, migrated_postgres))
    ledger = Ledger(engine, "T1")
    async with ledger.open() as books:
        for number in range(9):
            text_ = f"{MARKER} {number % 2}"
            await books.wins.add(a_win(id=f"w{number}", user=USER, text=text_))
    await run(engine, "ANALYZE")  # as PostgreSQL does by itself, now and then
    async with ledger.open() as books:
        await books.erasure.rewrite(without([USER], [NAME], STAND_IN))
    assert await ledger.sweep()
    await run(engine, "CHECKPOINT")
    async with engine.connect() as connection:
        raw = {row.relname: bytes(row.raw).lower() for row in await connection.execute(text(_RAW))}
    await engine.dispose()

    assert len(raw) > 100
    assert [(trace, name) for trace in TRACES for name in raw if trace.encode() in raw[name]] == []


@pytest.mark.postgres
async def test_what_a_transaction_of_before_may_still_read_is_not_said_to_be_swept(
    migrated_postgres, postgres, monkeypatch
):
    monkeypatch.setattr("storage.sweeping._PATIENCE_S", 0.5)
    engine = open_engine(await fresh_database(postgres, migrated_postgres))
    ledger = Ledger(engine, "T1")
    async with ledger.open() as books:
        await books.wins.add(a_win(user=USER, text=MARKER))
    async with engine.execution_options(isolation_level="REPEATABLE READ").connect() as backup:
        await backup.execute(text("SELECT 1"))
        async with ledger.open() as books:
            await books.erasure.rewrite(without([USER], [NAME], STAND_IN))
        early = await ledger.sweep()
        monkeypatch.setattr("storage.sweeping._PATIENCE_S", 60)
        again = asyncio.create_task(ledger.sweep())
        await asyncio.sleep(0.1)
        await backup.rollback()
        late = await again
    await run(engine, "CHECKPOINT")
    async with engine.connect() as connection:
        raw = {row.relname: bytes(row.raw).lower() for row in await connection.execute(text(_RAW))}
    await engine.dispose()

    assert (early, late) == (False, True)
    assert [(trace, name) for trace in TRACES for name in raw if trace.encode() in raw[name]] == []


async def run(engine, statement):
    async with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        await connection.execute(text(statement))


async def test_nobody_is_held_up_by_somebody_who_reads_what_the_log_holds(tmp_path, migrated):
    file = copy(migrated, tmp_path / "polaris.db")
    engine = open_engine(f"sqlite:///{file}")
    ledger = Ledger(engine, "T1")
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN")
        other.execute("SELECT * FROM people").fetchall()
        async with ledger.open() as books:
            await books.people.put(ANA)

        async with asyncio.timeout(20):
            await ledger.settle()
    await engine.dispose()
