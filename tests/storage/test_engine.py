"""A database of either kind is opened, brought up to date once, and keeps instants aware."""

import asyncio
import sys
from datetime import UTC, datetime, timedelta, timezone

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, select, text
from sqlalchemy.exc import DBAPIError, StatementError

from storage import engine as engine_module
from storage.engine import DatabaseAbsent, DatabaseProblem, migrate, open_engine
from storage.jobs_schema import is_ours
from storage.ledger import Ledger
from storage.tables.columns import metadata
from storage.tables.drafts import drafts
from tests.making import a_workspace
from tests.postgres import fresh_database

MIGRATE = """
import asyncio, sys
from storage.engine import migrate, open_engine
async def start():
    engine = open_engine(sys.argv[1])
    await migrate(engine)
    await engine.dispose()
asyncio.run(start())
"""


@pytest.fixture
async def engine(database_url):
    engine = open_engine(database_url)
    yield engine
    await engine.dispose()


async def test_an_empty_database_stays_empty_where_one_is_to_exist(engine):
    with pytest.raises(DatabaseAbsent):
        await migrate(engine, existing=True)
    async with engine.connect() as connection:
        tables = await connection.run_sync(lambda plain: inspect(plain).get_table_names())

    assert tables == []


def test_the_address_of_a_database_that_is_not_there_is_told_without_its_password(tmp_path):
    address = f"sqlite:///{tmp_path / 'absent.db'}"
    with pytest.raises(DatabaseAbsent) as absent:
        open_engine(f"{address}?password=secret", existing=True)

    assert str(absent.value) == address


async def test_of_several_processes_that_start_at_once_one_migrates_and_the_others_wait(database_url):
    processes = [
        await asyncio.create_subprocess_exec(sys.executable, "-c", MIGRATE, database_url) for _ in range(3)
    ]

    assert [await process.wait() for process in processes] == [0, 0, 0]


async def test_the_migrations_make_exactly_the_tables(engine):
    await migrate(engine)

    async with engine.connect() as connection:
        missing = await connection.run_sync(
            lambda plain: compare_metadata(
                MigrationContext.configure(plain, opts={"include_name": is_ours}), metadata
            )
        )

    assert missing == []


async def test_a_migrated_database_keeps_what_it_holds_when_migrated_again(engine):
    await migrate(engine)
    async with Ledger(engine, "T1").open() as books:
        await books.workspaces.put(a_workspace(name="Acme"))

    await migrate(engine)

    async with Ledger(engine, "T1").open() as books:
        assert await books.workspaces.get() == a_workspace(name="Acme")


async def test_nothing_of_a_failed_transaction_stays(engine):
    await migrate(engine)

    async def fail():
        async with Ledger(engine, "T1").open() as books:
            await books.workspaces.put(a_workspace())
            raise LookupError

    with pytest.raises(LookupError):
        await fail()

    async with Ledger(engine, "T1").open() as books:
        assert await books.workspaces.get() is None


async def test_an_instant_comes_back_aware_and_the_same(engine):
    await migrate(engine)
    in_kolkata = datetime(2026, 3, 2, 9, tzinfo=timezone(timedelta(hours=5, minutes=30)))
    async with Ledger(engine, "T1").open() as books:
        await books.drafts.put("U1", "commit", "V1", {}, in_kolkata)

    async with engine.connect() as connection:
        kept = (await connection.execute(select(drafts.c.typed_at))).scalar_one()

    assert kept == in_kolkata
    assert kept.tzinfo is UTC


async def test_a_naive_instant_is_refused(engine):
    await migrate(engine)
    with pytest.raises(StatementError, match="naive"):
        async with Ledger(engine, "T1").open() as books:
            await books.drafts.put("U1", "commit", "V1", {}, datetime(2026, 3, 2, 9))  # noqa: DTZ001 - what is refused


def test_a_folder_that_is_not_there_yet_is_made(tmp_path):
    open_engine(f"sqlite:///{tmp_path / 'new' / 'polaris.db'}")

    assert (tmp_path / "new").is_dir()


@pytest.mark.parametrize(
    "url",
    ["polaris.db", "mysql://localhost/polaris", "sqlite:////proc/none/polaris.db", "sqlite:////proc/a.db"],
)
def test_what_is_no_database_of_ours_is_refused(url):
    with pytest.raises(DatabaseProblem):
        open_engine(url)


def test_a_file_that_is_something_else_is_left_alone(tmp_path):
    note = tmp_path / "note.txt"
    note.write_text("Remember the milk, and the bread, and whatever else there was.")

    with pytest.raises(DatabaseProblem, match="not a database"):
        open_engine(f"sqlite:///{note}")

    assert note.read_text().startswith("Remember")


async def test_a_server_out_of_reach_is_told_without_its_password():
    engine = open_engine("postgresql://me:secret@127.0.0.1:1/polaris")

    with pytest.raises(DatabaseProblem, match="refused") as problem:
        await migrate(engine)

    await engine.dispose()
    assert "secret" not in str(problem.value)


async def test_a_database_of_a_newer_polaris_is_left_alone(engine):
    await migrate(engine)
    async with engine.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = 'of_tomorrow'"))

    with pytest.raises(DatabaseProblem, match="newer"):
        await migrate(engine)


async def test_an_error_keeps_what_people_wrote_to_itself(engine):
    with pytest.raises(DBAPIError) as problem:
        async with engine.begin() as connection:
            await connection.execute(
                text("INSERT INTO nowhere VALUES (:words)"), {"words": "what I promised"}
            )

    assert "what I promised" not in str(problem.value)


@pytest.mark.postgres
async def test_a_connection_that_went_away_while_it_rested_is_replaced_unnoticed(postgres, monkeypatch):
    monkeypatch.setattr(engine_module, "_MOMENT_S", 0.0)
    engine = open_engine(await fresh_database(postgres))
    async with engine.connect() as connection:
        ours = (await connection.execute(text("SELECT pg_backend_pid()"))).scalar_one()
    other = open_engine(postgres)
    async with other.connect() as connection:
        await connection.execute(text(f"SELECT pg_terminate_backend({ours}, 5000)"))
    await other.dispose()

    async with engine.connect() as connection:
        now = (await connection.execute(text("SELECT pg_backend_pid()"))).scalar_one()
    await engine.dispose()

    assert now != ours


@pytest.mark.postgres
async def test_whoever_is_frozen_in_the_middle_of_something_holds_up_nobody_for_ever(postgres, monkeypatch):
    monkeypatch.setattr(engine_module, "_FROZEN_AFTER", "300ms")
    engine, hold = open_engine(await fresh_database(postgres)), text("SELECT pg_advisory_xact_lock(1)")
    at_once = engine.execution_options(isolation_level="AUTOCOMMIT")
    async with engine.connect() as frozen, at_once.connect() as other:
        await frozen.execute(hold)
        async with asyncio.timeout(60):
            await other.execute(hold)
        with pytest.raises(DBAPIError):
            await frozen.execute(hold)
    await engine.dispose()
