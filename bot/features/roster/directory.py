"""People and channels as Slack tells of them."""

from collections.abc import Mapping, Sequence
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.refusals import is_unknown, why_refused
from rituals.zones import is_zone
from storage.records.people import Person

_PAGE = 200
# Answers that mean: the bot is not where it would have to be to see the channel.
_UNSEEN = {"channel_not_found", "not_in_channel", "is_archived", "missing_scope", "method_not_supported"}


class SlackDirectory:
    """`workspace` is ours: whoever belongs to another is external.

    A server that only resembles Slack may lack the methods for people: then nobody is known beforehand,
    and somebody who comes is a member called by their id.
    """

    def __init__(self, client: AsyncWebClient, workspace: str) -> None:
        self._client, self._workspace = client, workspace

    async def everybody(self) -> Sequence[Person]:
        people: list[Person] = []
        cursor = ""
        while True:
            try:
                page = await self._client.users_list(limit=_PAGE, cursor=cursor or None)
            except SlackApiError as refusal:
                if is_unknown(refusal):
                    return people
                raise
            people += [person(user, self._workspace) for user in page["members"]]
            cursor = _next(page.data)
            if not cursor:
                return people

    async def person(self, user: str) -> Person:
        try:
            found = (await self._client.users_info(user=user))["user"]
        except SlackApiError as refusal:
            if not is_unknown(refusal):
                raise
            found = {"id": user}
        return person(found, self._workspace)

    async def names(self, user: str) -> Sequence[str]:
        """Whatever somebody is called in Slack, in full and in short."""
        try:
            found = (await self._client.users_info(user=user))["user"]
        except SlackApiError:
            return []  # who is not there any more has no name either
        profile = found.get("profile") or {}
        fields = ("real_name", "display_name", "first_name", "last_name")
        return [name for name in (found.get("name"), *map(profile.get, fields)) if name]

    async def members(self, channel: str) -> Sequence[str] | None:
        members: list[str] = []
        cursor = ""
        while True:
            try:
                page = await self._client.conversations_members(
                    channel=channel, limit=_PAGE, cursor=cursor or None
                )
            except SlackApiError as refusal:
                if is_unknown(refusal) or why_refused(refusal) in _UNSEEN:
                    return None
                raise
            members += page["members"]
            cursor = _next(page.data)
            if not cursor:
                return members


def person(user: Mapping[str, Any], workspace: str) -> Person:
    """A person from Slack's user object, whose fields may be absent, null or empty."""
    profile = user.get("profile") or {}
    full_name = user.get("real_name") or profile.get("real_name")
    team, zone = user.get("team_id") or workspace, user.get("tz") or "UTC"
    return Person(
        user=user["id"],
        name=profile.get("display_name") or full_name or user.get("name") or user["id"],
        time_zone=zone if is_zone(zone) else "UTC",
        is_bot=bool(user.get("is_bot")) or user["id"] == "USLACKBOT",
        is_deactivated=bool(user.get("deleted")),
        is_guest=bool(user.get("is_restricted") or user.get("is_ultra_restricted")),
        is_external=bool(user.get("is_stranger")) or team != workspace,
        full_name=full_name or "",
    )


def _next(page: Any) -> str:
    return str((page.get("response_metadata") or {}).get("next_cursor") or "")
