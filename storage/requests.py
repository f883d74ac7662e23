"""How it is remembered what Slack sent already."""

from datetime import datetime

from sqlalchemy.dialects import postgresql, sqlite

from storage.shelf import Shelf
from storage.tables.requests import taken_requests

# Built once, for either database: every request of Slack's begins with it.
_TAKE = {
    dialect: insert(taken_requests).on_conflict_do_nothing().returning(taken_requests.c.id)
    for dialect, insert in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}


class RequestShelf(Shelf):
    async def take(self, request: str, now: datetime) -> bool:
        """Whether nobody has taken it before; now somebody has."""
        about = {"workspace": self._workspace, "id": request, "taken_at": now}
        return (
            await self._connection.execute(_TAKE[self._connection.dialect.name], about)
        ).first() is not None

    async def forget(self, before: datetime) -> None:
        """Let go of what was taken before an instant."""
        await self._delete(taken_requests, taken_requests.c.taken_at < before)
