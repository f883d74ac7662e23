"""Who carries which message to Slack, and what became of it: two statements for as many as there are.

They are built once: to build one takes longer than to run it.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from operator import attrgetter

from sqlalchemy import ColumnElement, bindparam, or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.records.deliveries import Delivery, DeliveryState
from storage.shelf import Shelf
from storage.tables.columns import UtcDateTime
from storage.tables.deliveries import ON_ITS_WAY, deliveries

Change = tuple[Delivery, Delivery]
"""A claimed delivery as it was last written, and what became of it."""

# How many rows a claim looks at; it takes one for each addressee among them.
_LOOK_AT = 100

_WRITTEN_ONCE = {
    "workspace", "key", "to", "kind", "content", "written_at", "resend", "thread_of", "replaces", "due_at",
}  # fmt: skip
_CHANGES = tuple(column.name for column in deliveries.c if column.name not in _WRITTEN_ONCE)
_changes_of = attrgetter(*_CHANGES)
_in_order = attrgetter("written_at", "key")


class ClaimShelf(Shelf):
    """The deliveries of one workspace that are on their way.

    `calls` is whom this transaction gave something to be delivered, and when: None is at once.
    """

    def __init__(self, connection: AsyncConnection, workspace: str, changed: set[str] | None = None) -> None:
        super().__init__(connection, workspace, changed)
        self.calls: dict[str, datetime | None] = {}

    async def claim(
        self,
        owner: str,
        now: datetime,
        lease_until: datetime,
        busy: Collection[str] = (),
        most: int = _LOOK_AT,
    ) -> Sequence[Delivery]:
        """Take what may be worked on now, oldest first: at most one for each addressee, none for the busy.

        Nobody else gets a claimed delivery, nor another one for its addressee, before its lease ends. Each
        claim counts as an attempt. Of several processes one at a time claims.
        """
        await self._alone("deliveries")
        await self._hear_the_calls(now)
        asked = {"workspace": self._workspace, "now": now, "busy": list(busy), "look_at": _LOOK_AT}
        first_for: dict[str, str] = {}
        for key, to in await self._connection.execute(_OLDEST, asked):
            first_for.setdefault(to, key)
        if not first_for:
            return []
        taken = await self._connection.execute(
            _TAKE,
            {
                "in_workspace": self._workspace,
                "keys": list(first_for.values())[:most],
                "new_owner": owner,
                "new_lease": lease_until,
            },
        )
        return sorted((self._as(Delivery, row) for row in taken.mappings()), key=_in_order)

    async def _hear_the_calls(self, now: datetime) -> None:
        """Whoever claims looks at all there is: the jobs that call for it by now need not be run, too.

        What was written for a job that is seen here is seen by the claim that follows.
        """
        if self._connection.dialect.name == "postgresql":
            await self._connection.execute(_HEARD, {"workspace": self._workspace, "now": now})

    async def settle(self, held: Delivery, after: Delivery) -> bool:
        """Write what became of a claimed delivery; False when the claim is no longer ours."""
        return not await self.settle_all([(held, after)])

    async def settle_all(self, changes: Sequence[Change]) -> set[str]:
        """Write what became of claimed deliveries; gives the keys of those that are no longer ours.

        Fenced by owner and attempt: a process that slept through its lease changes nothing.
        """
        if not changes:
            return set()
        written = await self._connection.execute(_SETTLE, [self._change_of(*change) for change in changes])
        lost = await self._lost(changes) if written.rowcount != len(changes) else set()
        for _, after in changes:
            if after.key not in lost and after.lease_until is None and after.not_before is not None:
                self.calls.setdefault(after.to, after.not_before)
        return lost

    def _change_of(self, held: Delivery, after: Delivery) -> dict[str, object]:
        values = zip(_CHANGES, _changes_of(after), strict=True)
        return {
            "in_workspace": self._workspace,
            "held_key": held.key,
            "held_owner": held.owner,
            "held_attempt": held.attempt,
            **{f"new_{name}": value for name, value in values},
        }

    async def _lost(self, changes: Sequence[Change]) -> set[str]:
        """Whose row does not bear our mark now: each claim counts one attempt more, and names its owner."""
        keys = [held.key for held, _ in changes]
        asked = {"workspace": self._workspace, "keys": keys}
        marks = {
            key: (owner, attempt) for key, owner, attempt in await self._connection.execute(_MARKS, asked)
        }
        return {after.key for _, after in changes if marks.get(after.key) != (after.owner, after.attempt)}


def _claimable(now: ColumnElement[datetime]) -> tuple[ColumnElement[bool], ...]:
    """On its way, its time come, nothing to the same addressee under way, and what it hangs on sent."""
    mine = deliveries.c
    return (
        ON_ITS_WAY,
        or_(mine.not_before.is_(None), mine.not_before <= now),
        ~_under_way(now),
        or_(mine.thread_of.is_(None), _sent(mine.thread_of)),
        or_(mine.replaces.is_(None), _sent(mine.replaces)),
    )


def _under_way(now: ColumnElement[datetime]) -> ColumnElement[bool]:
    other = deliveries.alias()
    return (
        select(other.c.key)
        .where(
            other.c.workspace == deliveries.c.workspace,
            other.c.to == deliveries.c.to,
            other.c.lease_until > now,
        )
        .correlate(deliveries)
        .exists()
    )


def _sent(key: ColumnElement[str | None]) -> ColumnElement[bool]:
    other = deliveries.alias()
    return (
        select(other.c.key)
        .where(
            other.c.workspace == deliveries.c.workspace,
            other.c.key == key,
            other.c.state == DeliveryState.SENT,
        )
        .correlate(deliveries)
        .exists()
    )


_OLDEST = (
    select(deliveries.c.key, deliveries.c.to)
    .where(
        deliveries.c.workspace == bindparam("workspace"),
        *_claimable(bindparam("now", type_=UtcDateTime)),
        deliveries.c.to.not_in(bindparam("busy", expanding=True)),
    )
    .order_by(deliveries.c.written_at, deliveries.c.key)
    .limit(bindparam("look_at"))
)

_TAKE = (
    update(deliveries)
    .where(
        deliveries.c.workspace == bindparam("in_workspace"),
        deliveries.c.key.in_(bindparam("keys", expanding=True)),
    )
    .values(
        owner=bindparam("new_owner"),
        lease_until=bindparam("new_lease"),
        attempt=deliveries.c.attempt + 1,
    )
    .returning(*deliveries.c)
)

# One that a worker is just taking is left to it.
_HEARD = text(
    """
    DELETE FROM procrastinate_jobs WHERE id IN (
        SELECT id FROM procrastinate_jobs
        WHERE queue_name = :workspace AND task_name = 'polaris.serve' AND status = 'todo'
        AND (scheduled_at IS NULL OR scheduled_at <= :now)
        FOR UPDATE SKIP LOCKED
    )
    """
).bindparams(bindparam("now", type_=UtcDateTime))

_SETTLE = (
    update(deliveries)
    .where(
        deliveries.c.workspace == bindparam("in_workspace"),
        deliveries.c.key == bindparam("held_key"),
        deliveries.c.owner == bindparam("held_owner"),
        deliveries.c.attempt == bindparam("held_attempt"),
    )
    .values({name: bindparam(f"new_{name}") for name in _CHANGES})
)

_MARKS = select(deliveries.c.key, deliveries.c.owner, deliveries.c.attempt).where(
    deliveries.c.workspace == bindparam("workspace"), deliveries.c.key.in_(bindparam("keys", expanding=True))
)
