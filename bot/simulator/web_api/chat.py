"""Posting: chat.postMessage, chat.postEphemeral, chat.update, chat.delete, chat.getPermalink."""

from typing import Any

from bot.simulator import shapes
from bot.simulator.records import Channel, Json, Message
from bot.simulator.refusal import SlackError
from bot.simulator.rules import limits, messages
from bot.simulator.state import identified
from bot.simulator.web_api.method import Call, invalid, method

_CONTENT = ("text", "blocks", "attachments", "markdown_text", "link_names", "parse", "as_user")


def content(call: Call) -> dict[str, Any]:
    """Check and give what a message says; raises `no_text` when it says nothing."""
    blocks = call.json("blocks", "invalid_blocks_format")
    attachments = call.json("attachments", "invalid_attachments")
    text, markdown = call.text("text"), call.text("markdown_text")
    if markdown and (text or blocks):
        raise SlackError("markdown_text_conflict")
    if len(markdown) > limits.MARKDOWN_TEXT:
        raise SlackError("msg_too_long")
    messages.check_text(text)
    shown = call.world.files.complaint
    if blocks is not None:
        messages.check_blocks(blocks, shown)
    if attachments is not None:
        messages.check_attachments(attachments, shown)
    if not (text or blocks or attachments or markdown):
        raise SlackError("no_text")
    whole = identified(blocks or [], call.world.workspace.ids)
    if markdown:
        whole = identified([{"type": "markdown", "text": markdown}], call.world.workspace.ids)
    return {
        "text": text or markdown or messages.fallback(whole),
        "blocks": whole,
        "attachments": attachments or [],
    }


def metadata(call: Call) -> Json | None:
    """Check and give a message's metadata."""
    given = call.json("metadata", "invalid_metadata_format")
    if given is not None:
        messages.check_metadata(given)
    found: Json | None = given
    return found


def destination(call: Call) -> Channel:
    """Find where to post: a channel by id or name, or a person, whose direct message is opened."""
    workspace, reference = call.world.workspace, call.text("channel")
    if reference in workspace.users:
        peer = workspace.users[reference]
        if peer.deleted:
            raise SlackError("user_not_found")
        if peer.is_bot:
            raise SlackError("cannot_dm_bot")
        if not call.world.manifest.messages_tab:
            raise SlackError("messages_tab_disabled")
        return workspace.direct(workspace.bot.id, reference)
    found = workspace.channel(reference)
    return writable(call, found)


def writable(call: Call, found: Channel) -> Channel:
    """Refuse a conversation the bot may not post to."""
    member = call.world.workspace.bot.id in found.members
    if found.is_private and not member:
        raise SlackError("channel_not_found")
    if found.is_archived:
        raise SlackError("is_archived")
    if not member and "chat:write.public" not in call.world.granted:
        raise SlackError("not_in_channel")
    return found


def thread(call: Call, channel: Channel) -> str | None:
    """Give the parent to reply to; raises `thread_not_found`."""
    ts = call.text("thread_ts")
    if not ts:
        return None
    parent = channel.messages.get(ts)
    if parent is None:
        raise SlackError("thread_not_found")
    return parent.thread_ts or ts


def authorship(call: Call) -> dict[str, Any]:
    """Give the fields that say the app's bot wrote a message."""
    workspace = call.world.workspace
    return {"bot_id": workspace.bot.bot_id, "app_id": workspace.app_id}


def _broadcast(call: Call, parent: str | None) -> dict[str, Any]:
    if parent is None or not call.flag("reply_broadcast"):
        return {}
    return {"broadcast": True, "subtype": "thread_broadcast"}


@method(
    "chat.postMessage",
    "chat:write",
    required=("channel",),
    optional=(
        *_CONTENT,
        "thread_ts",
        "reply_broadcast",
        "unfurl_links",
        "unfurl_media",
        "mrkdwn",
        "metadata",
        "icon_emoji",
        "icon_url",
        "username",
    ),
)
async def post(call: Call) -> Json:
    """Post a message."""
    if any(call.args.get(name) for name in ("icon_emoji", "icon_url", "username")):
        call.needs("chat:write.customize")
    channel = destination(call)
    parent = thread(call, channel)
    said, about = content(call), metadata(call)
    workspace = call.world.workspace
    message = workspace.post(
        channel,
        workspace.bot.id,
        said.pop("text"),
        thread_ts=parent,
        **_broadcast(call, parent),
        metadata=about,
        **said,
        **authorship(call),
    )
    return {
        "channel": channel.id,
        "ts": message.ts,
        "message": shapes.message(workspace, message, metadata=True),
    }


@method(
    "chat.postEphemeral",
    "chat:write",
    required=("channel", "user"),
    optional=(*_CONTENT, "thread_ts", "icon_emoji", "icon_url", "username"),
)
async def post_ephemeral(call: Call) -> Json:
    """Post a message only one member sees."""
    workspace = call.world.workspace
    if call.text("channel") in workspace.users:
        raise SlackError("channel_not_found")
    channel = writable(call, workspace.channel(call.text("channel")))
    if call.text("user") not in channel.members:
        raise SlackError("user_not_in_channel")
    said = content(call)
    message = workspace.whisper(
        channel,
        workspace.bot.id,
        call.text("user"),
        said.pop("text"),
        thread_ts=thread(call, channel),
        **said,
        **authorship(call),
    )
    return {"message_ts": message.ts}


def _own(call: Call, channel: Channel, refusal: str) -> Message:
    message = channel.messages.get(call.text("ts"))
    if message is None:
        raise SlackError("message_not_found")
    if message.user != call.world.workspace.bot.id or message.subtype not in (None, "thread_broadcast"):
        raise SlackError(refusal)
    return message


@method(
    "chat.update",
    "chat:write",
    required=("channel", "ts"),
    optional=(*_CONTENT, "file_ids", "reply_broadcast", "metadata"),
)
async def update(call: Call) -> Json:
    """Change one's own message; text without blocks removes the blocks."""
    channel = call.channel()
    if channel.is_archived:
        raise SlackError("is_archived")
    message = _own(call, channel, "cant_update_message")
    said, about = content(call), metadata(call)
    workspace = call.world.workspace
    workspace.edit(channel, message, workspace.bot.id, **said, metadata=about or message.metadata)
    return {
        "channel": channel.id,
        "ts": message.ts,
        "text": message.text,
        "message": shapes.message(workspace, message, metadata=True),
    }


@method("chat.delete", "chat:write", required=("channel", "ts"), optional=("as_user",))
async def delete(call: Call) -> Json:
    """Remove one's own message."""
    channel = call.channel()
    message = _own(call, channel, "cant_delete_message")
    call.world.workspace.delete(channel, message)
    return {"channel": channel.id, "ts": message.ts}


@method("chat.getPermalink", required=("channel", "message_ts"))
async def permalink(call: Call) -> Json:
    """Give a message's address."""
    channel = call.channel()
    ts = call.text("message_ts")
    if not ts:
        raise invalid("must be more than 0 characters", "message_ts")
    message = channel.messages.get(ts)
    if message is None:
        raise SlackError("message_not_found")
    return {"permalink": shapes.permalink(call.world.workspace, message), "channel": channel.id}


@method("blocks.validate", optional=("blocks", "message", "view"), caller=None)
async def validate(call: Call) -> Json:
    """Check blocks without posting them."""
    blocks = call.json("blocks", "invalid_blocks_format")
    messages.check_blocks(blocks if blocks is not None else [], call.world.files.complaint)
    return {}
