"""Sources that hang and lie, each pulled for real: a sentence for the owner, and no reading is lost.

Whatever a source does, what was read before stands, the honest source beside it is read, and the pull ends.
"""

import asyncio
import gzip
import json
import os
import sqlite3
from dataclasses import dataclass
from datetime import date
from functools import partial

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from pydantic import TypeAdapter

from bot.fetching import fetch
from rituals.failing import SourceFails
from rituals.pull_hours import ATTEMPTS
from rituals.pulling import Pulls
from storage.records.metrics import Direction, Metric
from storage.records.sources import RunState
from storage.sources.operators_file import parse
from storage.sources.pulling import pull
from storage.sources.rows import Means
from tests.making import a_reading, a_star, a_workspace

ACTIVE = Metric("active", "Active", "count", Direction.UP)
BEFORE, LAST = date(2026, 3, 2), date(2026, 3, 9)
HEAD = "metric,period_start,value\n"
GOOD = f"{HEAD}Active,2026-03-09,27\n"
HUGE = 200_000_000


class Liar:
    """A server that answers each path with a lie, and counts what it could send."""

    def __init__(self):
        self.bodies: dict[str, tuple[bytes, dict[str, str]]] = {}
        self.over, self.sent = asyncio.Event(), 0

    async def start(self):
        app = web.Application()
        app.router.add_get("/{what:.*}", self._answer)
        self.server = TestServer(app, host="127.0.0.1")
        await self.server.start_server()
        self.host = f"127.0.0.1:{self.server.port}"

    async def _answer(self, request):
        match request.match_info["what"].split("/")[0]:
            case "hangs":
                await self.over.wait()
            case "huge":
                return await self._stream(request, HUGE, {})
            case "half":
                return await self._stream(request, 1_000, {"Content-Length": "5000"})
            case "metadata":
                raise web.HTTPFound("http://169.254.169.254/latest/meta-data")
            case "etc":
                raise web.HTTPFound("file:///etc/passwd")
            case "round":
                raise web.HTTPFound(request.path)
        body, headers = self.bodies[request.path]
        return web.Response(body=body, headers=headers)

    async def _stream(self, request, size, headers):
        answer = web.StreamResponse(headers=headers)
        await answer.prepare(request)
        line = b"x" * 9_999 + b"\n"
        try:
            while self.sent < size:
                await answer.write(line)
                self.sent += len(line)
        except ConnectionError:
            pass
        if headers:
            request.transport.abort()
        return answer


@pytest.fixture
async def liar():
    liar = Liar()
    await liar.start()
    yield liar
    liar.over.set()
    await liar.server.close()


@dataclass
class Told:
    """What a pull came to."""

    run: object
    readings: dict[date, float]
    letters: list[str]


@pytest.fixture
def pulled(ledger, clock, liar, tmp_path):
    """Pulls a source that is configured so until it is given up, beside an honest one."""

    async def _pull(settings):
        honest = tmp_path / "honest.csv"
        honest.write_text(GOOD.replace("Active", "Honest"))
        text = f'[sources.liar]\n{settings}\n[sources.honest]\nkind = "csv"\npath = "{honest}"\n'
        async with ledger.open() as books:
            await books.workspaces.put(a_workspace())
            await books.north_stars.put(a_star(metric=ACTIVE))
            await books.metrics.put(Metric("honest", "Honest", "count", Direction.UP))
            await books.readings.put([a_reading(metric="active", period_start=BEFORE, value=25.0)])
        pulls = Pulls(ledger, clock, parse(text), partial(pull, means=Means(fetch=fetch)))
        await pulls.adopt()
        for _ in range(ATTEMPTS):
            await pulls.keep()
            clock.pass_(minutes=10)
        async with ledger.open() as books:
            (run, *_) = await books.source_runs.latest("liar")
            readings = await books.readings.of_metric("active")
            assert await books.readings.of_metric("honest")
            letters = await books.deliveries.in_state("pending")
        told = [TypeAdapter(SourceFails).validate_json(each.content).error for each in letters]
        return Told(run, {each.period_start: each.value for each in readings}, told)

    return _pull


def says(words):
    """A judge of a pull that failed or left something out: told, and nothing lost."""

    def judge(told, *, kept=None):
        assert told.run.state in {RunState.FAILED, RunState.PARTIAL}
        assert told.run.ended_at is not None
        assert words in told.run.error
        assert [words in each for each in told.letters] == [True]
        assert told.readings == {BEFORE: 25.0} | (kept or {})

    return judge


def on_the_web(kind, liar, what, timeout=20):
    settings = f'kind = "{kind}"\nurl = "http://{liar.host}/{what}"\nallow_private = ["{liar.host}"]\n'
    settings += f"timeout = {timeout}\n"
    match kind:
        case "json":
            return settings + 'metric = "Active"\nselect = "data[].[week, n]"\n'
        case "prometheus":
            return settings + 'metric = "Active"\nquery = "sum(increase(n[7d]))"\nsince = 2026-03-02\n'
    return settings


async def test_an_address_that_hangs_is_given_up(pulled, liar):
    says("No answer within 1 seconds")(await pulled(on_the_web("csv_web", liar, "hangs", timeout=1)))


@pytest.mark.parametrize("kind", ["csv_web", "json", "prometheus"])
@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("half", "broke off in the middle of its answer"),
        ("metadata", "sends us on to 169.254.169.254, which is inside a private network"),
        ("etc", "begin with https:// or http://"),
        ("round", "sends us on more than 3 times"),
    ],
)
async def test_what_an_address_does_is_a_sentence(pulled, liar, kind, what, words):
    says(words)(await pulled(on_the_web(kind, liar, what)))


async def test_200_mb_are_cut_off_and_never_held(pulled, liar):
    says("more than 20 MB")(await pulled(on_the_web("csv_web", liar, "huge")))

    assert liar.sent < ATTEMPTS * 60_000_000


def in_a_database(folder, statement="SELECT * FROM n", timeout=20):
    settings = f'kind = "sql"\nmetric = "Active"\nurl = "sqlite:///{folder}/w.db"\ntimeout = {timeout}\n'
    return f"{settings}statement = {json.dumps(statement)}\n"


HTML = b"<!doctype html><title>Please sign in</title>"
BOMB = gzip.compress(bytes(50_000_000))


@pytest.mark.parametrize("kind", ["csv_web", "json", "prometheus"])
@pytest.mark.parametrize(
    ("body", "headers", "words"),
    [
        (HTML, {}, "It is a web page"),
        (BOMB, {"Content-Encoding": "gzip"}, "sends its answer packed"),
        (BOMB, {"Content-Encoding": "br"}, "sends its answer packed"),
        (BOMB, {}, ("not text in UTF-8", "not JSON", "not JSON")),
        (b"", {}, ("no column", "not JSON", "not JSON")),
        (b"\x00" * 100, {}, ("no column", "not JSON", "not JSON")),
        ("Gr\u00fc\u00dfe,1".encode("latin-1"), {}, ("not text in UTF-8", "not JSON", "not JSON")),
        (GOOD.encode("utf-16"), {}, ("not text in UTF-8", "not JSON", "not JSON")),
        (b'{"data": "' + b"[" * 100_000, {}, ("no column", "not JSON", "not JSON")),
    ],
)
async def test_what_an_address_answers_is_a_sentence(pulled, liar, kind, body, headers, words):
    path = "/api/v1/query_range" if kind == "prometheus" else "/lie"
    liar.bodies[path] = body, headers
    expected = words if isinstance(words, str) else words[["csv_web", "json", "prometheus"].index(kind)]

    says(expected)(await pulled(on_the_web(kind, liar, "" if kind == "prometheus" else "lie")))


ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
LIES = [
    ("2026-03-09", "many", "“many” is not a number I can use"),
    ("2026-03-09", "NaN", "“NaN” is not a number I can use"),
    ("2026-03-09", "inf", "“inf” is not a number I can use"),
    ("2026-03-09", "1e308", "“1e308” is not a number I can use"),
    ("2026-03-09", "-1e400", "“-1e400” is not a number I can use"),
    ("2026-03-09", '=HYPERLINK("http://evil")', "=HYPERLINK("),
    ("2026-03-09", "\u0663\u0664", "is not a number I can use"),
    ("2026-03-09", "1;2", "is not a number I can use"),
    ("2027-03-08", "27", "2027-03-08 is in the future"),
    ("9999-12-27", "27", "“9999-12-27” is not a date"),
    ("09/03/2026", "27", "“09/03/2026” is not a date"),
    ("2026-03-11", "27", "a week starts on a Monday"),
    ("2026-03-09T23:59:59.5+99:00", "27", "is not a date"),
    ("\x00\x1b[31m", "27", "is not a date"),
]


def quoted(cell):
    return '"' + cell.replace('"', '""') + '"'


@pytest.mark.parametrize(("period", "value", "words"), LIES)
@pytest.mark.parametrize("kind", ["csv", "csv_web", "sql", "json"])
async def test_what_a_cell_says_takes_no_readings_place(pulled, liar, tmp_path, kind, period, value, words):
    """The row before it is good, and is read all the same."""
    rows = [("2026-02-23", "24"), (period, value)]
    match kind:
        case "csv" | "csv_web":
            text = HEAD + "".join(f"Active,{quoted(day)},{quoted(cell)}\n" for day, cell in rows)
            file = tmp_path / "numbers.csv"
            file.write_text(text)
            liar.bodies["/lie"] = text.encode(), {}
            settings = f'kind = "csv"\npath = "{file}"' if kind == "csv" else on_the_web(kind, liar, "lie")
        case "sql":
            settings = in_a_database(tmp_path)
            with sqlite3.connect(tmp_path / "w.db") as warehouse:
                warehouse.execute("CREATE TABLE n (day, value)")
                warehouse.executemany("INSERT INTO n VALUES (?, ?)", rows)
            warehouse.close()
        case _:
            body = {"data": [{"week": day, "n": cell} for day, cell in rows]}
            liar.bodies["/lie"] = json.dumps(body).encode(), {}
            settings = on_the_web(kind, liar, "lie")

    says(words)(await pulled(settings), kept={date(2026, 2, 23): 24.0})


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ('"2026-03-09", "n": NaN', "“nan” is not a number"),
        ('"2026-03-09", "n": Infinity', "“inf” is not a number"),
        ('"2026-03-09", "n": 1e308', "is not a number"),
        (f'"2026-03-09", "n": 1{"0" * 4_000}', "is not a number"),
        ('"2026-03-09", "n": true', "“True” is not a number"),
        ('"2026-03-09", "n": [27]', "“[27]” is not a number"),
        ('"2026-03-09", "n": {"value": 27}', "is not a number"),
        ('20260309, "n": 27', "“20260309” is not a date"),
        ('["2026-03-09"], "n": 27', "is not a date"),
        ('"\\ud800", "n": 27', "“?” is not a date"),
        ('"2026-03-09", "n": "\\u0000\\ud83d"', "is not a number"),
    ],
)
async def test_json_of_another_type_is_told(pulled, liar, cells, words):
    liar.bodies["/lie"] = f'{{"data": [{{"week": {cells}}}]}}'.encode(), {}

    says(words)(await pulled(on_the_web("json", liar, "lie")))


@pytest.mark.parametrize("value", ["NaN", "+Inf", "1e308"])
async def test_a_prometheus_that_has_no_number_is_told(pulled, liar, value):
    result = [{"metric": {}, "values": [[1_773_619_200, value]]}]
    answer = {"status": "success", "data": {"resultType": "matrix", "result": result}}
    liar.bodies["/api/v1/query_range"] = json.dumps(answer).encode(), {}

    says("is not a number")(await pulled(on_the_web("prometheus", liar, "")))


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        (
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i FROM n) SELECT i, i FROM n WHERE i = 2",
            "interrupted",
        ),
        (
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i, i FROM n",
            "more than 20,000 rows",
        ),
        ("SELECT '2026-03-09', 9e999", "is not a number"),
        ("SELECT '2026-03-09', x'00ff'", "is not a number"),
        ("SELECT x'00ff', 27", "is not a date"),
        ("SELECT '2026-03-09', zeroblob(200000000)", "too big"),
        ("SELECT '2026-03-09', char(27) || char(0) || 'x'", "is not a number"),
        ("SELECT 1", "gives 1 columns; it has to give two"),
        ("SELECT * FROM nowhere", "no such table"),
    ],
)
async def test_a_database_that_lies_is_told(pulled, tmp_path, statement, words):
    sqlite3.connect(tmp_path / "w.db").close()

    says(words)(await pulled(in_a_database(tmp_path, statement, timeout=1 if words == "interrupted" else 20)))


@pytest.mark.parametrize(
    ("content", "words"),
    [(HTML, "file is not a database"), (b"SQLite format 3\x00" + b"\xff" * 500, "The database says")],
)
async def test_a_file_that_is_no_database_is_told(pulled, tmp_path, content, words):
    (tmp_path / "w.db").write_bytes(content)

    says(words)(await pulled(in_a_database(tmp_path)))


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (os.mkfifo, "is a pipe, not a file"),
        (lambda path: path.mkdir(), "Is a directory"),
        (lambda path: path.symlink_to("/dev/zero"), "longer than 20 MB"),
        (lambda path: path.symlink_to("/nowhere"), "No such file"),
        (lambda path: path.write_bytes(BOMB), "not text in UTF-8"),
    ],
    ids=["a pipe", "a folder", "no end", "nothing", "packed"],
)
async def test_a_file_that_is_none_is_told(pulled, tmp_path, make, words):
    make(tmp_path / "numbers.csv")

    says(words)(await pulled(f'kind = "csv"\npath = "{tmp_path}/numbers.csv"\ntimeout = 20'))


@pytest.mark.parametrize(
    ("instant", "zone", "day"),
    [
        ("2026-03-08T23:30:00Z", "Europe/Berlin", LAST),  # Monday, half past midnight
        ("2026-03-09T00:30:00+05:00", "Asia/Karachi", LAST),
        ("2026-03-09T02:00:00+01:00", "America/New_York", None),  # Sunday evening
        ("2026-03-09 00:00:00", "Pacific/Auckland", LAST),  # without an offset: where the source is
        ("2026-03-08T14:00:00-10:00", "UTC", LAST),
    ],
)
async def test_an_instant_of_another_zone_is_of_the_day_it_is_at_the_source(pulled, liar, instant, zone, day):
    liar.bodies["/lie"] = json.dumps({"data": [{"week": instant, "n": 27}]}).encode(), {}
    told = await pulled(f'{on_the_web("json", liar, "lie")}zone = "{zone}"\n')

    if day is None:
        says("a week starts on a Monday")(told)
    else:
        assert told.readings == {BEFORE: 25.0, day: 27.0}
        assert told.letters == []


async def test_a_byte_order_mark_and_windows_lines_are_no_lie(pulled, liar):
    liar.bodies["/lie"] = b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode(), {}

    assert (await pulled(on_the_web("csv_web", liar, "lie"))).readings == {BEFORE: 25.0, LAST: 27.0}
