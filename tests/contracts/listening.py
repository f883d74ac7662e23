"""An app that hears everything a simulated workspace sends, by Socket Mode or signed HTTP."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web
from slack_bolt import BoltResponse
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.simulator import Simulator, running
from tests.contracts.checking import kind_of
from tests.patience import PATIENT

SECRET = "a-signing-secret"
EVERY_EVENT = [
    "app_home_opened",
    "app_uninstalled",
    "channel_archive",
    "channel_rename",
    "member_joined_channel",
    "member_left_channel",
    "message.channels",
    "reaction_added",
    "reaction_removed",
    "tokens_revoked",
    "user_change",
]
MANIFEST: dict[str, Any] = {
    "display_information": {"name": "Listener"},
    "features": {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
        "bot_user": {"display_name": "listener"},
        "shortcuts": [
            {"name": "Anywhere", "type": "global", "callback_id": "anywhere", "description": "x"},
            {"name": "On a message", "type": "message", "callback_id": "on_message", "description": "x"},
        ],
        "slash_commands": [{"command": "/commit", "description": "x", "should_escape": True}],
    },
    "oauth_config": {
        "scopes": {
            "bot": [
                "channels:history",
                "channels:join",
                "channels:read",
                "channels:write.topic",
                "chat:write",
                "commands",
                "files:read",
                "files:write",
                "groups:read",
                "im:write",
                "reactions:read",
                "reactions:write",
                "users:read",
            ]
        }
    },
    "settings": {
        "event_subscriptions": {"bot_events": EVERY_EVENT},
        "interactivity": {"is_enabled": True},
        "socket_mode_enabled": True,
    },
}
CHOICE = {"text": {"type": "plain_text", "text": "This week"}, "value": "this"}
BLOCKS: list[dict[str, Any]] = [
    {"type": "section", "text": {"type": "mrkdwn", "text": "Choose."}},
    {
        "type": "actions",
        "block_id": "choices",
        "elements": [
            {
                "type": "button",
                "action_id": "undo",
                "value": "c1",
                "style": "danger",
                "text": {"type": "plain_text", "text": "Undo"},
                "confirm": {
                    "title": {"type": "plain_text", "text": "Sure?"},
                    "text": {"type": "plain_text", "text": "It goes for good."},
                    "confirm": {"type": "plain_text", "text": "Undo"},
                    "deny": {"type": "plain_text", "text": "Keep"},
                },
            },
            {"type": "static_select", "action_id": "when", "options": [CHOICE]},
            {"type": "overflow", "action_id": "more", "options": [CHOICE]},
            {"type": "datepicker", "action_id": "day"},
            {"type": "users_select", "action_id": "who"},
            {"type": "multi_static_select", "action_id": "several", "options": [CHOICE]},
            {"type": "checkboxes", "action_id": "boxes", "options": [CHOICE]},
            {"type": "radio_buttons", "action_id": "one", "options": [CHOICE]},
            {"type": "timepicker", "action_id": "time"},
        ],
    },
]
ELEMENTS: dict[str, dict[str, Any]] = {
    "text": {"type": "plain_text_input", "action_id": "text"},
    "count": {"type": "number_input", "action_id": "count", "is_decimal_allowed": False},
    "when": {"type": "static_select", "action_id": "when", "options": [CHOICE]},
    "lead": {"type": "users_select", "action_id": "lead"},
    "room": {"type": "conversations_select", "action_id": "room"},
    "home": {"type": "channels_select", "action_id": "home"},
    "several": {"type": "multi_users_select", "action_id": "several"},
    "day": {"type": "datepicker", "action_id": "day"},
    "time": {"type": "timepicker", "action_id": "time"},
    "boxes": {"type": "checkboxes", "action_id": "boxes", "options": [CHOICE]},
    "one": {"type": "radio_buttons", "action_id": "one", "options": [CHOICE]},
}
MODAL: dict[str, Any] = {
    "type": "modal",
    "callback_id": "form",
    "title": {"type": "plain_text", "text": "A form"},
    "submit": {"type": "plain_text", "text": "Send"},
    "close": {"type": "plain_text", "text": "Cancel"},
    "notify_on_close": True,
    "private_metadata": "kept",
    "blocks": [
        *BLOCKS,
        *(
            {
                "type": "input",
                "block_id": name,
                "optional": True,
                "label": {"type": "plain_text", "text": name},
                "element": element,
            }
            for name, element in ELEMENTS.items()
        ),
    ],
}


class Listener:
    """An app that keeps what it hears and says yes to everything."""

    def __init__(self) -> None:
        self.heard: list[dict[str, Any]] = []
        self.client = AsyncWebClient(token="xoxb-simulated-bot-token")
        self.app = AsyncApp(client=self.client, signing_secret=SECRET, process_before_response=True)
        self.app.use(self._keep)

    async def _keep(self, body: dict[str, Any]) -> BoltResponse:
        self.heard.append(body)
        return BoltResponse(status=200, body="")

    async def dispatch(self, request: web.Request) -> web.StreamResponse:
        """Answer Slack's HTTP post."""
        return await to_aiohttp_response(await self.app.async_dispatch(await to_bolt_request(request)))

    def of(self, kind: str) -> dict[str, Any]:
        """Give the newest payload of a kind, as the app got it."""
        return next(payload for payload in reversed(self.heard) if kind_of(payload) == kind)


@asynccontextmanager
async def by_socket(listener: Listener) -> AsyncIterator[Simulator]:
    async with running(MANIFEST, **PATIENT) as simulator:
        listener.client.base_url = simulator.api_url
        handler = AsyncSocketModeHandler(listener.app, simulator.app_token)
        await handler.connect_async()
        await simulator.connected()
        yield simulator
        await handler.close_async()


@asynccontextmanager
async def by_http(listener: Listener) -> AsyncIterator[Simulator]:
    application = web.Application()
    application.router.add_post("/slack/events", listener.dispatch)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    address = f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
    async with running(MANIFEST, events_url=address, signing_secret=SECRET, **PATIENT) as simulator:
        listener.client.base_url = simulator.api_url
        yield simulator
    await runner.cleanup()
