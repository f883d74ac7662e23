"""SQLite answers a statement in one trip to its thread, and says all that SQLAlchemy asks of it."""

import asyncio
import gc

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from storage.engine import open_engine
from storage.one_trip import OneTripConnection, connect


@pytest.fixture
async def engine(tmp_path):
    engine = open_engine(f"sqlite:///{tmp_path / 'books.db'}")
    async with engine.begin() as connection:
        await connection.execute(text("CREATE TABLE promises (id INTEGER PRIMARY KEY, words TEXT UNIQUE)"))
    yield engine
    await engine.dispose()


@pytest.fixture
def trips(monkeypatch):
    """How often the thread is visited from now on."""
    made = []
    go = OneTripConnection._execute

    async def counted(connection, work, *arguments, **named):
        made.append(work)
        return await go(connection, work, *arguments, **named)

    monkeypatch.setattr(OneTripConnection, "_execute", counted)
    return made


async def test_rows_and_their_names_come_back(engine):
    async with engine.begin() as connection:
        await connection.execute(text("INSERT INTO promises (words) VALUES ('one'), ('two')"))
        rows = (await connection.execute(text("SELECT id, words FROM promises ORDER BY id"))).mappings().all()

    assert [dict(row) for row in rows] == [{"id": 1, "words": "one"}, {"id": 2, "words": "two"}]


async def test_changed_rows_are_counted(engine):
    async with engine.begin() as connection:
        added = await connection.execute(
            text("INSERT INTO promises (words) VALUES (:words)"), [{"words": "one"}, {"words": "two"}]
        )
        changed = await connection.execute(text("UPDATE promises SET words = 'two!' WHERE words = 'two'"))
        gone = await connection.execute(text("DELETE FROM promises WHERE words = 'three'"))

    assert (added.rowcount, changed.rowcount, gone.rowcount) == (2, 1, 0)


async def test_a_statement_may_return_what_it_wrote(engine):
    async with engine.begin() as connection:
        written = await connection.execute(
            text("INSERT INTO promises (words) VALUES ('one') ON CONFLICT DO NOTHING RETURNING id")
        )

    assert written.scalar_one() == 1


async def test_a_broken_promise_of_the_table_is_told_and_undone(engine):
    async def promise(*words):
        async with engine.begin() as connection:
            for each in words:
                await connection.execute(text("INSERT INTO promises (words) VALUES (:each)"), {"each": each})

    with pytest.raises(IntegrityError):
        await promise("one", "two", "one")

    async with engine.begin() as connection:
        assert (await connection.execute(text("SELECT count(*) FROM promises"))).scalar_one() == 0


async def test_a_transaction_of_one_question_takes_three_trips(engine, trips):
    async with engine.begin() as connection:
        await connection.execute(text("SELECT words FROM promises"))

    assert len(trips) == 3


async def test_a_database_in_memory_keeps_what_it_is_told():
    engine = open_engine("sqlite://")
    async with engine.begin() as connection:
        await connection.execute(text("CREATE TABLE promises (words TEXT)"))
    async with engine.begin() as connection:
        assert (await connection.execute(text("SELECT * FROM promises"))).all() == []
    await engine.dispose()


async def test_two_who_close_at_once_both_come_to_an_end():
    connection = await connect(":memory:")

    async with asyncio.timeout(5):
        await asyncio.gather(connection.close(), connection.close())


async def test_a_connection_that_was_let_go_ends_with_its_thread(tmp_path):
    lost = await connect(str(tmp_path / "books.db"))
    thread = lost._thread
    del lost
    gc.collect()
    await asyncio.to_thread(thread.join, 5)

    assert not thread.is_alive()
