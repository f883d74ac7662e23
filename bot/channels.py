"""What the bot can see of a channel, asked after the answer has left."""

from enum import Enum

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.refusals import is_unknown, why_refused


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
        if why_refused(refusal) == "channel_not_found":
            return Sight.OUTSIDE
        if is_unknown(refusal) or why_refused(refusal) == "missing_scope":
            return Sight.MEMBER  # what is wrong there shows when something is posted
        raise
    if found.get("is_archived"):
        return Sight.ARCHIVED
    if not found.get("is_member", True):
        return Sight.OUTSIDE
    return Sight.SHARED if found.get("is_ext_shared") else Sight.MEMBER


async def is_public(client: AsyncWebClient, channel: str) -> bool:
    """Whether everybody of the organisation, and nobody else, may read a channel; a doubt says no."""
    try:
        found = (await client.conversations_info(channel=channel))["channel"]
    except SlackApiError:
        return False
    return bool(found.get("is_channel")) and not (found.get("is_private") or found.get("is_ext_shared"))
