"""Channels: conversations.* and users.conversations."""

import itertools

from bot.simulator import shapes
from bot.simulator.records import Channel, Json
from bot.simulator.refusal import SlackError
from bot.simulator.rules.limits import TOPIC
from bot.simulator.web_api.method import Call, invalid, method, paged

_KINDS = {"public_channel": "channels", "private_channel": "groups", "im": "im", "mpim": "mpim"}


def kind(channel: Channel) -> str:
    """Give the scope family a conversation belongs to."""
    if channel.is_im:
        return "im"
    return "groups" if channel.is_private else "channels"


def readable(call: Call) -> Channel:
    """Find a conversation and check the scope to read it."""
    channel = call.channel()
    call.needs(f"{kind(channel)}:read")
    return channel


def _listed(call: Call, member: str | None) -> list[Channel]:
    wanted = [each.strip() for each in call.text("types", "public_channel").split(",")]
    for each in wanted:
        if each not in _KINDS:
            raise SlackError("invalid_types")
        call.needs(f"{_KINDS[each]}:read")
    families = {_KINDS[each] for each in wanted}
    archived = not call.flag("exclude_archived")
    bot = call.world.workspace.bot.id
    return [
        channel
        for channel in call.world.workspace.channels.values()
        if kind(channel) in families
        and (archived or not channel.is_archived)
        and (not channel.is_private or bot in channel.members)
        and (member is None or member in channel.members)
    ]


_ANY_READ = ("channels:read", "groups:read", "im:read", "mpim:read")


@method("conversations.list", *_ANY_READ, optional=("cursor", "exclude_archived", "limit", "types"))
async def list_(call: Call) -> Json:
    """List the conversations the bot may know of."""
    page, cursor = paged(_listed(call, None), call)
    workspace = call.world.workspace
    return {
        "channels": [shapes.channel(workspace, each, num_members=True) for each in page],
        "response_metadata": {"next_cursor": cursor},
    }


@method("users.conversations", *_ANY_READ, optional=("cursor", "exclude_archived", "limit", "types", "user"))
async def of_user(call: Call) -> Json:
    """List the conversations somebody is in, as far as the bot may know."""
    user = call.text("user") or call.world.workspace.bot.id
    if user not in call.world.workspace.users:
        raise SlackError("user_not_found")
    page, cursor = paged(_listed(call, user), call)
    shown = [shapes.channel(call.world.workspace, each) for each in page]
    for each in shown:
        each.pop("is_member", None)
    return {"channels": shown, "response_metadata": {"next_cursor": cursor}}


@method(
    "conversations.info",
    *_ANY_READ,
    required=("channel",),
    optional=("include_locale", "include_num_members"),
)
async def info(call: Call) -> Json:
    """Describe a conversation."""
    channel = readable(call)
    shape = shapes.channel(call.world.workspace, channel, num_members=call.flag("include_num_members"))
    bot = call.world.workspace.bot.id
    if bot in channel.members:
        shape["last_read"] = channel.last_read.get(bot, "0000000000.000000")
    if call.flag("include_locale"):
        shape["locale"] = "en-US"
    return {"channel": shape}


@method("conversations.members", *_ANY_READ, required=("channel",), optional=("cursor", "limit"))
async def members(call: Call) -> Json:
    """List who is in a conversation."""
    page, cursor = paged(list(readable(call).members), call)
    return {"members": page, "response_metadata": {"next_cursor": cursor}}


@method("conversations.open", optional=("channel", "users", "return_im", "prevent_creation"))
async def open_(call: Call) -> Json:
    """Open the direct message with one person."""
    call.needs("im:write", "mpim:write", "channels:manage", "groups:write")
    workspace = call.world.workspace
    users = [each for each in call.text("users").split(",") if each]
    if call.text("channel"):
        channel = call.channel()
    elif not users:
        raise SlackError("users_list_not_supplied")
    elif len(users) > 1:
        raise SlackError("method_not_supported_for_channel_type")
    elif users[0] not in workspace.users:
        raise SlackError("user_not_found")
    elif workspace.users[users[0]].deleted:
        raise SlackError("user_disabled")
    else:
        channel = workspace.direct(workspace.bot.id, users[0])
    shape = shapes.direct(workspace, channel) if call.flag("return_im") else {"id": channel.id}
    return {"channel": shape, "no_op": True, "already_open": True}


@method("conversations.join", "channels:join", required=("channel",))
async def join(call: Call) -> Json:
    """Join a public channel."""
    workspace = call.world.workspace
    channel = call.channel()
    if channel.is_private:
        raise SlackError("method_not_supported_for_channel_type")
    if channel.is_archived:
        raise SlackError("is_archived")
    already = workspace.bot.id in channel.members
    workspace.join(channel, workspace.bot.id)
    answer: Json = {"channel": shapes.channel(workspace, channel)}
    if already:
        answer |= {"warning": "already_in_channel", "response_metadata": {"warnings": ["already_in_channel"]}}
    return answer


def _between(call: Call, stamps: list[str]) -> list[str]:
    oldest, latest = call.text("oldest", "0"), call.text("latest", "")
    inclusive = call.flag("inclusive")
    for name, value in (("oldest", oldest), ("latest", latest)):
        if value and not value.replace(".", "", 1).isdigit():
            raise SlackError(f"invalid_ts_{name}")
    low, high = float(oldest or 0), float(latest) if latest else float("inf")
    return [ts for ts in stamps if (low < float(ts) < high) or (inclusive and float(ts) in (low, high))]


_WINDOW = ("cursor", "inclusive", "include_all_metadata", "latest", "limit", "oldest")


def _history_of(call: Call) -> Channel:
    channel = call.channel()
    call.needs(f"{kind(channel)}:history")
    if call.world.workspace.bot.id not in channel.members:
        raise SlackError("not_in_channel")
    return channel


_ANY_HISTORY = ("channels:history", "groups:history", "im:history", "mpim:history")


@method("conversations.history", *_ANY_HISTORY, required=("channel",), optional=_WINDOW)
async def history(call: Call) -> Json:
    """Read a conversation, newest first, without the replies in threads."""
    channel = _history_of(call)
    oldest = call.text("oldest", "0")
    recent = itertools.takewhile(lambda each: each.ts >= oldest, reversed(channel.messages.values()))
    found = _between(call, [each.ts for each in recent if not each.thread_ts or each.broadcast])
    return _messages(
        call, channel, found, {"pin_count": 0, "channel_actions_ts": None, "channel_actions_count": 0}
    )


@method("conversations.replies", *_ANY_HISTORY, required=("channel", "ts"), optional=_WINDOW)
async def replies(call: Call) -> Json:
    """Read a thread, its parent first."""
    channel = _history_of(call)
    parent = channel.messages.get(call.text("ts"))
    if parent is None:
        raise SlackError("thread_not_found")
    root = parent.thread_ts or parent.ts
    within = _between(call, channel.threads.get(root, []))
    return _messages(call, channel, [root, *within], {})


def _messages(call: Call, channel: Channel, stamps: list[str], more: Json) -> Json:
    page, cursor = paged(stamps, call, 999)
    with_metadata = call.flag("include_all_metadata")
    workspace = call.world.workspace
    answer: Json = {
        "messages": [
            shapes.message(workspace, channel.messages[ts], metadata=with_metadata)
            for ts in page
            if ts in channel.messages
        ],
        "has_more": bool(cursor),
        **more,
    }
    if cursor:
        answer["response_metadata"] = {"next_cursor": cursor}
    return answer


def _manageable(call: Call, family: str) -> Channel:
    channel = call.channel()
    if channel.is_im:
        raise SlackError("method_not_supported_for_channel_type")
    call.needs(f"{kind(channel)}:{family}", "channels:manage" if not channel.is_private else "groups:write")
    if channel.is_archived:
        raise SlackError("is_archived")
    if call.world.workspace.bot.id not in channel.members:
        raise SlackError("not_in_channel")
    return channel


@method("conversations.setTopic", required=("channel", "topic"))
async def set_topic(call: Call) -> Json:
    """Change a channel's topic."""
    channel = _manageable(call, "write.topic")
    if len(call.text("topic")) > TOPIC:
        raise SlackError("too_long")
    call.world.workspace.set_topic(channel, call.text("topic"), call.world.workspace.bot.id)
    return {"channel": shapes.channel(call.world.workspace, channel)}


@method("conversations.setPurpose", required=("channel", "purpose"))
async def set_purpose(call: Call) -> Json:
    """Change a channel's description."""
    channel = _manageable(call, "write.topic")
    if len(call.text("purpose")) > TOPIC:
        raise SlackError("too_long")
    call.world.workspace.set_purpose(channel, call.text("purpose"), call.world.workspace.bot.id)
    return {"purpose": call.text("purpose")}


@method("conversations.invite", required=("channel", "users"), optional=("force",))
async def invite(call: Call) -> Json:
    """Bring people into a channel."""
    channel = _manageable(call, "write.invites")
    workspace = call.world.workspace
    users = [each for each in call.text("users").split(",") if each]
    if not users:
        raise invalid("must be more than 0 characters", "users")
    for user in users:
        if user not in workspace.users:
            raise SlackError("user_not_found")
        if user in channel.members:
            raise SlackError("already_in_channel")
    for user in users:
        workspace.join(channel, user, inviter=workspace.bot.id)
    return {"channel": shapes.channel(workspace, channel)}
