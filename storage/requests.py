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
    async def mark(self, requests: Collection[str], taken_at: datetime, *, over: datetime) -> set[str]:
        """Mark what bears no mark, or one from `over` or before; in one order by everybody.

        Gives which those are.
        """
        about = {"workspace": self._workspace, "ids": sorted(requests), "taken_at": taken_at, "over": over}
        found = await self._connection.execute(_MARK[self._connection.dialect.name], about)
        return set(found.scalars())

    async def taken_at(self, request: str) -> datetime | None:
        """What its mark says."""
        mark = select(taken_requests.c.taken_at).where(
            self._mine(taken_requests), taken_requests.c.id == request
        )
        found: datetime | None = (await self._connection.execute(mark)).scalar_one_or_none()
        return found

    async def forget(self, before: datetime) -> None:
        """Let go of what was taken before an instant."""
        await self._delete(taken_requests, taken_requests.c.taken_at < before)


def _mark(insert: Any, ids: Any) -> ReturningInsert[Any]:
    """One statement for as many as there are."""
    each = select(bindparam("workspace", type_=String), ids, bindparam("taken_at", type_=UtcDateTime))
    # Without a condition SQLite takes ON CONFLICT for that of a join.
    marks = insert(taken_requests).from_select(["workspace", "id", "taken_at"], each.where(true()))
    mark: ReturningInsert[Any] = marks.on_conflict_do_update(
        index_elements=["workspace", "id"],
        set_={"taken_at": marks.excluded.taken_at},
        where=taken_requests.c.taken_at <= bindparam("over", type_=UtcDateTime),
    ).returning(taken_requests.c.id)
    return mark


# Built once, for either database: every request of Slack's begins with it.
_MARK = {
    "sqlite": _mark(
        sqlite.insert, func.json_each(bindparam("ids", type_=JSON)).table_valued("value").c.value
    ),
    "postgresql": _mark(postgresql.insert, func.unnest(bindparam("ids", type_=ARRAY(String)))),
}
