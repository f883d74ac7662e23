"""Which channels people of other organisations are in: each is looked up before it is posted in.

Slack lets one channel be looked up some fifty times a minute. On a Monday at nine two thousand are posted in:
while there are many, a list of all of them is believed for some seconds.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from time import monotonic

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.channels import Sight, sight

# Seconds for which the list is true enough.
_FRESH = 15.0
# So many look-ups of single channels in that time; then all are asked for.
_SINGLY = 5
# Slack gives no more in a page.
_PAGE = 999


class Outsiders:
    """What Slack says, or said some seconds ago. Raises what the client raises."""

    def __init__(self, client: AsyncWebClient, seconds: Callable[[], float] = monotonic) -> None:
        self._client, self._seconds = client, seconds
        self._known: dict[str, bool] = {}
        self._asked: deque[float] = deque(maxlen=_SINGLY)
        self._listed_at: float | None = None
        self._listing = asyncio.Lock()

    async def are_in(self, channel: str) -> bool:
        if self._are_many():
            async with self._listing:  # whoever comes meanwhile waits for the same list
                if self._listed_at is None or self._seconds() - self._listed_at > _FRESH:
                    await self._list()
            if channel in self._known:
                return self._known[channel]
        return await sight(self._client, channel) is Sight.SHARED

    def _are_many(self) -> bool:
        now, before = self._seconds(), self._asked
        are_many = len(before) == _SINGLY and now - before[0] <= _FRESH
        before.append(now)
        return are_many

    async def _list(self) -> None:
        """All channels the bot is in. A server that does not tell is asked for each."""
        self._listed_at, cursor = self._seconds(), ""
        self._known.clear()
        while True:
            try:
                page = await self._client.users_conversations(
                    types="public_channel,private_channel", exclude_archived=True, limit=_PAGE, cursor=cursor
                )
            except SlackApiError:
                return
            for each in page.get("channels") or []:
                self._known[each["id"]] = bool(each.get("is_ext_shared"))
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return
