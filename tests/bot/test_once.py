"""What Slack sends twice, or somebody in its name, is taken once."""

import asyncio
from datetime import date, timedelta
from hashlib import sha256
from hmac import new as hmac
from urllib.parse import urlencode

import aiohttp
import pytest
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot import wiring
from bot.once import Once, Replays
from bot.settings import Settings
from bot.simulator.server import running
from rituals.clock import SystemClock
from rituals.requests import Requests, Stand
from tests.fakes import HandClock


@pytest.fixture
def requests(either_ledger, clock):
    return Requests(either_ledger, clock)


async def taken(once, body, headers=None):
    went_on = []

    async def go_on():
        went_on.append(body)

    request = AsyncBoltRequest(body=body, headers=headers or {}, mode="socket_mode")
    await once.async_process(req=request, resp=BoltResponse(status=200), next=go_on)
    return bool(went_on)


async def test_an_event_is_taken_once_in_a_day(requests, clock):
    once = Once(requests, Replays(clock, None))

    assert [await taken(once, {"event_id": each}) for each in ("Ev1", "Ev2", "Ev1")] == [True, True, False]


async def test_of_copies_that_come_in_one_moment_one_is_the_first(requests):
    came = [f"event:Ev{number % 3}" for number in range(30)]
    first = await asyncio.gather(*map(requests.is_first, came))

    assert [event for event, is_it in zip(came, first, strict=True) if is_it] == came[:3]


async def test_of_copies_that_come_to_two_processes_in_one_moment_one_is_the_first(either_ledger, clock):
    processes = [Requests(either_ledger, clock) for _ in range(2)]
    first = await asyncio.gather(*(each.is_first("event:Ev1") for each in processes * 5))

    assert first.count(True) == 1


async def test_two_processes_that_take_the_same_in_different_orders_do_not_stop_each_other(
    either_ledger, clock
):
    several = [f"event:Ev{number:04d}" for number in range(3_000)]

    async def take(requests):
        async with either_ledger.single() as books:
            return await books.requests.mark(requests, clock.now(), over=clock.now() - timedelta(days=1))

    one, other = await asyncio.gather(take(several), take(several[::-1]))

    assert sorted([*one, *other]) == several


async def test_whoever_gives_up_waiting_leaves_it_to_the_others(requests):
    both = [asyncio.create_task(requests.is_first(f"event:Ev{number}")) for number in range(2)]
    await asyncio.sleep(0)
    both[0].cancel()

    assert await both[1]
    assert not await requests.is_first("event:Ev0")


async def test_what_was_taken_is_forgotten_after_a_day_and_not_before(requests, clock):
    await requests.is_first("event:Ev1")
    clock.pass_(hours=23)
    await requests.forget()
    early = await requests.is_first("event:Ev1")
    clock.pass_(hours=2)
    await requests.forget()

    assert (early, await requests.is_first("event:Ev1")) == (False, True)


async def test_whoever_failed_too_late_gives_nothing_back(requests, clock):
    await requests.begin("event:Ev1")
    clock.pass_(minutes=1)
    again = await requests.begin("event:Ev1")
    await requests.end("event:Ev1")
    await requests.give_back("event:Ev1")

    assert (again, await requests.begin("event:Ev1")) == (Stand.NEW, Stand.OVER)


@pytest.mark.parametrize("ahead", [-9, 9])
async def test_what_another_machine_is_at_is_not_over_though_its_clock_is_not_ours(
    either_ledger, clock, ahead
):
    theirs = HandClock(clock.now() + timedelta(seconds=ahead))
    await Requests(either_ledger, theirs).begin("event:Ev1")

    assert await Requests(either_ledger, clock).begin("event:Ev1") is Stand.UNDER_WAY


async def test_what_was_done_stays_so_for_a_day(requests, clock):
    await requests.begin("event:Ev1")
    await requests.end("event:Ev1")
    clock.pass_(hours=23)
    await requests.forget()

    assert await requests.begin("event:Ev1") is Stand.OVER


async def test_a_signature_is_taken_once_while_it_holds(clock):
    replays, now = Replays(clock, None), clock.now()

    assert not await replays.is_one("v0=a", now)
    clock.pass_(minutes=4)
    assert await replays.is_one("v0=a", now)
    assert not await replays.is_one("v0=b", clock.now())


async def test_what_was_signed_before_the_process_began_is_a_copy(clock):
    replays = Replays(clock, None)

    assert await replays.is_one("v0=a", clock.now() - timedelta(seconds=10))


async def test_signatures_are_not_remembered_for_ever(clock):
    replays = Replays(clock, None)
    for number in range(50):
        await replays.is_one(f"v0={number}", clock.now())
        clock.pass_(minutes=1)

    assert len(replays._taken) < 10


async def test_a_signature_takes_eight_bytes_to_remember(clock):
    replays = Replays(clock, None)
    for number in range(1_000):
        await replays.is_one(f"v0={number}", clock.now())

    (marks,) = replays._taken.values()
    assert len(marks) * marks.itemsize == 8_000


async def test_two_processes_remember_together(requests, clock):
    one, other = Replays(clock, requests), Replays(clock, requests)
    await one.is_one("v0=a", clock.now())

    assert await other.is_one("v0=a", clock.now())
    assert not await other.is_one("v0=b", clock.now())


async def test_over_a_websocket_the_same_words_twice_are_two_commands(requests, clock):
    once = Once(requests, Replays(clock, None))

    assert [await taken(once, {"command": "/commit"}) for _ in range(2)] == [True, True]


def events_of(port):
    return f"http://127.0.0.1:{port}/slack/events"


def settings_for(simulator, url, port):
    return Settings(
        SLACK_BOT_TOKEN=simulator.bot_token,
        SLACK_SIGNING_SECRET=simulator.signing_secret,
        SLACK_API_URL=simulator.api_url,
        POLARIS_MODE="http",
        POLARIS_DATABASE_URL=url,
        POLARIS_HTTP_HOST="127.0.0.1",
        POLARIS_HTTP_PORT=str(port),
    )


async def kept_of(polaris, user):
    async with polaris.ledger.open() as books:
        return [each.text for each in await books.commitments.of_person(user, since=date.min)]


async def test_a_command_that_is_sent_again_with_its_signature_promises_nothing_twice(
    tmp_path, clock, unused_tcp_port
):
    url = events_of(unused_tcp_port)
    async with running("manifest.yml", clock.now(), events_url=url) as simulator:
        settings = settings_for(simulator, f"sqlite:///{tmp_path / 'polaris.db'}", unused_tcp_port)
        ana = simulator.people["ana"]
        async with wiring.running(settings, clock) as polaris:
            statuses = await posted([url, url], simulator, polaris.ledger.workspace, ana.id)
            kept = await kept_of(polaris, ana.id)

    assert statuses == [200, 200]
    assert kept == ["write the guide"]


@pytest.mark.postgres
async def test_neither_does_one_that_is_sent_again_to_another_replica(
    postgres_url, clock, unused_tcp_port_factory
):
    ports = [unused_tcp_port_factory() for _ in range(2)]
    urls = [*map(events_of, ports)]
    async with running("manifest.yml", clock.now(), events_url=urls[0]) as simulator:
        one, other = (settings_for(simulator, postgres_url, port) for port in ports)
        ana = simulator.people["ana"]
        async with wiring.running(one, clock) as polaris, wiring.running(other, clock):
            statuses = await posted(urls, simulator, polaris.ledger.workspace, ana.id)
            kept = await kept_of(polaris, ana.id)

    assert statuses == [200, 200]
    assert kept == ["write the guide"]


async def posted(urls, simulator, workspace, user):
    """The statuses of one signed `/commit` that is sent to each of these."""
    body = urlencode(
        {
            "command": "/commit",
            "text": "write the guide",
            "user_id": user,
            "team_id": workspace,
            "channel_id": "C1",
            "trigger_id": "1.2.3",
            "response_url": f"{simulator.url}/response/nowhere",
        }
    )
    stamp = str(int(SystemClock().now().timestamp()))
    signed = hmac(simulator.signing_secret.encode(), f"v0:{stamp}:{body}".encode(), sha256).hexdigest()
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": f"v0={signed}",
    }
    async with aiohttp.ClientSession() as session:
        statuses = []
        for url in urls:
            async with session.post(url, data=body, headers=headers) as answer:
                statuses.append(answer.status)
        return statuses
