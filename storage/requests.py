"""How it is remembered what Slack sent already."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ARRAY, JSON, String, bindparam, func, select, true
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import ReturningInsert

from storage.shelf import Shelf
from storage.tables.columns import UtcDateTime
from storage.tables.requests import taken_requests


class RequestShelf(Shelf):
    async def take(self, requests: Collection[str], now: datetime) -> set[str]:
        """Take what nobody has taken before, in one order by everybody; gives which those are."""
        about = {"workspace": self._workspace, "ids": sorted(requests), "taken_at": now}
        found = await self._connection.execute(_TAKE[self._connection.dialect.name], about)
        return set(found.scalars())

    async def forget(self, before: datetime) -> None:
        """Let go of what was taken before an instant."""
        await self._delete(taken_requests, taken_requests.c.taken_at < before)


def _take(insert: Any, ids: Any) -> ReturningInsert[Any]:
    """One statement for as many as there are."""
    each = select(bindparam("workspace", type_=String), ids, bindparam("taken_at", type_=UtcDateTime))
    take: ReturningInsert[Any] = (
        insert(taken_requests)
        # Without a condition SQLite takes ON CONFLICT for that of a join.
        .from_select(["workspace", "id", "taken_at"], each.where(true()))
        .on_conflict_do_nothing()
        .returning(taken_requests.c.id)
    )
    return take


# Built once, for either database: every request of Slack's begins with it.
_TAKE = {
    "sqlite": _take(
        sqlite.insert, func.json_each(bindparam("ids", type_=JSON)).table_valued("value").c.value
    ),
    "postgresql": _take(postgresql.insert, func.unnest(bindparam("ids", type_=ARRAY(String)))),
}
