"""Who carries which message to Slack, and what became of it: two statements for as many as there are."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

from sqlalchemy.ext.asyncio import AsyncConnection

from storage.claiming import HEARD, MARKS, TAKE, TAKEN, oldest, settling
from storage.records.deliveries import Delivery
from storage.shelf import Shelf
from storage.tables.deliveries import deliveries

Change = tuple[Delivery, Delivery]
"""A claimed delivery as it was last written, and what became of it."""

# How many rows a claim looks at; it takes one for each addressee among them.
_LOOK_AT = 100

_WRITTEN_ONCE = {
    "workspace", "key", "to", "kind", "content", "written_at", "resend", "thread_of", "replaces", "due_at",
}  # fmt: skip
_CHANGES = tuple(column.name for column in deliveries.c if column.name not in _WRITTEN_ONCE)
_changes_of = attrgetter(*_CHANGES)

# Whoever gives a lease back or begins it anew writes this at least.
_LEASE = "lease_until"


@dataclass(frozen=True, slots=True)
class Room:
    """How many deliveries are taken at most, and how many of those that come by the clock."""

    in_all: int
    by_the_clock: int


MUCH_ROOM = Room(_LOOK_AT, _LOOK_AT)


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
        room: Room = MUCH_ROOM,
    ) -> Sequence[Delivery]:
        """Take what may be worked on now: at most one for each addressee, and none for the busy.

        What somebody waits for comes first, then what comes by the clock; of either the oldest. Nobody else
        gets a claimed delivery, nor another one for its addressee, before its lease ends. Each claim counts
        as an attempt. Of several processes one at a time claims.
        """
        await self._alone("deliveries")
        await self._hear_the_calls(now)
        asked = {
            "workspace": self._workspace,
            "now": now,
            "busy": json.dumps([*busy]),
            # Some may have the same addressee.
            "asked_for": min(2 * room.in_all, _LOOK_AT),
            "clocked": min(2 * room.by_the_clock, _LOOK_AT),
        }
        query = oldest(self._connection.dialect.name)
        first_for: dict[str, tuple[bool, str]] = {}
        for is_clocked, _, key, to in sorted(map(tuple, await self._connection.execute(query, asked))):
            first_for.setdefault(to, (is_clocked, key))
        asked_for = [key for is_clocked, key in first_for.values() if not is_clocked]
        clocked = [key for is_clocked, key in first_for.values() if is_clocked]
        chosen = [*asked_for, *clocked[: room.by_the_clock]][: room.in_all]
        if not chosen:
            return []
        taken = await self._connection.execute(
            TAKE,
            {
                "in_workspace": self._workspace,
                "keys": chosen,
                "new_owner": owner,
                "new_lease": lease_until,
                "at": now,
            },
        )
        found = (self._as(Delivery, dict(zip(TAKEN, row, strict=True))) for row in taken)
        return sorted(found, key=lambda each: (each.due_at is not None, each.written_at, each.key))

    async def _hear_the_calls(self, now: datetime) -> None:
        """Whoever claims looks at all there is: the jobs that call for it by now need not be run, too.

        What was written for a job that is seen here is seen by the claim that follows.
        """
        if self._connection.dialect.name == "postgresql":
            await self._connection.execute(HEARD, {"workspace": self._workspace, "now": now})

    async def settle(self, held: Delivery, after: Delivery) -> bool:
        """Write what became of a claimed delivery; False when the claim is no longer ours."""
        return not await self.settle_all([(held, after)])

    async def settle_all(self, changes: Sequence[Change]) -> set[str]:
        """Write what became of claimed deliveries; gives the keys of those that are no longer ours.

        Fenced by owner and attempt: a process that slept through its lease changes nothing. What is as it
        was last written is not written again: most of it stands in an index.
        """
        if not changes:
            return set()
        names = _changed(changes)
        # In one order by everybody who takes several, see `ErasureShelf.hold`.
        in_order = sorted(changes, key=lambda change: change[0].key)
        rows = [self._change_of(*change, names) for change in in_order]
        written = await self._connection.execute(settling(names), rows)
        lost = await self._lost(changes) if written.rowcount != len(changes) else set()
        for _, after in changes:
            if after.key not in lost and after.lease_until is None and after.not_before is not None:
                self.calls.setdefault(after.to, after.not_before)
        return lost

    def _change_of(self, held: Delivery, after: Delivery, names: Sequence[str]) -> dict[str, object]:
        change: dict[str, object] = {f"new_{name}": getattr(after, name) for name in names}
        change["in_workspace"] = self._workspace
        change["held_key"], change["held_owner"], change["held_attempt"] = held.key, held.owner, held.attempt
        return change

    async def _lost(self, changes: Sequence[Change]) -> set[str]:
        """Whose row does not bear our mark now: each claim counts one attempt more, and names its owner."""
        keys = [held.key for held, _ in changes]
        asked = {"workspace": self._workspace, "keys": keys}
        marks = {
            key: (owner, attempt) for key, owner, attempt in await self._connection.execute(MARKS, asked)
        }
        return {after.key for _, after in changes if marks.get(after.key) != (after.owner, after.attempt)}


def _changed(changes: Sequence[Change]) -> tuple[str, ...]:
    """The columns in which any of these is not as it was."""
    found = {_LEASE}
    for change in changes:
        before, now = map(_changes_of, change)
        found.update(name for name, one, other in zip(_CHANGES, before, now, strict=True) if one != other)
    return tuple(name for name in _CHANGES if name in found)
