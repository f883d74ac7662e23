"""How it is remembered what Slack sent already."""

from datetime import datetime

from storage.shelf import Shelf
from storage.tables.requests import taken_requests


class RequestShelf(Shelf):
    async def take(self, request: str, now: datetime) -> bool:
        """Whether nobody has taken it before; now somebody has."""
        return await self._added(taken_requests, {"id": request, "taken_at": now})

    async def forget(self, before: datetime) -> None:
        """Let go of what was taken before an instant."""
        await self._delete(taken_requests, taken_requests.c.taken_at < before)
