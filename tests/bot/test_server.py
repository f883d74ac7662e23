"""Slack's requests come in signed, or not at all."""

import asyncio
import json
import socket
from contextlib import ExitStack
from functools import partial
from hashlib import sha256
from hmac import new as hmac
from urllib.parse import urlencode

import aiohttp
import pytest
from aiohttp import web
from multidict import CIMultiDict
from slack_sdk.web.async_client import AsyncWebClient

from bot import logs
from bot.app import Installation, build_app
from bot.manifest import EVENTS_PATH
from bot.once import Once, Replays
from bot.server import events, serving
from rituals.clock import SystemClock
from rituals.people import People
from rituals.requests import Requests
from storage.engine import migrate, open_engine
from storage.ledger import Ledger

SECRET = "hush"
HANDSHAKE = b'{"type": "url_verification", "challenge": "abc"}'


def a_moment_ago():
    return str(int(SystemClock().now().timestamp()))


@pytest.fixture
def log_all():
    """Makes the real handlers tell all they ever tell; in the test, whose standard error is another one."""
    return partial(logs.set_up, "DEBUG")


@pytest.fixture
def heard():
    """What a command said, and which form was sent."""
    return []


@pytest.fixture
async def post(heard):
    engine = open_engine("sqlite://")
    await migrate(engine)
    installation = Installation("T1", "Here", "", "U0", "B0", frozenset())
    ledger, machine = Ledger(engine, "T1"), SystemClock()
    once = Once(Requests(ledger, machine), Replays(machine, None))
    app = build_app(AsyncWebClient(token="xoxb-1"), SECRET, installation, People(ledger), once)

    async def command(ack, body):
        heard.append(body["text"])
        await ack()

    async def form(ack, view):
        heard.append(view["callback_id"])
        await ack()

    app.command("/commit")(command)
    app.view("form")(form)
    async with serving([events(app)], "127.0.0.1", 0) as port, aiohttp.ClientSession() as session:

        async def posted(
            timestamp,
            secret=SECRET,
            body=HANDSHAKE,
            kind="application/json",
            signature=None,
            more=(),
            sent=None,
        ):
            signed = hmac(secret.encode(), f"v0:{timestamp}:".encode() + body, sha256).hexdigest()
            headers = {
                "Content-Type": kind,
                "X-Slack-Request-Timestamp": timestamp,
                "X-Slack-Signature": f"v0={signed}" if signature is None else signature,
            }
            if not headers["X-Slack-Signature"]:
                del headers["X-Slack-Signature"]
            url = f"http://127.0.0.1:{port}{EVENTS_PATH}"
            told = CIMultiDict([*headers.items(), *more])
            async with session.post(url, data=sent or body, headers=told) as answer:
                return answer.status

        yield posted
    await engine.dispose()


async def test_what_slack_signed_is_let_in(post):
    assert await post(a_moment_ago()) == 200


@pytest.mark.parametrize("timestamp", ["", "now", "-1", "1e9", "1600000000", "٣", "9" * 5000])
async def test_a_stale_or_malformed_timestamp_is_turned_away(post, timestamp):
    assert await post(timestamp) == 401


@pytest.mark.parametrize(("seconds", "status"), [(-290, 200), (290, 200), (-310, 401), (310, 401)])
async def test_a_signature_holds_for_five_minutes_before_and_after(post, seconds, status):
    assert await post(str(int(a_moment_ago()) + seconds)) == status


async def test_a_wrong_signature_is_turned_away_and_logged(post, caplog):
    assert await post(a_moment_ago(), secret="guess") == 401
    assert "SLACK_SIGNING_SECRET" in caplog.text


async def test_a_signature_in_other_letters_is_turned_away(post):
    assert await post(a_moment_ago(), signature="v0=é") == 401


async def test_the_check_of_the_certificate_reaches_nobody_and_is_held_to_its_signature(post, heard):
    check = partial(
        post,
        a_moment_ago(),
        body=b"ssl_check=1&token=x&command=/commit&text=look&user_id=U1",
        kind="application/x-www-form-urlencoded",
    )

    assert await check() == 200
    assert await check(secret="guess") == 401
    assert await check(signature="") == 200  # as Slack sends it
    assert heard == []


@pytest.mark.parametrize(
    "element",
    [
        {"value": {"a": 1}},
        {"selected_option": "team"},
        {"selected_option": {}},
        {"selected_options": [None]},
        {"selected_user": "<!everyone>"},
        {"selected_channels": ["C1", "<!here>"]},
        {"selected_conversation": "C1> <!channel"},
    ],
)
async def test_what_nobody_can_have_filled_in_or_pressed_is_refused(post, heard, element):
    view = {"type": "modal", "callback_id": "form", "state": {"values": {"block": {"it": element}}}}
    press = {"action_id": "press", "block_id": "block", **element}
    for body in (
        {"type": "view_submission", "view": view},
        {"type": "block_actions", "actions": [press]},
    ):
        sent = urlencode({"payload": json.dumps(body | {"user": {"id": "U1"}})}).encode()
        assert await post(a_moment_ago(), body=sent, kind="application/x-www-form-urlencoded") == 400

    assert heard == []


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b'{"event": []}', "application/json"),
        (b'{"type": "event_callback", "event": {"type": "reaction_added", "user": 1}}', "application/json"),
        (b'payload={"type": "block_actions", "actions": []}', "application/x-www-form-urlencoded"),
        (b'payload={"type": "block_actions", "actions": [[]]}', "application/x-www-form-urlencoded"),
        (b'payload={"type": "view_submission", "view": {"state": 1}}', "application/x-www-form-urlencoded"),
        (b'payload={"type": "shortcut", "response_url": "nowhere"}', "application/x-www-form-urlencoded"),
        (b"payload=[]", "application/x-www-form-urlencoded"),
        (b"{", "application/json"),
        (b"null", "application/json"),
        (b"[1]", "application/json"),
        (b"[" * 100_000, "application/json"),
        (b"payload=no", "application/x-www-form-urlencoded"),
        (b"\xff\xfe", "application/x-www-form-urlencoded"),
        (b"text=a", "application/x-www-form-urlencoded; charset=nope"),
    ],
)
async def test_a_body_that_nobody_can_read_is_refused(post, body, kind):
    assert await post(a_moment_ago(), body=body, kind=kind) == 400


async def test_a_body_that_is_not_packed_as_it_says_is_refused(post):
    packed = {"body": HANDSHAKE, "more": [("Content-Encoding", "gzip")]}

    assert await post(a_moment_ago(), **packed) == 400


async def test_a_body_that_never_comes_to_an_end_is_not_waited_for(post, monkeypatch):
    monkeypatch.setattr("bot.incoming._PATIENCE_S", 0.05)
    held = asyncio.Event()

    async def pieces():
        yield HANDSHAKE
        await held.wait()

    async with asyncio.timeout(10):
        status = await post(a_moment_ago(), body=HANDSHAKE, sent=pieces())

    assert status == 400


async def test_of_a_header_that_is_there_twice_the_same_one_is_looked_at_everywhere(post):
    assert await post(a_moment_ago(), more=[("X-Slack-Request-Timestamp", "9" * 5000)]) == 200


async def test_a_command_may_speak_of_a_payload(post, heard):
    body = b"command=%2Fcommit&text=halve+the+payload%3Dfirst&user_id=U1"

    assert await post(a_moment_ago(), body=body, kind="application/x-www-form-urlencoded") == 200
    assert heard == ["halve the payload=first"]


async def test_a_form_may_bring_several_response_urls(post, heard):
    urls = [{"response_url": f"https://example.com/{number}"} for number in range(2)]
    form = {"type": "view_submission", "view": {"type": "modal", "callback_id": "form"}, "user": {"id": "U1"}}
    body = urlencode({"payload": json.dumps(form | {"response_urls": urls})}).encode()

    assert await post(a_moment_ago(), body=body, kind="application/x-www-form-urlencoded") == 200
    assert heard == ["form"]


@pytest.mark.parametrize(
    "body",
    [
        {"type": "block_suggestion", "action_id": "a", "block_id": "b", "value": "private words"},
        {"type": "view_submission", "view": {"type": "modal", "callback_id": "private words"}},
        {"type": "dialog_submission", "callback_id": "c", "submission": {"a": "private words"}},
        {"type": "view_submission", "view": {"state": "private words"}},
    ],
)
async def test_what_nobody_listens_to_is_told_without_its_words(post, caplog, body):
    sent = urlencode({"payload": json.dumps({"user": {"id": "U1"}, **body})}).encode()

    assert await post(a_moment_ago(), body=sent, kind="application/x-www-form-urlencoded") in {400, 404}
    assert caplog.text
    assert "private" not in caplog.text


@pytest.mark.parametrize(
    "wrong",
    [
        {"secret": "guess"},
        {"timestamp": "now"},
        {"timestamp": "1600000000"},
        {"signature": "v0="},
        {"kind": "application/json"},
        {"body": b'payload={"text": "private words"'},
        {"body": b'payload={"view": "private words"}'},
        {"body": b"private words \xff"},
    ],
)
async def test_nothing_of_a_refused_body_reaches_the_log(post, capsys, log_all, wrong):
    log_all()
    body = b"command=%2Fcommit&text=private+words&user_id=U1"
    request = {"timestamp": a_moment_ago(), "body": body, "kind": "application/x-www-form-urlencoded"} | wrong

    assert await post(**request) in {400, 401}
    assert "private" not in capsys.readouterr().err


@pytest.mark.parametrize(
    "sent",
    [
        b"POST / HTTP/1.1\r\nHost: here\r\nTransfer-Encoding: chunked\r\n\r\nprivate words\r\n",
        b"POST / HTTP/1.1\r\nHost: here\r\nprivate words\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: here\r\nX-Slack-Signature: private\x00words\r\n\r\n",
    ],
)
async def test_what_is_no_http_is_told_without_its_words(capsys, log_all, sent):
    log_all()
    async with serving([], "127.0.0.1", 0) as port, asyncio.timeout(10):
        answers, there = await asyncio.open_connection("127.0.0.1", port)
        there.write(sent)
        there.write_eof()
        await answers.read()
        there.close()
    told = capsys.readouterr().err

    assert "it is no HTTP" in told
    assert "private" not in told
    assert "Traceback" not in told


async def test_whoever_breaks_off_in_mid_body_fills_no_log(capsys, log_all):
    log_all()
    done = asyncio.Event()

    class App:
        async def async_dispatch(self, _request):
            raise AssertionError("nobody asked anything")

    route = events(App())

    async def dispatch(request):
        try:
            return await route.handler(request)
        finally:
            done.set()

    async with serving([web.post("/", dispatch)], "127.0.0.1", 0) as port, asyncio.timeout(10):
        _, there = await asyncio.open_connection("127.0.0.1", port)
        there.write(b"POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 99\r\n\r\ntext=private")
        await there.drain()
        there.close()
        await done.wait()

    assert capsys.readouterr().err == ""


async def test_a_taken_port_is_said():
    async with serving([], "127.0.0.1", 0) as port:
        with pytest.raises(OSError, match="address already in use"):
            async with serving([], "127.0.0.1", port):
                pass


async def test_hundreds_who_come_at_once_need_not_knock_again():
    with ExitStack() as open_ones:
        async with serving([], "127.0.0.1", 0) as port:
            for _ in range(300):  # while the loop is at something else, and takes none of them
                open_ones.enter_context(socket.create_connection(("127.0.0.1", port), timeout=0.9))


async def test_whoever_takes_too_long_does_not_keep_the_server_from_stopping(monkeypatch):
    monkeypatch.setattr("bot.server.ARRIVING_S", 0.05)
    begun = asyncio.Event()

    async def for_ever(_request):
        begun.set()
        await asyncio.Event().wait()

    async with aiohttp.ClientSession() as session, asyncio.timeout(10):
        async with serving([web.post("/", for_ever)], "127.0.0.1", 0) as port:
            asked = asyncio.create_task(session.post(f"http://127.0.0.1:{port}/"))
            await begun.wait()

        with pytest.raises(aiohttp.ServerDisconnectedError):
            await asked
