"""Two processes on one PostgreSQL live through a Monday: every message once, and either one answers."""

import asyncio
import os
import re
import sys
from collections import Counter
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import time
from itertools import cycle
from pathlib import Path

import aiohttp
import pytest
import yaml
from aiohttp import web

from bot import simulator
from bot.manifest import EVENTS_PATH
from bot.settings import Mode
from rituals.agenda import Agenda
from rituals.catalogue import RITUALS
from storage.records.deliveries import DeliveryState
from tests.fakes import HandClock
from tests.journeys.living import EVE, MONDAY, Office, eventually, furnish
from tests.making import a_team
from tests.patience import PATIENT
from tests.ports import free_port
from tests.postgres import fresh_database

pytestmark = [pytest.mark.journey, pytest.mark.postgres]

SERVICES = yaml.safe_load(Path("compose.yml").read_text())["services"]
COMPOSED = SERVICES["polaris"]

COMMITTED = [("bo", "mend the build"), ("hana", "write the guide"), ("lena", "call three newcomers")]


@asynccontextmanager
async def proxy(port, behind):
    """Passes each of Slack's requests on to the next process; gives how many each has had."""
    served: Counter[int] = Counter()
    turn = cycle(behind)

    async def pass_on(request):
        to = next(turn)
        served[to] += 1
        address = f"http://127.0.0.1:{to}{request.path}"
        headers = {name: value for name, value in request.headers.items() if name != "Host"}
        async with session.post(address, data=await request.read(), headers=headers) as answer:
            return web.Response(
                status=answer.status, body=await answer.read(), content_type=answer.content_type
            )

    application = web.Application()
    application.add_routes([web.post(EVENTS_PATH, pass_on)])
    runner = web.AppRunner(application)
    async with aiohttp.ClientSession() as session:
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        try:
            yield served
        finally:
            await runner.cleanup()


@asynccontextmanager
async def replica(slack, url, port):
    """One of the replicas of compose.yml, without its container."""
    environment = {
        **COMPOSED["environment"],
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_SIGNING_SECRET": slack.signing_secret,
        "SLACK_API_URL": slack.api_url,
        "POLARIS_DATABASE_URL": url,
        "POLARIS_URL": "",
        "OTEL_EXPORTER_OTLP_ENDPOINT": "",
        "POLARIS_HTTP_HOST": "127.0.0.1",
        "POLARIS_HTTP_PORT": str(port),
    }
    assert not [name for name, value in environment.items() if "$" in value]
    of_the_test = {"POLARIS_CLOCK_URL": f"{slack.url}/control", "POLARIS_LOG_LEVEL": "WARNING"}
    command, *arguments = COMPOSED["command"]
    assert command == "polaris"
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *arguments, env={**os.environ, **environment, **of_the_test}
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
        assert await asyncio.wait_for(process.wait(), 60) == 0


async def ready(port):
    async def is_ready():
        try:
            async with session.get(f"http://127.0.0.1:{port}/health/ready") as answer:
                return answer.status == 200
        except aiohttp.ClientError:
            return False

    async with aiohttp.ClientSession() as session:
        await eventually(is_ready, 60)


def squad_channel(office, number):
    workspace = office.slack.workspace
    return workspace.add_channel(f"squad-{number}", workspace.bot.id, [workspace.bot.id])


async def give_standups(office):
    """A dozen more teams whose standup is at nine too."""
    async with office.ledger() as ledger, ledger.open() as books:
        agenda = Agenda(ledger, HandClock(EVE), RITUALS)
        for number in range(12):
            channel = squad_channel(office, number)
            team = a_team(
                id=f"squad-{number}", name=f"Squad {number}", lead=office["bo"].id, channel=channel.id
            )
            team = replace(team, standup_days=(1,), standup_time=time(9), time_zone="Europe/Berlin")
            await books.teams.put(team)
            await agenda.keep(books, "pulse", team.id, days=(1,), at=time(9), zone=team.time_zone)


@pytest.fixture
async def office(postgres, migrated_postgres):
    """On the eve of a Monday, with two processes behind one address."""
    url, ports = await fresh_database(postgres, migrated_postgres), [free_port() for _ in range(3)]
    async with (
        simulator.running(
            "manifest.yml",
            EVE,
            events_url=f"http://127.0.0.1:{ports[0]}{EVENTS_PATH}",
            granted_optional=("all",),
            files_ready_after=0,
            **PATIENT,
        ) as slack,
        proxy(ports[0], ports[1:]) as served,
    ):
        office = Office(slack, url, Mode.HTTP, ports[0])
        await furnish(office)
        await give_standups(office)
        async with replica(slack, url, ports[1]), replica(slack, url, ports[2]):
            await asyncio.gather(*map(ready, ports[1:]))
            yield office, served


async def test_two_processes_live_a_monday_as_one(office):
    office, served = office
    for person, line in COMMITTED:
        await office[person].runs(f"/commit {line}")
    await office.walk_to(MONDAY, time(17))

    async def is_all_settled():
        async with office.ledger() as ledger, ledger.open() as books:
            on_their_way = await books.deliveries.in_state(DeliveryState.PENDING, DeliveryState.SENDING)
            return not on_their_way

    await eventually(is_all_settled, 20)

    async with office.ledger() as ledger, ledger.open() as books:
        sent = await books.deliveries.in_state(DeliveryState.SENT)
        others = await books.deliveries.in_state(*(set(DeliveryState) - {DeliveryState.SENT}))
    replies = [office[person].reads()[-1] for person, _ in COMMITTED]
    posted = Counter((each.channel, each.ts) for each in sent if each.replaces is None)
    assert others == []
    squads = {number: len(office.slack.texts(f"squad-{number}")) for number in range(12)}
    assert squads == dict.fromkeys(range(12), 2)
    assert len(office.pulses()) == 1
    assert office.calls("chat.postMessage") == len(posted)
    assert set(posted.values()) == {1}
    assert all(line in reply for (_, line), reply in zip(COMMITTED, replies, strict=True))
    assert min(served.values()) > 0
    assert len(served) == 2


def test_the_proxy_knows_the_replicas_that_are_started():
    nginx = Path("docs/nginx.conf").read_text()
    known = re.findall(r"server ([\w-]+):(\d+) ", nginx)
    port = COMPOSED["environment"]["POLARIS_HTTP_PORT"]

    assert known == [(name, port) for name in SERVICES["proxy"]["depends_on"]]
    assert SERVICES["polaris-2"] == COMPOSED
