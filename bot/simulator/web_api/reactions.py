"""Reactions: reactions.add, reactions.remove, reactions.get."""

import re

from bot.simulator import shapes
from bot.simulator.records import Channel, Json, Message
from bot.simulator.refusal import SlackError
from bot.simulator.web_api.chat import writable
from bot.simulator.web_api.method import Call, invalid, method

_NAME = re.compile(r"[\w+'-]+(::skin-tone-[2-6])?")


def _item(call: Call, *, write: bool = True) -> tuple[Channel, Message]:
    if not (call.text("channel") and call.text("timestamp")):
        raise SlackError("no_item_specified")
    channel = call.channel()
    if write:
        writable(call, channel)
    message = channel.messages.get(call.text("timestamp"))
    if message is None:
        raise SlackError("message_not_found")
    return channel, message


def _name(call: Call) -> str:
    name = call.text("name")
    if not _NAME.fullmatch(name):
        raise SlackError("invalid_name")
    return name


@method("reactions.add", "reactions:write", required=("channel", "name", "timestamp"))
async def add(call: Call) -> Json:
    """Add the bot's reaction."""
    workspace = call.world.workspace
    workspace.react(*_item(call), workspace.bot.id, _name(call))
    return {}


@method(
    "reactions.remove",
    "reactions:write",
    required=("name",),
    optional=("channel", "file", "file_comment", "timestamp"),
)
async def remove(call: Call) -> Json:
    """Take the bot's reaction back."""
    workspace = call.world.workspace
    workspace.unreact(*_item(call), workspace.bot.id, _name(call))
    return {}


@method(
    "reactions.get",
    "reactions:read",
    optional=("channel", "file", "file_comment", "full", "timestamp"),
)
async def get(call: Call) -> Json:
    """Read a message's reactions."""
    if call.text("file") or call.text("file_comment"):
        raise invalid("only messages are supported", "file")
    channel, message = _item(call, write=False)
    shape = shapes.message(call.world.workspace, message)
    shape["permalink"] = shapes.permalink(call.world.workspace, message)
    return {"type": "message", "channel": channel.id, "message": shape}
