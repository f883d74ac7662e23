"""Slack's websocket: whether anything comes over it, and what came, which is answered before it is left."""

import asyncio
from collections.abc import Callable
from typing import Any

from aiohttp import ClientSession, ClientWebSocketResponse, WSMessage, WSMsgType
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.health import Heartbeat
from bot.stopping import let_arrive

_OF_SLACK = {WSMsgType.TEXT, WSMsgType.PING, WSMsgType.PONG}


class Websocket:
    """Knows what is under way: Slack's library starts a task for each request, and forgets it.

    Slack is not heard any more after `hearing` seconds without a frame, also where a connection stands: the
    library makes one after the other, and takes each for a word from Slack.
    """

    def __init__(self, app: AsyncApp, app_token: str, hearing: float) -> None:
        self.client = AsyncSocketModeHandler(app, app_token).client
        self.client.socket_mode_request_listeners.insert(0, self._note)
        self._under_way: set[asyncio.Task[Any]] = set()
        self._frames = Heartbeat(hearing)

    async def begin(self) -> None:
        """Listen to each frame; before the first connection."""
        await self.client.aiohttp_client_session.close()
        self.client.aiohttp_client_session = ClientSession(ws_response_class=_telling(self._frames.beat))

    async def is_heard(self) -> bool:
        """Whether the connection stands and something came over it lately."""
        return await self.client.is_connected() and await self._frames.is_heard()

    async def _note(self, _client: AsyncBaseSocketModeClient, _request: SocketModeRequest) -> None:
        """Called in the task in which the request is then answered."""
        task = asyncio.current_task()
        assert task is not None
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def leave(self, patience: float) -> None:
        """Take nothing more, answer what came, and cut off what takes longer; `patience` is in seconds.

        What is not answered Slack brings again, or tells whoever waits for it.
        """
        try:
            self.client.message_processor.cancel()
            await asyncio.wait([self.client.message_processor])
            await let_arrive(self._under_way, patience)
        finally:
            await self.client.close()


def _telling(beat: Callable[[], None]) -> type[ClientWebSocketResponse]:
    """Websockets that tell of each frame the other side sends, its answers to pings too."""

    class Telling(ClientWebSocketResponse):
        async def receive(self, timeout: float | None = None) -> WSMessage:
            frame = await super().receive(timeout)
            if frame.type in _OF_SLACK:
                beat()
            return frame

    return Telling
