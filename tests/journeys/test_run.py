"""`polaris run` starts as an operator would start it, and stops when it is told to."""

import asyncio
import os
import signal
import sqlite3
import sys
from asyncio.subprocess import PIPE
from contextlib import asynccontextmanager, closing, contextmanager
from time import monotonic

import aiohttp
import pytest

from rituals.clock import SystemClock
from rituals.letters import Letter, post
from rituals.pauses import ShutdownNote
from rituals.tokens import Tokens
from storage.database import opened
from storage.records.deliveries import DeliveryState
from tests.bot.test_returning import QUOTED, sends
from tests.journeys.living import eventually
from tests.making import MONDAY
from tests.ports import free_port
from tests.postgres import frozen_postgres

pytestmark = pytest.mark.journey


@pytest.fixture
def port():
    return free_port()


@pytest.fixture
async def started(simulator, tmp_path, port):
    processes = []

    async def start(*program, **changed):
        environment = {
            **os.environ,
            "SLACK_BOT_TOKEN": simulator.bot_token,
            "SLACK_APP_TOKEN": simulator.app_token,
            "SLACK_API_URL": simulator.api_url,
            "POLARIS_DATABASE_URL": f"sqlite:///{tmp_path / 'polaris.db'}",
            "POLARIS_HTTP_HOST": "127.0.0.1",
            "POLARIS_HTTP_PORT": str(port),
            **changed,
        }
        process = await asyncio.create_subprocess_exec(
            sys.executable, *(program or ("-m", "bot", "run")), env=environment, stderr=PIPE
        )
        processes.append(process)
        return process

    yield start
    for process in processes:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def ready(port):
    async with aiohttp.ClientSession() as session, asyncio.timeout(120):
        while True:
            try:
                async with session.get(f"http://127.0.0.1:{port}/health/ready") as answer:
                    if answer.status == 200:
                        return
            except aiohttp.ClientError:
                pass
            await asyncio.sleep(0.05)


async def gone(port):
    """Wait until something that is needed does not answer any more."""
    async with aiohttp.ClientSession() as session, asyncio.timeout(30):
        while True:
            async with session.get(f"http://127.0.0.1:{port}/health/ready") as answer:
                if answer.status == 503:
                    return
            await asyncio.sleep(0.05)


async def stopped(process, told):
    process.send_signal(told)
    async with asyncio.timeout(15):
        _, said = await process.communicate()
    return process.returncode, said.decode()


@pytest.mark.parametrize("told", [signal.SIGINT, signal.SIGTERM])
async def test_told_to_stop_it_says_so_and_ends_well(started, port, told):
    process = await started()
    await ready(port)

    status, said = await stopped(process, told)

    assert status == 0
    assert "polaris started" in said
    assert "polaris stopped" in said
    assert "Traceback" not in said


async def test_it_can_be_stopped_while_slack_keeps_it_waiting(started):
    called, left = asyncio.Event(), asyncio.Event()

    async def say_nothing(reader, writer):
        called.set()
        await reader.read()
        writer.close()
        left.set()

    async with await asyncio.start_server(say_nothing, "127.0.0.1", 0) as silent:
        port = silent.sockets[0].getsockname()[1]
        process = await started(SLACK_API_URL=f"http://127.0.0.1:{port}/api/", POLARIS_LOG_LEVEL="WARNING")
        await asyncio.wait_for(called.wait(), 20)

        assert await stopped(process, signal.SIGTERM) == (0, "")
        await asyncio.wait_for(left.wait(), 20)


MANY = 1_000

# With less patience; all else is as it would be.
IMPATIENT = """
from functools import partial
from bot import house, pacing
house.Timing = partial(pacing.Timing, hearing=0.2, silence=0.4)
from bot.__main__ import main
main(["run"])
"""


async def test_when_slack_is_silent_it_says_so_and_ends_for_its_supervisor(started, simulator):
    simulator.world.sockets.is_mute = True
    process = await started("-c", IMPATIENT)
    async with asyncio.timeout(30):
        _, said = await process.communicate()

    assert process.returncode == 1
    assert said.decode().endswith("polaris: Slack was not heard for three minutes; start me again.\n")


async def test_what_is_wrong_is_one_sentence_and_status_2(started):
    process = await started(SLACK_BOT_TOKEN="xoxb-wrong")

    _, said = await process.communicate()

    assert process.returncode == 2
    assert said.decode() == "polaris: SLACK_BOT_TOKEN was refused by Slack: invalid_auth.\n"


@pytest.mark.parametrize(
    ("variable", "nobody_there", "sentence"),
    [
        ("SLACK_API_URL", "http://127.0.0.1:{port}/api/", "SLACK_API_URL cannot be reached"),
        (
            "POLARIS_DATABASE_URL",
            "postgresql://polaris@127.0.0.1:{port}/polaris",
            "POLARIS_DATABASE_URL cannot be reached",
        ),
    ],
)
async def test_who_is_away_is_one_sentence_and_status_1_for_whoever_starts_it_again(
    started, port, variable, nobody_there, sentence
):
    process = await started(**{variable: nobody_there.format(port=port)})

    _, said = await process.communicate()

    assert process.returncode == 1
    assert sentence in said.decode()
    assert said.count(b"\n") == 1


@pytest.mark.parametrize("method", ["auth.test", "apps.connections.open"])
async def test_a_slack_that_fails_at_the_start_is_away_and_no_setting_is_wrong(started, simulator, method):
    simulator.faults.add("503", method=method, times=None)
    process = await started()

    _, said = await process.communicate()

    assert process.returncode == 1
    assert said.startswith(b"polaris: SLACK_API_URL ")


async def test_what_answers_well_and_is_not_slack_is_a_wrong_setting(started, simulator):
    a_page = simulator.api_url.removesuffix("api/") + "?"
    process = await started(SLACK_API_URL=a_page)

    _, said = await process.communicate()

    assert process.returncode == 2
    assert b"does not answer as Slack does" in said


async def test_told_to_stop_amid_much_it_ends_in_time_and_nothing_is_lost_or_doubled(
    started, port, simulator, migrated_url
):
    people = [simulator.people[each.id] for each in simulator.workspace.users.values() if not each.is_bot][:8]
    dms = [person.dm.id for person in people]

    def posted():
        return [len(simulator.texts(dm)) for dm in dms]

    simulator.faults.add("slow", method="chat.postMessage", times=None, seconds=1.5)
    process = await started(POLARIS_DATABASE_URL=migrated_url)
    await ready(port)
    now, note = SystemClock().now(), ShutdownNote(MONDAY, MONDAY, is_over=False)
    ours = simulator.workspace.team_id
    async with opened(migrated_url) as database, database.ledger(ours).open() as books:
        for number in range(16):
            await post(books, Letter(f"{number}", people[number % 8].id, note), now)
    await simulator.until(lambda: sum(posted()), timeout_s=20)
    began = monotonic()
    status, _ = await stopped(process, signal.SIGTERM)
    took, by_then = monotonic() - began, sum(posted())
    simulator.faults.clear()
    await started(POLARIS_DATABASE_URL=migrated_url)
    await simulator.until(lambda: sum(posted()) == 16, timeout_s=60)

    assert status == 0
    assert took < 10
    assert by_then < 16
    assert posted() == [2] * 8


async def test_told_to_stop_while_slack_answers_nothing_it_ends_in_time(started, port, simulator, tmp_path):
    process = await started()
    await ready(port)
    asked = simulator.faults.add("slow", times=MANY, seconds=30)
    simulator.faults.add("slow", "response_url", times=None, seconds=30)
    simulator.world.sockets.is_mute = True
    ana, note = simulator.people["ana"], ShutdownNote(MONDAY, MONDAY, is_over=False)
    ours = simulator.workspace.team_id
    async with (
        opened(f"sqlite:///{tmp_path / 'polaris.db'}") as database,
        database.ledger(ours).open() as books,
    ):
        await post(books, Letter("note", ana.id, note), SystemClock().now())
    await simulator.until(lambda: asked.times < MANY, timeout_s=20)
    await ana.runs("/commit")  # a form, which Slack does not open
    began = monotonic()
    status, _ = await stopped(process, signal.SIGTERM)
    took = monotonic() - began

    assert status == 0
    assert took < 10


A_SOURCE = """
[sources.slow]
kind = "sql"
metric = "signups"
url_env = "WAREHOUSE_URL"
statement = "SELECT day, signups FROM days"
"""


@asynccontextmanager
async def nobody_at_home():
    """A port where everybody is let in and nothing is said, and whether somebody came."""
    came = asyncio.Event()

    async def say_nothing(reader, writer):
        came.set()
        await reader.read()
        writer.close()

    async with await asyncio.start_server(say_nothing, "127.0.0.1", 0) as silent:
        yield silent.sockets[0].getsockname()[1], came


@asynccontextmanager
async def pushing(port, secret):
    """Readings that never come to their end."""
    _, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(
        f"POST /api/v1/readings HTTP/1.1\r\nHost: polaris\r\nAuthorization: Bearer {secret}\r\n"
        "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{".encode()
    )
    try:
        yield
    finally:
        writer.close()


async def test_told_to_stop_while_all_of_it_hangs_at_once_it_ends_in_time_and_nothing_is_lost(
    started, port, simulator, migrated_url, tmp_path
):
    (tmp_path / "sources.toml").write_text(A_SOURCE)
    ana, note = simulator.people["ana"], ShutdownNote(MONDAY, MONDAY, is_over=False)
    others = {each.id for each in simulator.workspace.users.values() if not each.is_bot} - {ana.id}
    people = sorted(others)[:8]

    async def all_are_asked():
        return MANY - asked.times >= len(people)

    async with (
        opened(migrated_url) as database,
        nobody_at_home() as (warehouse, asked_there),
        nobody_at_home() as (collector, _),
    ):
        ledger = database.ledger(simulator.workspace.team_id)
        hung = await started(
            POLARIS_DATABASE_URL=migrated_url,
            POLARIS_SOURCES=str(tmp_path / "sources.toml"),
            WAREHOUSE_URL=f"postgresql://polaris@127.0.0.1:{warehouse}/numbers",
            OTEL_EXPORTER_OTLP_ENDPOINT=f"http://127.0.0.1:{collector}",
        )
        await ready(port)
        await asyncio.wait_for(asked_there.wait(), 20)
        _, secret = await Tokens(ledger, SystemClock()).create("robot")
        asked = simulator.faults.add("slow", times=MANY, seconds=30, accepted=False)
        simulator.faults.add("slow", "response_url", times=None, seconds=30)
        async with ledger.open() as books:
            for person in people:
                await post(books, Letter(f"to {person}", person, note), SystemClock().now())
        await eventually(all_are_asked, 20)
        await sends(simulator, ana, "commit.new")
        simulator.world.sockets.is_mute = True
        async with pushing(port, secret):
            began = monotonic()
            status, said = await stopped(hung, signal.SIGTERM)
            took = monotonic() - began
        async with ledger.open() as books:
            sending = await books.deliveries.in_state(DeliveryState.SENDING)
        simulator.faults.clear()
        simulator.world.sockets.is_mute = False
        await started(POLARIS_DATABASE_URL=migrated_url)
        await simulator.until(lambda: any(QUOTED in each for each in ana.reads(ana.dm.id)), timeout_s=60)

    assert status == 0
    assert took < 10
    assert "cut off at the stop" in said
    assert "polaris stopped" in said
    assert sorted(each.key for each in sending) == [f"to {person}" for person in people]


@contextmanager
def holding_up(url, request):
    """Have the database answer nothing, of either kind, while the block runs."""
    if url.startswith("postgresql"):
        with frozen_postgres(request.getfixturevalue("postgres")):
            yield
    else:
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as somebody_else:
            somebody_else.execute("BEGIN IMMEDIATE")
            yield


async def test_told_to_stop_while_its_database_answers_nothing_it_ends_in_time(
    started, port, migrated_url, request
):
    process = await started(POLARIS_DATABASE_URL=migrated_url)
    await ready(port)
    with holding_up(migrated_url, request):
        await gone(port)
        began = monotonic()
        status, said = await stopped(process, signal.SIGTERM)
        took = monotonic() - began

    assert status == 0
    assert took < 10
    assert "polaris stopped" in said
