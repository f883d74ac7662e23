"""One statement that reads, on real databases, and what happens when it does not behave."""

import asyncio
import os
import sqlite3
import threading
from contextlib import asynccontextmanager, closing
from datetime import date
from resource import RUSAGE_SELF, getrusage
from time import monotonic

import duckdb
import pytest
from sqlalchemy import make_url

from storage.engine import open_engine
from storage.sources.configs import SqlSource
from storage.sources.pulling import pull
from storage.sources.rows import Means, SourceProblem, Window
from tests.postgres import fresh_database

WINDOW = Window(date(2026, 3, 2), date(2026, 3, 16))
WEEKS = "SELECT week, n FROM counted WHERE week >= :since AND week < :until ORDER BY week"
COUNTED = (("2026-02-23", 20), ("2026-03-02", 25), ("2026-03-09", 27), ("2026-03-16", 3))
FOREVER = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i), 1 FROM n"


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres), "duckdb"])
async def warehouse(request, tmp_path):
    """The URL of a database of each kind with a table of weekly counts."""
    if request.param == "duckdb":
        with duckdb.connect(tmp_path / "warehouse.duckdb") as connection:
            connection.execute("CREATE TABLE counted (week DATE, n NUMERIC)")
            connection.executemany("INSERT INTO counted VALUES (?, ?)", COUNTED)
        return f"duckdb:///{tmp_path / 'warehouse.duckdb'}"
    url = f"sqlite:///{tmp_path / 'polaris.db'}"
    if request.param == "postgres":
        url = await fresh_database(request.getfixturevalue("postgres"))
    engine = open_engine(url)
    async with engine.begin() as connection:
        await connection.exec_driver_sql("CREATE TABLE counted (week DATE, n NUMERIC)")
        for day, count in COUNTED:
            await connection.exec_driver_sql(f"INSERT INTO counted VALUES ('{day}', {count})")
    await engine.dispose()
    return url


def asking(statement, **settings):
    return SqlSource(name="warehouse", kind="sql", metric="n", url_env="URL", statement=statement, **settings)


async def ask(url, statement, **settings):
    rows = await pull(asking(statement, **settings), WINDOW, Means({"URL": url}))
    return [(str(row.period), float(str(row.value))) for row in rows]


async def test_the_window_is_bound_from_since_and_before_until(warehouse):
    assert await ask(warehouse, WEEKS) == [("2026-03-02", 25), ("2026-03-09", 27)]


async def test_a_statement_may_do_without_the_window(warehouse):
    assert len(await ask(warehouse, "SELECT week, n FROM counted;")) == 4


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("SELECT week FROM counted", "gives 1 columns"),
        ("SELECT week, n FROM nowhere", "The database says: .*nowhere"),
        ("SELECT week, n FROM counted WHERE week = :day", "asks for :day"),
        ("SELECT a.week, a.n FROM counted a, counted b", "more than 10 rows"),
        ("SELECT 1/0, 1 FROM nowhere", "The database says"),
    ],
)
async def test_what_goes_wrong_is_told_in_a_sentence(warehouse, statement, words):
    with pytest.raises(SourceProblem, match=words):
        await ask(warehouse, statement, max_rows=10)


async def test_a_statement_that_writes_is_refused_by_the_database_itself(warehouse):
    # Past our own word for it, as a malicious text might be. Where a statement is wrapped, that refuses it.
    writing = "DELETE FROM counted RETURNING week, n"
    source = asking(WEEKS).model_copy(update={"statement": writing})
    with pytest.raises(SourceProblem, match=r"read.?only|syntax error"):
        await pull(source, WINDOW, Means({"URL": warehouse}))

    assert len(await ask(warehouse, "SELECT week, n FROM counted")) == 4


@pytest.mark.postgres
async def test_a_function_that_writes_is_refused_by_postgresql(postgres):
    with pytest.raises(SourceProblem, match="in a read-only transaction"):
        await ask(postgres, "SELECT lo_creat(-1)::int, 1")


@pytest.mark.postgres
async def test_postgresql_takes_no_second_statement(postgres):
    breaks_out = "SELECT 1, 2) AS a; COMMIT; SELECT * FROM (SELECT 3, 4"
    source = asking("SELECT 1, 2").model_copy(update={"statement": breaks_out})

    with pytest.raises(SourceProblem, match="multiple commands"):
        await pull(source, WINDOW, Means({"URL": postgres}))


async def test_far_too_many_rows_are_never_held(warehouse, request):
    several = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000000)"
    if "postgres" in request.node.callspec.id:
        several = "WITH n AS (SELECT generate_series(1, 5000000) AS i)"
    before = getrusage(RUSAGE_SELF).ru_maxrss
    with pytest.raises(SourceProblem, match="more than 100 rows"):
        await ask(warehouse, f"{several} SELECT i, i FROM n -- all of them", max_rows=100)

    assert getrusage(RUSAGE_SELF).ru_maxrss - before < 100_000


async def test_a_cell_that_is_far_too_long_is_never_held(warehouse):
    longest = "hex(zeroblob(500001))" if "sqlite" in warehouse else "repeat('m', 1000001)"
    with pytest.raises(SourceProblem, match=r"too big|a row of more than 1,000,000 characters; a period"):
        await ask(warehouse, f"SELECT '2026-03-02', '1' UNION ALL SELECT '2026-03-09', {longest}")


async def test_a_cell_that_is_just_not_too_long_is_taken_as_it_is(warehouse):
    wide = "hex(zeroblob(249990))" if "sqlite" in warehouse else "repeat('0', 499980)"

    assert await ask(warehouse, f"SELECT '2026-03-09', {wide}") == [("2026-03-09", 0.0)]


async def test_a_statement_that_never_ends_is_given_up_and_the_loop_runs_on(warehouse):
    began = monotonic()
    beats = 0

    async def beat():
        nonlocal beats
        while True:
            beats += 1
            await asyncio.sleep(0.05)

    beating = asyncio.create_task(beat())
    with pytest.raises(SourceProblem):
        await ask(warehouse, FOREVER, timeout=1)
    beating.cancel()

    assert monotonic() - began < 30
    assert beats > 1


@pytest.mark.parametrize("timeout", [0.001, 0.5])
async def test_nothing_goes_on_for_whoever_gave_up_however_soon(warehouse, timeout):
    before = threading.enumerate()
    with pytest.raises(SourceProblem):
        await pull(asking(FOREVER).model_copy(update={"timeout": timeout}), WINDOW, Means({"URL": warehouse}))
    at_work = [each for each in threading.enumerate() if each.name == "source" and each not in before]
    for each in at_work:
        await asyncio.to_thread(each.join, 60)

    assert not any(each.is_alive() for each in at_work)


@asynccontextmanager
async def falling_silent(postgres, statement):
    """The URL of a server that does not answer any more once it was asked this."""
    at, is_silent = make_url(postgres), asyncio.Event()

    async def pass_on(reader, writer, *, is_answer):
        while said := await reader.read(65536):
            if statement in said:
                is_silent.set()
            if not (is_answer and is_silent.is_set()):
                writer.write(said)
        writer.close()

    async def connect(reader, writer):
        answers, asked = await asyncio.open_unix_connection(f"{at.query['host']}/.s.PGSQL.5432")
        await asyncio.gather(
            pass_on(reader, asked, is_answer=False), pass_on(answers, writer, is_answer=True)
        )

    async with await asyncio.start_server(connect, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        url = at.set(host="127.0.0.1", port=port, query={"sslmode": "disable"})
        yield url.render_as_string(hide_password=False)
        assert is_silent.is_set()


@pytest.mark.postgres
async def test_nothing_goes_on_where_a_server_falls_silent(postgres):
    before = threading.enumerate()
    async with falling_silent(postgres, b"SELECT 1, 2") as url:
        with pytest.raises(SourceProblem, match="No answer within 4 seconds"):
            await ask(url, "SELECT 1, 2", timeout=4)
        at_work = [each for each in set(threading.enumerate()) - set(before) if "source" in each.name]
        for each in at_work:
            await asyncio.to_thread(each.join, 60)

    assert not any(each.is_alive() for each in at_work)


async def test_the_password_is_in_no_sentence():
    with pytest.raises(SourceProblem) as caught:
        await ask("postgresql://me:topsecret@127.0.0.1:1/nothing", "SELECT 1, 2")

    assert "topsecret" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("my database", "not written as a database URL"),
        ("nosuchdb://here/there", "driver for nosuchdb is not installed"),
        ("sqlite:////nowhere/at/all.db", "unable to open"),
    ],
)
async def test_an_address_that_leads_nowhere_is_told(url, words):
    with pytest.raises(SourceProblem, match=words):
        await ask(url, "SELECT 1, 2")


@pytest.mark.parametrize("dialect", ["sqlite", "duckdb"])
async def test_nobody_waits_for_whoever_writes_into_a_pipe(tmp_path, dialect):
    os.mkfifo(tmp_path / "numbers.db")

    with pytest.raises(SourceProblem, match="is a pipe, not a file"):
        await ask(f"{dialect}:///{tmp_path / 'numbers.db'}", WEEKS, timeout=5)


async def test_a_sqlite_file_of_somebody_else_is_left_as_it_is(tmp_path):
    file = tmp_path / "theirs.db"
    with closing(sqlite3.connect(file)) as theirs:
        theirs.executescript("CREATE TABLE counted (week, n); INSERT INTO counted VALUES ('2026-03-09', 27)")
    before = file.read_bytes()
    found = await ask(f"sqlite:///{file}", WEEKS)

    assert found == [("2026-03-09", 27)]
    assert file.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["theirs.db"]
