"""Later messages: chat.scheduleMessage, chat.scheduledMessages.list, chat.deleteScheduledMessage."""

from bot.simulator import shapes
from bot.simulator.records import Json
from bot.simulator.refusal import SlackError
from bot.simulator.rules import limits
from bot.simulator.scheduled import Scheduled
from bot.simulator.web_api.chat import authorship, content, destination, metadata, thread
from bot.simulator.web_api.method import Call, method, paged


@method(
    "chat.scheduleMessage",
    "chat:write",
    required=("channel", "post_at"),
    optional=(
        "text",
        "as_user",
        "attachments",
        "blocks",
        "link_names",
        "markdown_text",
        "metadata",
        "parse",
        "reply_broadcast",
        "thread_ts",
        "unfurl_links",
        "unfurl_media",
    ),
)
async def schedule(call: Call) -> Json:
    """Keep a message until its time; one with metadata is accepted and never posted, as Slack warns."""
    world = call.world
    post_at = call.number("post_at", 0, 0)
    channel = destination(call)
    now = world.clock.seconds()
    if post_at <= now:
        raise SlackError("time_in_past")
    if post_at > now + limits.SCHEDULE_DAYS * 86_400:
        raise SlackError("time_too_far")
    window = post_at // limits.SCHEDULE_WINDOW_S
    same = [
        each
        for each in world.scheduled.waiting.values()
        if each.channel == channel.id and each.post_at // limits.SCHEDULE_WINDOW_S == window
    ]
    if len(same) >= limits.SCHEDULED_PER_WINDOW:
        raise SlackError("restricted_too_many")
    facts = {**content(call), "thread_ts": thread(call, channel), **authorship(call)}
    waiting = Scheduled(
        world.workspace.ids.new("Q"), channel.id, post_at, int(now), facts, lost=metadata(call) is not None
    )
    world.scheduled.keep(waiting)
    return {
        "channel": channel.id,
        "scheduled_message_id": waiting.id,
        "post_at": post_at,
        "message": {
            "text": facts["text"],
            "type": "delayed_message",
            "user": world.workspace.bot.id,
            "subtype": "bot_message",
            "bot_id": world.workspace.bot.bot_id,
            "team": world.workspace.team_id,
            "bot_profile": shapes.bot_profile(world.workspace, world.workspace.bot),
            "blocks": facts["blocks"],
        },
    }


@method(
    "chat.scheduledMessages.list",
    optional=("channel", "cursor", "latest", "limit", "oldest"),
)
async def list_(call: Call) -> Json:
    """List the messages still waiting."""
    wanted = call.text("channel")
    found = [each for each in call.world.scheduled.waiting.values() if wanted in ("", each.channel)]
    page, cursor = paged(sorted(found, key=lambda each: each.post_at), call)
    return {
        "scheduled_messages": [
            {
                "id": each.id,
                "channel_id": each.channel,
                "post_at": each.post_at,
                "date_created": each.created,
                "text": each.facts["text"],
            }
            for each in page
        ],
        "response_metadata": {"next_cursor": cursor},
    }


@method(
    "chat.deleteScheduledMessage",
    "chat:write",
    required=("channel", "scheduled_message_id"),
    optional=("as_user",),
)
async def delete(call: Call) -> Json:
    """Take a waiting message back, at least a minute before its time."""
    found = call.world.scheduled.waiting.get(call.text("scheduled_message_id"))
    if found is None or found.channel != call.text("channel"):
        raise SlackError("invalid_scheduled_message_id")
    if found.post_at - call.world.clock.seconds() < limits.SCHEDULE_DELETE_LEAD_S:
        raise SlackError("invalid_scheduled_message_id")
    del call.world.scheduled.waiting[found.id]
    return {}
