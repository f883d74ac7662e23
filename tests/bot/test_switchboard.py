"""A request reaches the listener of its name, whatever its kind, and nobody else's."""

from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.request.async_request import AsyncBoltRequest

from bot.switchboard import Switchboard

USER = {"id": "U1"}
REQUESTS: dict[str, dict[str, Any]] = {
    "commands": {"command": "/one", "user_id": "U1", "team_id": "T1"},
    "actions": {"type": "block_actions", "user": USER, "actions": [{"action_id": "one", "block_id": "b"}]},
    "shortcuts": {"type": "shortcut", "callback_id": "one", "user": USER, "trigger_id": "1"},
    "views": {"type": "view_submission", "user": USER, "view": {"callback_id": "one", "type": "modal"}},
    "events": {"type": "event_callback", "event": {"type": "one"}},
}


async def authorize(**_context):
    return AuthorizeResult(enterprise_id=None, team_id="T1", bot_token="xoxb-1")


@pytest.fixture
def app():
    return AsyncApp(
        authorize=authorize,
        request_verification_enabled=False,
        ignoring_self_events_enabled=False,
        process_before_response=True,
    )


@pytest.fixture
def board(app):
    return Switchboard(app)


@pytest.fixture
def heard():
    return []


@pytest.fixture
def hear(board, heard):
    """Have somebody listen; who heard something is noted as they are called."""

    def listen(kind, name, called):
        async def listener(args):
            heard.append(called)
            await args.ack()

        getattr(board, kind).setdefault(name, listener)

    return listen


async def asked(app, kind):
    return await app.async_dispatch(AsyncBoltRequest(body=REQUESTS[kind], mode="socket_mode"))


@pytest.mark.parametrize("kind", REQUESTS)
async def test_a_request_reaches_who_listens_to_its_name(app, hear, heard, kind):
    name = "/one" if kind == "commands" else "one"
    for each in REQUESTS:
        hear(each, "two" if each == kind else name, "another")
    hear(kind, name, "the right one")

    answer = await asked(app, kind)

    assert (answer.status, heard) == (200, ["the right one"])


@pytest.mark.parametrize("kind", REQUESTS)
async def test_what_nobody_listens_to_is_not_found(app, hear, heard, kind):
    hear(kind, "another", "another")

    answer = await asked(app, kind)

    assert (answer.status, heard) == (404, [])
