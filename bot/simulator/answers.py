"""What an app says through an ack or a response URL, shown to the person it answers."""

from typing import Any

from bot.simulator.files import Files
from bot.simulator.interactions import ResponseUrl
from bot.simulator.records import Channel, Json, Message
from bot.simulator.refusal import SlackError
from bot.simulator.rules import messages
from bot.simulator.state import identified
from bot.simulator.workspace import Workspace

_KNOWN = {
    "text",
    "blocks",
    "attachments",
    "response_type",
    "replace_original",
    "delete_original",
    "thread_ts",
    "unfurl_links",
    "unfurl_media",
    "mrkdwn",
    "link_names",
    "parse",
    "metadata",
}


class Answers:
    """Shows answers in the workspace, by the same rules as posted messages."""

    def __init__(self, workspace: Workspace, files: Files) -> None:
        self._workspace, self._files = workspace, files

    def show(self, given: Any, place: ResponseUrl, typed: str | None = None) -> None:
        """Show one answer; `typed` is the command it answers, shown too when the answer is public.

        Raises `invalid_payload`, `no_text`, `invalid_blocks` and their kin.
        """
        body: Any = {"text": given} if isinstance(given, str) else given
        if not isinstance(body, dict) or set(body) - _KNOWN:
            raise SlackError("invalid_payload")
        channel = self._workspace.channels.get(place.channel)
        if channel is None or channel.is_archived:
            raise SlackError("channel_not_found" if channel is None else "is_archived")
        original = self._original(channel, place)
        if _said(body, "delete_original"):
            if original is not None:
                self._workspace.delete(channel, original)
            return
        content = self._content(body)
        # An answer to a press replaces what was pressed unless it says otherwise.
        if original is not None and _said(body, "replace_original", default="response_type" not in body):
            self._workspace.edit(channel, original, self._workspace.bot.id, **content)
            return
        self._new(channel, place, body, content, typed)

    def _new(
        self, channel: Channel, place: ResponseUrl, body: Json, content: Json, typed: str | None
    ) -> None:
        kind = body.get("response_type", "ephemeral")
        if kind not in ("ephemeral", "in_channel"):
            raise SlackError("invalid_response_type")
        bot = self._workspace.bot
        by: Json = {"bot_id": bot.bot_id, "app_id": self._workspace.app_id}
        thread = body.get("thread_ts") or place.thread_ts
        if kind == "ephemeral":
            self._workspace.whisper(channel, bot.id, place.user, thread_ts=thread, **content, **by)
            return
        if typed is not None:
            self._workspace.post(channel, place.user, typed)
        self._workspace.post(channel, bot.id, thread_ts=thread, **content, **by)

    def _original(self, channel: Channel, place: ResponseUrl) -> Message | None:
        if place.message_ts is None:
            return None
        mine = channel.ephemerals.get(place.user, {}).get(place.message_ts)
        return mine or channel.messages.get(place.message_ts)

    def _content(self, body: Json) -> Json:
        blocks, attachments = body.get("blocks"), body.get("attachments")
        messages.check_text(body.get("text") or "")
        if blocks is not None:
            messages.check_blocks(blocks, self._files.complaint)
        if attachments is not None:
            messages.check_attachments(attachments, self._files.complaint)
        if not (body.get("text") or blocks or attachments):
            raise SlackError("no_text")
        whole = identified(blocks or [], self._workspace.ids)
        return {
            "text": body.get("text") or messages.fallback(whole),
            "blocks": whole,
            "attachments": attachments or [],
        }


def _said(body: Json, name: str, *, default: bool = False) -> bool:
    return str(body.get(name, default)).lower() == "true"
