"""What the bot can see of a channel, asked after the answer has left."""

from enum import Enum

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient


class Sight(Enum):
    MEMBER = "the bot is in it"
    OUTSIDE = "the bot is not in it"
    SHARED = "people of other organisations are in it"
    ARCHIVED = "it is archived"


async def sight(client: AsyncWebClient, channel: str) -> Sight:
    """How a channel looks to the bot; a private one it is not in looks like none at all."""
    try:
        found = (await client.conversations_info(channel=channel))["channel"]
    except SlackApiError as refusal:
        if refusal.response["error"] == "channel_not_found":
            return Sight.OUTSIDE
        raise
    if found.get("is_archived"):
        return Sight.ARCHIVED
    if not found.get("is_member"):
        return Sight.OUTSIDE
    return Sight.SHARED if found.get("is_ext_shared") else Sight.MEMBER
