"""A small workspace and a small app to try it with."""

import asyncio
import copy
from typing import Any

import aiohttp
import pytest
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot import simulator
from bot.simulator.clock import machine_time
from tests.patience import PATIENT

MANIFEST = {
    "display_information": {"name": "Lighthouse"},
    "features": {
        "app_home": {
            "home_tab_enabled": True,
            "messages_tab_enabled": True,
            "messages_tab_read_only_enabled": False,
        },
        "bot_user": {"display_name": "lighthouse"},
        "slash_commands": [
            {"command": "/ask", "description": "Ask", "usage_hint": "[what]", "should_escape": True},
            {"command": "/raw", "description": "Ask without escaping"},
        ],
        "shortcuts": [
            {"name": "Ask now", "type": "global", "callback_id": "ask.global", "description": "Ask"},
            {"name": "Ask about", "type": "message", "callback_id": "ask.message", "description": "Ask"},
        ],
    },
    "oauth_config": {
        "scopes": {
            "bot": [
                "channels:join",
                "channels:read",
                "chat:write",
                "commands",
                "files:write",
                "groups:read",
                "im:write",
                "reactions:read",
                "reactions:write",
                "users:read",
            ],
            "bot_optional": [
                "channels:history",
                "channels:write.topic",
                "channels:write.invites",
                "chat:write.public",
                "files:read",
                "groups:history",
                "im:history",
                "im:read",
                "team:read",
                "users:read.email",
                "app_mentions:read",
            ],
        }
    },
    "settings": {
        "event_subscriptions": {
            "bot_events": [
                "app_home_opened",
                "app_mention",
                "app_uninstalled",
                "channel_archive",
                "channel_created",
                "channel_id_changed",
                "channel_rename",
                "channel_unarchive",
                "member_joined_channel",
                "member_left_channel",
                "message.channels",
                "message.im",
                "reaction_added",
                "reaction_removed",
                "team_join",
                "tokens_revoked",
                "user_change",
            ]
        },
        "interactivity": {"is_enabled": True},
        "socket_mode_enabled": True,
    },
}


def manifest(**changes):
    """The manifest above with whole sections of `settings` or `features` replaced."""
    made: dict[str, Any] = copy.deepcopy(MANIFEST)
    for name, value in changes.items():
        section = "settings" if name in made["settings"] else "features"
        made[section][name] = value
    return made


class Machine:
    """Machine time with an adjustable head start."""

    def __init__(self):
        self.ahead = 0.0

    def __call__(self):
        return machine_time() + self.ahead


@pytest.fixture
def machine():
    return Machine()


@pytest.fixture
async def sim(machine):
    """A simulator whose app was granted the required scopes only."""
    async with simulator.running(manifest(), machine=machine, ack_s=PATIENT["ack_s"]) as running:
        yield running


@pytest.fixture
async def trusted():
    """A simulator whose app was granted every scope, optional ones too."""
    async with simulator.running(
        manifest(), granted_optional=("all",), files_ready_after=0.0, **PATIENT
    ) as running:
        yield running


def client_of(running):
    return AsyncWebClient(running.bot_token, base_url=running.api_url, retry_handlers=[])


@pytest.fixture
def client(sim):
    return client_of(sim)


@pytest.fixture
def trusted_client(trusted):
    return client_of(trusted)


class Lighthouse:
    """A real Bolt app; `heard` collects the events it received."""

    def __init__(self, running):
        self.sim = running
        self.client = client_of(running)
        self.app = AsyncApp(
            client=self.client, signing_secret=running.signing_secret, process_before_response=True
        )
        self.heard = []
        self._handler = None

    def listens_to(self, *events):
        for event in events:
            self.app.event(event)(self._hear)

    async def _hear(self, event, body):
        self.heard.append((event["type"], event, body))

    async def connects(self):
        self._handler = AsyncSocketModeHandler(self.app, self.sim.app_token)
        await self._handler.connect_async()
        await self.sim.connected()

    async def leaves(self):
        if self._handler is not None:
            await self._handler.close_async()


@pytest.fixture
async def lighthouse(sim):
    made = Lighthouse(sim)
    yield made
    await made.leaves()


@pytest.fixture
async def beacon(trusted):
    """The same app where every scope was granted."""
    made = Lighthouse(trusted)
    yield made
    await made.leaves()


@pytest.fixture
async def http():
    async with aiohttp.ClientSession() as session:
        yield session


async def eventually(claim):
    """Wait until something is so, some twenty seconds at most."""
    for _ in range(2_000):
        if claim():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("It never came about.")


def modal(*blocks, **more):
    return {"type": "modal", "title": {"type": "plain_text", "text": "Ask"}, "blocks": list(blocks), **more}


def field(block_id="what", element=None, **more):
    return {
        "type": "input",
        "block_id": block_id,
        "label": {"type": "plain_text", "text": "What"},
        "element": element or {"type": "plain_text_input", "action_id": "typed"},
        **more,
    }


SUBMIT = {"type": "plain_text", "text": "Send"}


def button(action_id="press", text="Press", **more):
    return {
        "type": "button",
        "action_id": action_id,
        "text": {"type": "plain_text", "text": text},
        **more,
    }


def actions(*elements):
    return {"type": "actions", "elements": list(elements)}
