"""Polaris works with servers that keep to Slack's documentation and to nothing more."""

import asyncio
import json
from hashlib import sha256
from hmac import new as hmac
from urllib.parse import urlencode

import aiohttp
import pytest
from aiohttp import web
from slack_sdk.errors import SlackApiError

from bot import wiring
from bot.channels import Sight, sight
from bot.client import Client
from bot.features.roster.directory import SlackDirectory
from bot.settings import Settings, SettingsProblem
from rituals.clock import SystemClock

SECRET = "another-secret"
WHO = {"ok": True, "team_id": "T1", "user_id": "U0"}
PEOPLE = {"ok": True, "members": [{"id": "U1", "name": "ana"}, {"id": "U2", "name": "bo"}]}


class Server:
    """Knows the methods in `answers` alone, each by POST with its arguments in the body."""

    def __init__(self):
        self.url = ""
        self.answers: dict[str, object] = {"auth.test": WHO, "users.list": PEOPLE}
        self.calls = []

    def routes(self):
        return [web.post("/api/{method}", self.answer), web.post("/answers/{number}", self.gone)]

    async def answer(self, request):
        method, form = request.match_info["method"], dict(await request.post())
        self.calls.append((method, form or (await request.json() if request.can_read_body else {})))
        known = self.answers.get(method)
        if isinstance(known, str):
            return web.Response(text=known)
        return web.json_response({"ok": False, "error": "unknown_method"} if known is None else known)

    async def gone(self, _request):
        return web.Response(status=404)

    def told(self, method):
        return [arguments for called, arguments in self.calls if called == method]


@pytest.fixture
async def server():
    server, application = Server(), web.Application()
    application.add_routes(server.routes())
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    server.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield server
    await runner.cleanup()


@pytest.fixture
async def client(server):
    async with aiohttp.ClientSession() as session:
        yield Client(token="xoxb-1", base_url=f"{server.url}/api/", session=session, retry_handlers=[])


@pytest.fixture
def settings(server, tmp_path):
    return Settings(
        SLACK_BOT_TOKEN="xoxb-1",
        SLACK_SIGNING_SECRET=SECRET,
        SLACK_API_URL=f"{server.url}/api",
        POLARIS_MODE="http",
        POLARIS_DATABASE_URL=f"sqlite:///{tmp_path / 'polaris.db'}",
        POLARIS_HTTP_HOST="127.0.0.1",
        POLARIS_HTTP_PORT="0",
    )


class Sender:
    """Posts to the bot, signed unless told otherwise, and waits for all it does."""

    def __init__(self, polaris, session):
        self.polaris, self.session = polaris, session

    async def posts(self, body, kind="application/x-www-form-urlencoded", *, signed=True):
        moment = str(int(SystemClock().now().timestamp()))
        signature = hmac(SECRET.encode(), f"v0:{moment}:{body}".encode(), sha256).hexdigest()
        headers = {"content-type": kind}
        if signed:
            headers |= {"x-slack-request-timestamp": moment, "x-slack-signature": f"v0={signature}"}
        url = f"http://127.0.0.1:{self.polaris.port}/slack/events"
        async with self.session.post(url, data=body, headers=headers) as answer:
            status, text = answer.status, await answer.text()
        async with asyncio.timeout(20):
            await self.polaris.door.settled()
        return status, json.loads(text or "{}")

    async def runs(self, command, text="", **more):
        return await self.posts(
            urlencode({"command": command, "user_id": "U1", "trigger_id": "1.2", **more})
            + (f"&text={text}" if text else "")
        )

    async def acts(self, kind, **more):
        return await self.posts(
            urlencode({"payload": json.dumps({"type": kind, "user": {"id": "U1"}, **more})})
        )


@pytest.fixture
async def ana(settings):
    async with wiring.running(settings) as polaris, aiohttp.ClientSession() as session:
        yield Sender(polaris, session)


async def test_arguments_stand_in_the_body_and_what_is_not_there_by_get_is_posted(server, client):
    server.answers["files.getUploadURLExternal"] = {"ok": True, "upload_url": "x", "file_id": "F1"}

    await client.files_getUploadURLExternal(filename="a.png", length=3)
    for _ in range(2):
        await client.users_list(limit=200, include_locale=True)

    assert server.told("files.getUploadURLExternal") == [{"filename": "a.png", "length": "3"}]
    assert server.told("users.list") == [{"limit": "200", "include_locale": "1"}] * 2


async def test_a_server_without_methods_for_people_makes_everybody_a_member(server, client):
    del server.answers["users.list"]
    directory = SlackDirectory(client, "T1")

    assert await directory.everybody() == []
    assert (await directory.person("U7")).name == "U7"
    assert await directory.members("C1") is None


async def test_a_refusal_is_not_taken_for_a_method_that_is_not_there(server, client):
    server.answers["users.info"] = {"ok": False, "error": "missing_scope"}

    with pytest.raises(SlackApiError, match="missing_scope"):
        await SlackDirectory(client, "T1").person("U7")


@pytest.mark.parametrize("answer", [None, {"ok": True, "channel": {"id": "C1"}}])
async def test_a_channel_nothing_is_said_of_is_no_reason_to_warn(server, client, answer):
    server.answers["conversations.info"] = answer

    assert await sight(client, "C1") is Sight.MEMBER


async def test_it_starts_where_there_is_nothing_but_auth_test(server, settings):
    server.answers = {"auth.test": WHO}

    async with wiring.running(settings) as polaris:
        assert polaris.installation.bot_user == "U0"


async def test_a_server_that_does_not_say_who_the_bot_is_is_named(server, settings):
    server.answers["auth.test"] = {"ok": True}

    with pytest.raises(SettingsProblem, match=r"^SLACK_"):
        async with wiring.running(settings):
            pass


@pytest.mark.parametrize("answer", ["Welcome", ["Welcome"]])
async def test_something_that_is_not_slack_is_named(server, settings, answer):
    server.answers["auth.test"] = answer

    with pytest.raises(SettingsProblem, match=r"^SLACK_API_URL"):
        async with wiring.running(settings):
            pass


async def test_a_command_without_text_opens_the_form_with_no_undocumented_argument(server, ana):
    server.answers["views.open"] = {"ok": True}

    assert await ana.runs("/commit") == (200, {})
    assert server.told("views.open")[0].keys() == {"trigger_id", "view"}


@pytest.mark.parametrize("response_url", [None, "used up"])
async def test_where_no_response_url_holds_the_answer_is_a_direct_message(server, ana, response_url):
    server.answers["chat.postMessage"] = {"ok": True, "channel": "D1", "ts": "1.1"}
    _, said = await ana.runs("/commit", "write")
    undo = said["blocks"][-1]["elements"][0]
    url = {"response_url": f"{server.url}/answers/1"} if response_url else {}

    await ana.acts("block_actions", trigger_id="1.3", actions=[undo], **url)

    [answer] = server.told("chat.postMessage")
    assert answer["channel"] == "U1"
    assert answer["text"].startswith("Taken back")


async def test_a_window_whose_blocks_bear_no_ids_shows_its_faults(server, ana):
    server.answers["views.open"] = {"ok": True}
    await ana.runs("/commit")
    opened = server.told("views.open")[0]["view"]
    view = json.loads(opened) if isinstance(opened, str) else opened
    typed = {"text": " ", "weeks": "1", "visibility": "team"}
    state = {"values": {block: {"any": {"value": value}} for block, value in typed.items()}}

    _, said = await ana.acts("view_submission", view={"id": "V1", **view, "state": state})

    assert said == {"response_action": "errors", "errors": {"text": "Say in a few words what you will do."}}


async def test_an_event_nobody_asked_for_is_taken(ana):
    event = {"type": "event_callback", "team_id": "T1", "event": {"type": "message", "text": "hello"}}
    status, _ = await ana.posts(json.dumps(event), "application/json")

    assert status == 200


async def test_the_check_of_the_certificate_is_answered_though_nobody_signs_it(ana):
    status, _ = await ana.posts("ssl_check=1&token=x", signed=False)

    assert status == 200


async def test_what_nobody_signed_is_turned_away(ana):
    status, _ = await ana.posts("command=/commit&text=x&user_id=U1", signed=False)

    assert status == 401


@pytest.mark.parametrize("body", ["{", "[1]", "1"])
async def test_what_is_no_payload_is_turned_away(ana, body):
    status, _ = await ana.posts(body, "application/json")

    assert status == 400
