"""The calls to Slack that deliver: post, edit, find again, upload, share. Each is made once, never repeated.

Every method raises `bot.refusals.Undelivered`, and nothing else, when Slack is not content.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from slack_sdk.models.blocks import Block
from slack_sdk.web.async_client import AsyncWebClient

from bot.blocks import limits
from bot.outsiders import Outsiders
from bot.refusals import Ambiguous, narrowed

_EVENT = "polaris_delivery"
_PAGE = 100


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message stands."""

    channel: str
    ts: str


class Posting:
    """Slack, as far as delivery needs it.

    `timeout` bounds each call, in seconds: a client on a shared session does not apply its own.
    """

    def __init__(self, client: AsyncWebClient, timeout: float) -> None:
        if client.retry_handlers:
            raise ValueError("a client that repeats calls by itself posts twice: give it retry_handlers=[]")
        self._client = client
        self._outsiders = Outsiders(client)
        self._timeout = timeout

    async def post(
        self, to: str, text: str, blocks: Sequence[Block], reference: str, thread_ts: str | None
    ) -> Place:
        message: dict[str, Any] = {
            "channel": to,
            "text": limits.text(text),
            "blocks": limits.message(blocks),
            "metadata": _metadata(reference),
            "unfurl_links": False,
            "unfurl_media": False,
        }
        if thread_ts is not None:
            message["thread_ts"] = thread_ts
        async with narrowed(), asyncio.timeout(self._timeout):
            # `chat_postMessage` would look for models in it, and find JSON.
            answer = await self._client.api_call("chat.postMessage", json=message)
            return Place(answer["channel"], answer["ts"])

    async def edit(self, place: Place, text: str, blocks: Sequence[Block], reference: str) -> None:
        """Put a message in the place of another; doing so twice does no harm."""
        async with narrowed(), asyncio.timeout(self._timeout):
            await self._client.chat_update(
                channel=place.channel,
                ts=place.ts,
                text=limits.text(text),
                blocks=limits.message(blocks),
                metadata=_metadata(reference),
            )

    async def find(
        self, channel: str, reference: str, since: datetime, thread_ts: str | None
    ) -> Place | None:
        """Look for a message of ours that carries a reference, where it would stand."""
        cursor: str | None = None
        while True:
            async with narrowed(), asyncio.timeout(self._timeout):
                page = await self._page(channel, since, thread_ts, cursor)
                for message in page["messages"]:
                    if message.get("metadata", {}).get("event_payload", {}).get("reference") == reference:
                        return Place(channel, message["ts"])
                cursor = (page.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return None

    async def _page(self, channel: str, since: datetime, thread_ts: str | None, cursor: str | None) -> Any:
        where: dict[str, Any] = {
            "channel": channel,
            "oldest": f"{since.timestamp():.6f}",
            "include_all_metadata": True,
            "limit": _PAGE,
            "cursor": cursor,
        }
        if thread_ts is None:
            return await self._client.conversations_history(**where)
        return await self._client.conversations_replies(ts=thread_ts, **where)

    async def is_shared(self, channel: str) -> bool:
        """Whether people of other organisations are in a channel, as far as the bot may see."""
        async with narrowed(), asyncio.timeout(self._timeout):
            return await self._outsiders.are_in(channel)

    async def set_topic(self, channel: str, topic: str) -> None:
        """Change a channel's topic; doing so twice does no harm."""
        async with narrowed(), asyncio.timeout(self._timeout):
            await self._client.conversations_setTopic(channel=channel, topic=topic)

    async def upload(self, name: str, alt_text: str, content: bytes) -> str:
        """Hand a file's bytes to Slack; gives its id. It is nobody's until it is completed."""
        async with narrowed(), asyncio.timeout(self._timeout):
            slot = await self._client.files_getUploadURLExternal(
                filename=name, length=len(content), alt_txt=alt_text
            )
        async with narrowed(), asyncio.timeout(self._timeout):
            session = self._client.session
            assert session is not None  # the client is wired with a session
            async with session.post(slot["upload_url"], data=content) as answer:
                if answer.status != 200:
                    raise Ambiguous(f"upload_http_{answer.status}")
        return str(slot["file_id"])

    async def complete(
        self, file: str, title: str, channel: str | None = None, thread_ts: str | None = None
    ) -> None:
        """Finish an upload: kept private, or shared into a thread. Never to be repeated when shared."""
        async with narrowed(), asyncio.timeout(self._timeout):
            await self._client.files_completeUploadExternal(
                files=[{"id": file, "title": title}], channel_id=channel, thread_ts=thread_ts
            )

    async def is_ready(self, file: str) -> bool:
        """Whether Slack has finished with an uploaded picture, so that a message can show it."""
        async with narrowed(), asyncio.timeout(self._timeout):
            info = (await self._client.files_info(file=file))["file"]
            return bool(info.get("mimetype"))


def _metadata(reference: str) -> dict[str, Any]:
    """Anybody in the workspace can read it: an opaque reference, nothing else."""
    return {"event_type": _EVENT, "event_payload": {"reference": reference}}
