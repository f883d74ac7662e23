"""The same by signed HTTP: a real Bolt server, signatures, retries."""

import asyncio
from contextlib import asynccontextmanager

import pytest
from aiohttp import ClientSession, web

from bot import simulator
from tests.bot.simulator.conftest import SUBMIT, Lighthouse, eventually, field, manifest, modal
from tests.patience import PATIENT


@asynccontextmanager
async def listening(app):
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
    finally:
        await runner.cleanup()


class Recorder:
    """A request URL that keeps what it gets and answers in turn."""

    def __init__(self, *answers):
        self.got, self._answers = [], list(answers)

    async def handle(self, request):
        self.got.append((request.headers.copy(), await request.text()))
        return self._answers.pop(0) if self._answers else web.Response()

    def app(self):
        made = web.Application()
        made.router.add_post("/slack/events", self.handle)
        return made


@pytest.fixture
async def recorded():
    """Run a simulator against a recorder with the given answers."""

    @asynccontextmanager
    async def run(*answers, **setup):
        recorder = Recorder(*answers)
        async with (
            listening(recorder.app()) as url,
            simulator.running(manifest(), events_url=url, **PATIENT, **setup) as running,
        ):
            yield running, recorder

    return run


async def test_a_bolt_server_takes_commands_forms_and_events():
    async with simulator.running(manifest(), events_url="http://127.0.0.1:1/", **PATIENT) as running:
        lighthouse = Lighthouse(running)
        lighthouse.listens_to("user_change")
        opened = modal(field(), submit=SUBMIT, callback_id="form")

        @lighthouse.app.command("/ask")
        async def ask(ack, command, client):
            await client.views_open(trigger_id=command["trigger_id"], view=opened)
            await ack()

        @lighthouse.app.command("/raw")
        async def raw(ack, command):
            await ack(command["text"])

        @lighthouse.app.view("form")
        async def form(ack):
            await ack(response_action="errors", errors={"what": "No."})

        async with listening(lighthouse.app.web_app("/slack/events")) as url:
            running.world.http._url = url
            ana = running.people["ana"]
            await ana.runs("/raw Grüße & more", channel="general")
            await ana.runs("/ask", channel="general")
            errors = await ana.submits(what="x")
            running.workspace.change_user(ana.user, title="Product")
            await running.settled()

            assert ana.reads() == ["Grüße & more"]
            assert errors == {"what": "No."}
            assert [kind for kind, *_ in lighthouse.heard] == ["user_change"]
            assert await running.world.http.verify()


async def test_a_wrong_secret_is_noticed_by_bolt():
    async with simulator.running(manifest(), events_url="http://127.0.0.1:1/", **PATIENT) as running:
        lighthouse = Lighthouse(running)
        running.world.http._secret = "somebody-else"
        async with listening(lighthouse.app.web_app("/slack/events")) as url:
            running.world.http._url = url
            await running.people["ana"].runs("/raw x", channel="general")

            assert running.people["ana"].notices == ["/raw failed because dispatch failed"]


async def test_a_failed_event_is_retried_with_the_reason(recorded):
    async with recorded(web.Response(status=500), retry_schedule=(0.0, 0.0, 0.0)) as (running, recorder):
        running.workspace.change_user(running.workspace.user("ana"), title="x")
        await eventually(lambda: len(recorder.got) == 2)
        headers = recorder.got[1][0]

        assert "X-Slack-Retry-Num" not in recorder.got[0][0]
        assert (headers["X-Slack-Retry-Num"], headers["X-Slack-Retry-Reason"]) == ("1", "http_error")


async def test_an_address_that_leads_in_circles_is_given_up(recorded):
    circle = [web.Response(status=307, headers={"Location": "/slack/events"}) for _ in range(3)]
    async with recorded(*circle, retry_schedule=(0.0,)) as (running, recorder):
        running.workspace.change_user(running.workspace.user("ana"), title="x")
        await eventually(lambda: "X-Slack-Retry-Reason" in recorder.got[-1][0] if recorder.got else False)

        assert recorder.got[-1][0]["X-Slack-Retry-Reason"] == "too_many_redirects"


async def test_an_app_may_ask_for_no_retry(recorded):
    refuse = web.Response(status=500, headers={"X-Slack-No-Retry": "1"})
    async with recorded(refuse, retry_schedule=(0.0,)) as (running, recorder):
        running.workspace.change_user(running.workspace.user("ana"), title="x")
        await running.settled()
        await asyncio.sleep(0.05)

        assert len(recorder.got) == 1


async def test_a_slow_answer_is_no_answer(machine):
    async def sleepy(_request):
        await asyncio.sleep(0.5)
        return web.Response()

    app = web.Application()
    app.router.add_post("/slack/events", sleepy)
    async with (
        listening(app) as url,
        simulator.running(manifest(), events_url=url, ack_s=0.05) as running,
    ):
        await running.people["ana"].runs("/raw x", channel="general")

        assert running.people["ana"].notices == ["/raw failed because operation timed out"]


async def test_signatures_carry_machine_time_not_the_calendars(recorded, machine):
    async with recorded(machine=machine) as (running, recorder):
        running.world.clock.pass_(days=30)
        await running.people["ana"].runs("/raw x", channel="general")
        stamp = int(recorder.got[0][0]["X-Slack-Request-Timestamp"])

        assert abs(stamp - machine()) < 5


@pytest.mark.parametrize(
    ("answer", "seen"),
    [
        (web.Response(text="Plain words"), ["Plain words"]),
        (web.json_response({"text": "JSON"}), ["JSON"]),
        (web.Response(), []),
    ],
)
async def test_a_command_is_answered_in_words_or_json(recorded, answer, seen):
    async with recorded(answer) as (running, _):
        await running.people["ana"].runs("/raw x", channel="general")

        assert running.people["ana"].reads() == seen


async def test_broken_json_is_no_answer(recorded):
    async with recorded(web.Response(text="{", content_type="application/json")) as (running, _):
        await running.people["ana"].runs("/raw x", channel="general")

        assert running.people["ana"].notices == ["/raw failed because dispatch failed"]


async def test_an_app_that_is_not_there_is_said_so():
    async with simulator.running(manifest(), events_url="http://127.0.0.1:1/", **PATIENT) as running:
        await running.people["ana"].runs("/raw x", channel="general")

        assert running.people["ana"].notices == ["/raw failed because dispatch failed"]
        assert not running.world.line.connected()


async def test_a_url_that_does_not_answer_the_challenge_is_not_verified(recorded):
    async with recorded(web.Response(text="something else")) as (running, _):
        assert not await running.world.http.verify()


async def test_whoever_opens_the_page_learns_that_the_app_is_there(recorded):
    async with recorded(web.Response(text="anything")) as (running, _), ClientSession() as session:
        heard = asyncio.Event()
        running.world.http.watchers.append(heard.set)
        await session.get(f"{running.url}/page/state")
        async with asyncio.timeout(20):
            await heard.wait()

        assert running.world.line.connected()


async def test_without_a_url_nothing_is_sent(sim):
    assert not await sim.world.http.verify()
