"""What a source says is read back exactly: every number the same float, whichever way it came."""

import csv
import io
import json
import random
import sqlite3
from datetime import UTC, date, datetime, timedelta
from functools import partial
from urllib.parse import urlsplit

import duckdb
import psycopg
import pytest

from rituals.file_desk import FileDesk
from rituals.pulling import Pulls
from storage.records.metrics import Direction, Metric
from storage.records.sources import RunState
from storage.sources.operators_file import parse
from storage.sources.pulling import pull
from storage.sources.rows import Means
from tests.making import ANA, a_workspace
from tests.postgres import fresh_database

SCORE = Metric("score", "Score", "points", Direction.UP)
OTHER = Metric("other", "Other", "points", Direction.UP)
AWKWARD = (0.1 + 0.2, 1e15, -1e15, 5e-324, -0.1, 1 / 3, 21.9, 999_999_999_999_999.0, 123_456.789, 1e-7, 0.0)


def series(seed):
    """Two years of weeks with gaps; numbers that many a way would round."""
    chance = random.Random(seed)
    numbers = [*AWKWARD, *(chance.uniform(-1e6, 1e6) * 10 ** chance.randint(-9, 8) for _ in range(90))]
    weeks = sorted(chance.sample(range(104), len(numbers)))
    chance.shuffle(numbers)
    return {date(2024, 3, 11) + timedelta(weeks=at): value for at, value in zip(weeks, numbers, strict=True)}


DATA = {"score": series(1), "other": series(2)}
LONG = "metric,period_start,value\n" + "".join(
    f"{key},{start},{value!r}\n" for key, values in DATA.items() for start, value in values.items()
)


def wide():
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(["Week", "Score", "Other"])
    for start in sorted({*DATA["score"], *DATA["other"]}):
        rows.writerow([start, *(repr(DATA[key][start]) if start in DATA[key] else "" for key in DATA)])
    return out.getvalue()


def matrix():
    def end(start):
        return int(datetime(start.year, start.month, start.day, tzinfo=UTC).timestamp()) + 7 * 86_400

    values = [[end(start), repr(value)] for start, value in DATA["score"].items()]
    result = [{"metric": {}, "values": values}]
    return json.dumps({"status": "success", "data": {"resultType": "matrix", "result": result}})


async def answers(url, **_how):
    """The web: each path is one way of saying the same."""
    pairs = [{"week": str(start), "n": value} for start, value in DATA["score"].items()]
    texts = {"/long": LONG, "/wide": wide(), "/json": json.dumps(pairs), "/api/v1/query_range": matrix()}
    return texts[urlsplit(url).path].encode()


@pytest.fixture
def in_a_database(tmp_path):
    """A statement's source on a table of one metric, in a database of each kind."""

    async def _fill(kind, request):
        rows = [(str(start), value) for start, value in DATA["score"].items()]
        create, insert = "CREATE TABLE n (day DATE, value DOUBLE PRECISION)", "INSERT INTO n VALUES (?, ?)"
        match kind:
            case "sqlite":
                with sqlite3.connect(tmp_path / "w.db") as connection:
                    connection.execute(create)
                    connection.executemany(insert, rows)
                connection.close()
                return f"sqlite:///{tmp_path}/w.db"
            case "duckdb":
                with duckdb.connect(tmp_path / "w.duckdb") as store:
                    store.execute(create)
                    store.executemany(insert, rows)
                return f"duckdb:///{tmp_path}/w.duckdb"
        url = await fresh_database(request.getfixturevalue("postgres"))
        server = await psycopg.AsyncConnection.connect(url.replace("+psycopg", ""))
        async with server, server.cursor() as cursor:
            await cursor.execute(create)
            await cursor.executemany(insert.replace("?", "%s"), rows)
        return url

    return _fill


WEB = 'url = "https://example.com/{}"\n'
SOURCES = {
    "csv_web long": (f'kind = "csv_web"\n{WEB.format("long")}', ("score", "other")),
    "csv_web wide": (
        f'kind = "csv_web"\n{WEB.format("wide")}layout = "wide"\nperiod_column = "Week"\n',
        ("score", "other"),
    ),
    "json": (f'kind = "json"\nmetric = "Score"\nselect = "[].[week, n]"\n{WEB.format("json")}', ("score",)),
    "prometheus": (f'kind = "prometheus"\nmetric = "Score"\nquery = "n"\n{WEB.format("")}', ("score",)),
}


@pytest.fixture
async def books_of(ledger):
    async with ledger.open() as books:
        await books.workspaces.put(a_workspace(product_lead=ANA.user))
        for metric in (SCORE, OTHER):
            await books.metrics.put(metric)
    return ledger


@pytest.fixture
def pulled(books_of, clock):
    """Pulls one source, and gives what stands in the books."""

    async def _pull(settings, secrets=None):
        means = Means(secrets or {}, answers)
        source = parse(f"[sources.exact]\n{settings}\nsince = 2024-01-01\n")
        run = await Pulls(books_of, clock, source, partial(pull, means=means)).run("exact")
        assert (run.state, run.error) == (RunState.DONE, None)
        return await read_back(books_of)

    return _pull


async def read_back(ledger):
    async with ledger.open() as books:
        return {
            key: {each.period_start: each.value for each in await books.readings.of_metric(key)}
            for key in DATA
        }


def only(*keys):
    return {key: values if key in keys else {} for key, values in DATA.items()}


@pytest.mark.parametrize("way", list(SOURCES))
async def test_what_comes_from_the_web_is_exact(pulled, way):
    settings, keys = SOURCES[way]

    assert await pulled(settings) == only(*keys)


@pytest.mark.parametrize("kind", ["sqlite", "duckdb", pytest.param("postgres", marks=pytest.mark.postgres)])
async def test_what_comes_from_a_database_is_exact(pulled, in_a_database, request, kind):
    url = await in_a_database(kind, request)
    statement = "SELECT day, value FROM n WHERE day >= :since AND day < :until"
    settings = f'kind = "sql"\nmetric = "Score"\nurl_env = "W"\nstatement = "{statement}"'

    assert await pulled(settings, {"W": url}) == only("score")


@pytest.mark.parametrize("layout", ["long", "wide"])
async def test_what_comes_from_a_file_is_exact(pulled, tmp_path, layout):
    (tmp_path / "n.csv").write_text(LONG if layout == "long" else wide())
    columns = 'layout = "wide"\nperiod_column = "Week"\n' if layout == "wide" else ""

    assert await pulled(f'kind = "csv"\npath = "{tmp_path}/n.csv"\n{columns}') == DATA


async def test_what_somebody_hands_over_is_exact(books_of, clock):
    await FileDesk(books_of, clock).load(ANA, "n.csv", LONG.encode())

    assert await read_back(books_of) == DATA
