"""Many share one connection to SQLite: they take turns, are kept together, and lose nothing of each other."""

import asyncio
import sqlite3
import threading
from contextlib import asynccontextmanager, closing

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, OperationalError

from storage import one_file
from storage.engine import open_engine
from storage.one_file import Manner, OneFile
from storage.seat_dialect import next_is
from storage.seats import take_seat


@pytest.fixture
async def engine(tmp_path):
    engine = open_engine(f"sqlite:///{tmp_path / 'books.db'}")
    async with engine.begin() as connection:
        await connection.execute(text("CREATE TABLE promises (id INTEGER PRIMARY KEY, words TEXT UNIQUE)"))
    yield engine
    await engine.dispose()


@pytest.fixture
def trips(monkeypatch):
    """What is done in the thread from now on."""
    made = []
    go = OneFile._in_thread

    async def counted(file, work, *arguments):
        made.append(arguments[1] if len(arguments) > 1 else work)
        return await go(file, work, *arguments)

    monkeypatch.setattr(OneFile, "_in_thread", counted)
    return made


@pytest.fixture
def ledger(engine):
    """Brief transactions, as the ledger begins them."""

    @asynccontextmanager
    async def open_briefly():
        async with engine.connect() as connection:
            next_is(Manner.BRIEF, connection)
            async with connection.begin():
                yield connection

    return open_briefly


async def promise(connection, words):
    await connection.execute(text("INSERT INTO promises (words) VALUES (:words)"), {"words": words})


async def promised(engine):
    async with engine.begin() as connection:
        return (await connection.execute(text("SELECT words FROM promises ORDER BY id"))).scalars().all()


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
    async def write(*words):
        async with engine.begin() as connection:
            for each in words:
                await promise(connection, each)

    with pytest.raises(IntegrityError):
        await write("one", "two", "one")

    assert await promised(engine) == []


async def test_who_only_asks_a_short_question_never_waits_for_the_thread(engine, trips):
    await promised(engine)

    assert trips == []


async def test_who_asks_many_short_questions_lets_others_have_their_turn(engine):
    turns = 0

    async def others():
        nonlocal turns
        while True:
            await asyncio.sleep(0)
            turns += 1

    async with engine.connect() as connection, connection.begin():
        waiting = asyncio.create_task(others())
        for _ in range(500):
            await connection.execute(text("SELECT words FROM promises"))
        waiting.cancel()

    assert turns >= 3


async def test_who_writes_a_row_waits_for_the_thread_once_to_be_kept(engine, trips):
    async with engine.begin() as connection:
        await promise(connection, "one")

    assert trips == ["COMMIT"]


async def test_a_long_question_goes_on_in_the_thread(engine, trips):
    count = "SELECT count(*) FROM generated a, generated b, generated c"
    async with engine.begin() as connection:
        await connection.execute(text("CREATE TABLE generated (n INTEGER)"))
        await connection.execute(
            text("INSERT INTO generated VALUES (:n)"), [{"n": number} for number in range(60)]
        )
        trips.clear()
        number = (await connection.execute(text(count))).scalar_one()
        assert trips == [count]

    assert number == 60**3


async def test_what_begins_and_ends_a_transaction_is_done_once_however_often_it_was_done_before(
    tmp_path, monkeypatch
):
    # As after ten thousands of them: SQLite counts the steps of a statement through all its runs.
    monkeypatch.setattr(one_file, "_STEPS", 10)
    seat = await take_seat(OneFile(str(tmp_path / "books.db")))

    async def begin_and_end(in_between="SELECT 1"):
        seat.manner = Manner.BRIEF
        await seat.begin()
        await seat.do(sqlite3.Connection.execute, in_between)
        await seat.commit()

    with pytest.raises(sqlite3.OperationalError):
        await begin_and_end("ROLLBACK")  # from now on more have begun than ended
    for _ in range(20):
        await begin_and_end()

    await seat.close()


async def test_brief_transactions_that_come_together_are_kept_together(engine, ledger, trips):
    async def write(words):
        async with ledger() as connection:
            await promise(connection, words)

    await asyncio.gather(*(write(f"promise {number}") for number in range(10)))

    assert len(trips) < 4
    assert len(await promised(engine)) == 10


async def test_nobody_is_told_that_something_is_kept_before_another_process_could_read_it(
    engine, ledger, tmp_path
):
    seen = []

    async def write(words):
        async with ledger() as connection:
            await promise(connection, words)
        with closing(sqlite3.connect(tmp_path / "books.db")) as other:
            seen.append(other.execute("SELECT count(*) FROM promises WHERE words = ?", (words,)).fetchone())

    await asyncio.gather(*(write(f"promise {number}") for number in range(20)))

    assert seen == [(1,)] * 20


async def test_of_those_who_share_a_commit_one_may_fail_alone(engine, ledger):
    async def write(words):
        async with ledger() as connection:
            await promise(connection, words)
            if words == "2":
                raise LookupError

    ends = await asyncio.gather(*(write(str(number)) for number in range(5)), return_exceptions=True)

    assert [type(end) for end in ends] == [type(None)] * 2 + [LookupError] + [type(None)] * 2
    assert await promised(engine) == ["0", "1", "3", "4"]


async def test_whoever_takes_long_holds_up_nobody_who_has_ended(engine, ledger):
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def write():
        async with ledger() as connection:
            await promise(connection, "brief")
            begun.set()

    async def take_long():
        async with engine.begin() as connection:
            await promise(connection, "long")
            await go_on.wait()

    brief = asyncio.create_task(write())
    long = asyncio.create_task(take_long())
    async with asyncio.timeout(20):
        await brief
    go_on.set()
    await long

    assert await promised(engine) == ["brief", "long"]


async def test_all_who_share_a_commit_hear_that_it_failed(engine, ledger, tmp_path, monkeypatch):
    real = OneFile.end

    async def fail(file, how):
        if how == "COMMIT":
            raise sqlite3.OperationalError("database or disk is full")
        await real(file, how)

    async def write(words):
        async with ledger() as connection:
            await promise(connection, words)

    monkeypatch.setattr(OneFile, "end", fail)
    ends = await asyncio.gather(*(write(str(number)) for number in range(4)), return_exceptions=True)
    monkeypatch.undo()

    assert [type(end) for end in ends] == [OperationalError] * 4
    assert await promised(engine) == []


async def test_nobody_is_told_that_something_is_kept_which_sqlite_took_back(engine, ledger):
    async def write(words, *, is_taken_back=False):
        async with ledger() as connection:
            await promise(connection, words)
            if is_taken_back:  # as it does when the disk is full
                await connection.execute(text("ROLLBACK"))

    ends = await asyncio.gather(
        write("one"), write("two", is_taken_back=True), write("three"), return_exceptions=True
    )

    told = [words for words, end in zip(("one", "two", "three"), ends, strict=True) if end is None]
    assert await promised(engine) == told
    assert ends[1] is not None


async def test_what_somebody_ended_who_gave_up_waiting_is_kept_all_the_same(engine, ledger, monkeypatch):
    ended = asyncio.Event()
    real = OneFile.end_brief

    async def end(file, *how):
        ended.set()
        await real(file, *how)

    monkeypatch.setattr(OneFile, "end_brief", end)

    async def write():
        async with ledger() as connection:
            await promise(connection, "one")

    gone = asyncio.create_task(write())
    await ended.wait()
    gone.cancel()
    await asyncio.gather(gone, return_exceptions=True)

    assert await promised(engine) == ["one"]


async def test_a_commit_that_is_stopped_before_it_begins_keeps_nobody_waiting(tmp_path):
    file = OneFile(str(tmp_path / "books.db"))
    first, other = await take_seat(file), await take_seat(file)
    first.manner = Manner.BRIEF
    await first.begin()
    before = asyncio.all_tasks()
    ending = asyncio.create_task(first.commit())
    await asyncio.sleep(0)
    (committing,) = asyncio.all_tasks() - before - {ending}
    committing.cancel()

    async with asyncio.timeout(20):
        with pytest.raises(sqlite3.OperationalError, match="stopped before"):
            await ending
        await other.begin()
    await other.commit()
    for seat in (first, other):
        await seat.close()


async def test_who_is_cancelled_in_the_middle_leaves_nothing_behind(engine, ledger):
    begun = asyncio.Event()

    async def write():
        async with ledger() as connection:
            await promise(connection, "half")
            begun.set()
            await asyncio.Event().wait()

    half = asyncio.create_task(write())
    await begun.wait()
    half.cancel()
    await asyncio.gather(half, return_exceptions=True)
    async with ledger() as connection:
        await promise(connection, "whole")

    assert await promised(engine) == ["whole"]


async def test_another_process_that_writes_is_waited_for_without_holding_up_the_loop(engine, tmp_path):
    with closing(sqlite3.connect(tmp_path / "books.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        waiting = asyncio.create_task(promised(engine))
        for _ in range(20):
            await asyncio.sleep(0)  # the loop turns
        assert not waiting.done()
        other.execute("ROLLBACK")

    assert await waiting == []


async def test_a_database_in_memory_keeps_what_it_is_told():
    engine = open_engine("sqlite://")
    async with engine.begin() as connection:
        await connection.execute(text("CREATE TABLE promises (words TEXT)"))
    async with engine.begin() as connection:
        assert (await connection.execute(text("SELECT * FROM promises"))).all() == []
    await engine.dispose()


async def test_two_who_close_at_once_both_come_to_an_end():
    seat = await take_seat(OneFile(":memory:"))

    async with asyncio.timeout(20):
        await asyncio.gather(seat.close(), seat.close())


async def test_a_file_is_closed_after_the_last_one_has_left_and_opened_for_the_next(tmp_path):
    file = OneFile(str(tmp_path / "books.db"))
    first, second = await take_seat(file), await take_seat(file)
    await first.close()
    await second.do(sqlite3.Connection.execute, "CREATE TABLE promises (words TEXT)")
    await second.close()
    assert not (tmp_path / "books.db-wal").exists()

    third = await take_seat(file)
    rows = await third.do(lambda database: database.execute("SELECT * FROM promises").fetchall())
    await third.close()

    assert rows == []


async def test_a_seat_that_is_let_go_of_without_a_word_is_free_again():
    file = OneFile(":memory:")
    lost, other = await take_seat(file), await take_seat(file)
    await lost.begin()
    lost.stop()

    async with asyncio.timeout(20):
        await other.begin()
    await other.commit()
    await other.close()


async def test_who_is_told_that_something_is_kept_lost_nothing_to_another_who_gave_up_waiting(tmp_path):
    file = OneFile(str(tmp_path / "books.db"))
    failing, gone, next_one = [await take_seat(file) for _ in range(3)]
    await next_one.do(
        sqlite3.Connection.executescript,
        "CREATE TABLE promises (id INTEGER PRIMARY KEY);"
        "CREATE TABLE wins (promise INTEGER REFERENCES promises DEFERRABLE INITIALLY DEFERRED)",
    )
    go_on = threading.Event()
    failing.manner = Manner.BRIEF
    await failing.begin()
    await failing.do(sqlite3.Connection.execute, "INSERT INTO wins VALUES (1)")  # found out by COMMIT
    waiting = asyncio.create_task(gone.begin())
    await asyncio.sleep(0)
    file._thread.submit(go_on.wait)
    told = asyncio.create_task(failing.commit())
    coming = asyncio.create_task(next_one.begin())
    for _ in range(5):
        await asyncio.sleep(0)
    waiting.cancel()
    for _ in range(5):
        await asyncio.sleep(0)
    go_on.set()
    await coming
    await next_one.do(sqlite3.Connection.execute, "INSERT INTO promises VALUES (7)")
    await asyncio.gather(told, return_exceptions=True)
    await next_one.commit()

    assert isinstance(told.exception(), sqlite3.IntegrityError)
    with closing(sqlite3.connect(tmp_path / "books.db")) as other:
        assert other.execute("SELECT id FROM promises").fetchall() == [(7,)]
    for seat in (failing, gone, next_one):
        await seat.close()


async def test_what_was_taken_back_meanwhile_is_not_said_to_be_kept(engine):
    connection = await engine.connect()
    await connection.begin()
    await promise(connection, "one")
    await connection.execute(text("ROLLBACK"))  # as SQLite does when the disk is full

    with pytest.raises(OperationalError):
        await connection.commit()
    await connection.close()


async def test_nobody_is_at_the_connection_while_something_is_under_way_that_two_gave_up_waiting_for():
    file, go_on = OneFile(":memory:"), threading.Event()
    seat = await take_seat(file)
    for work in (lambda _database: go_on.wait(), lambda _database: None):
        gone = asyncio.create_task(file.do(work))
        await asyncio.sleep(0)
        gone.cancel()
    third = asyncio.create_task(file.do(lambda _database: None, is_short=True))
    for _ in range(5):
        await asyncio.sleep(0)
    assert not third.done()

    go_on.set()
    await third
    await seat.close()


async def test_a_file_that_is_closed_is_opened_at_once_for_who_comes_meanwhile(tmp_path):
    file = OneFile(str(tmp_path / "books.db"))
    first = await take_seat(file)
    leaving = asyncio.create_task(first.close())
    await asyncio.sleep(0)
    second = await take_seat(file)
    await leaving
    await second.do(sqlite3.Connection.execute, "CREATE TABLE promises (words TEXT)")

    await second.close()
