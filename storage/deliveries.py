"""How messages on their way to Slack are kept."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.records.deliveries import Delivery, DeliveryState
from storage.shelf import Shelf
from storage.tables.deliveries import ON_ITS_WAY, deliveries

# How many rows a claim looks at; it takes one for each addressee among them.
_LOOK_AT = 50

_WRITTEN_ONCE = {"key", "to", "kind", "content", "written_at", "resend", "thread_of", "replaces", "due_at"}


class DeliveryShelf(Shelf):
    """The deliveries of one workspace.

    `calls` is whom this transaction gave something to be delivered, and when: None is at once.
    """

    def __init__(self, connection: AsyncConnection, workspace: str, changed: set[str] | None = None) -> None:
        super().__init__(connection, workspace, changed)
        self.calls: dict[str, datetime | None] = {}

    async def add(self, delivery: Delivery) -> bool:
        """Put a message on its way; False when one with that key exists already."""
        added = await self._added(deliveries, asdict(delivery))
        if added:
            self._changed.add(deliveries.name)
            self.calls[delivery.to] = None
        return added

    async def get(self, key: str) -> Delivery | None:
        return await self._one(Delivery, self._select(deliveries).where(deliveries.c.key == key))

    async def at(self, channel: str, ts: str) -> Delivery | None:
        """The delivery that became a certain message."""
        return await self._one(
            Delivery,
            self._select(deliveries).where(
                deliveries.c.channel == channel, deliveries.c.ts == ts, deliveries.c.replaces.is_(None)
            ),
        )

    async def heads(self, beginning: str) -> Sequence[str]:
        """The keys that begin so, in their order; of letters that edit nothing and stand in no thread."""
        query = select(deliveries.c.key).where(
            self._mine(deliveries),
            deliveries.c.key.startswith(beginning, autoescape=True),
            deliveries.c.replaces.is_(None),
            deliveries.c.thread_of.is_(None),
        )
        return list((await self._connection.execute(query.order_by(deliveries.c.key))).scalars())

    async def sent_to(self, to: str, kind: str, since: datetime) -> int:
        """How many messages of a kind one addressee was written from an instant on, edits left out."""
        mine = deliveries.c
        query = select(func.count()).where(
            self._mine(deliveries),
            mine.to == to,
            mine.kind == kind,
            mine.written_at >= since,
            mine.replaces.is_(None),
        )
        number: int = (await self._connection.execute(query)).scalar_one()
        return number

    async def edits_of(self, key: str) -> int:
        """How many letters replace a certain one, those on their way included."""
        query = select(func.count()).where(self._mine(deliveries), deliveries.c.replaces == key)
        number: int = (await self._connection.execute(query)).scalar_one()
        return number

    async def last_edit(self, key: str) -> Delivery | None:
        """The newest letter that replaces a certain one; that one itself while there is none."""
        query = self._select(deliveries).where(or_(deliveries.c.key == key, deliveries.c.replaces == key))
        newest = (deliveries.c.replaces.is_(None), deliveries.c.written_at.desc(), deliveries.c.key.desc())
        return await self._one(Delivery, query.order_by(*newest))

    async def ending_in(self, end: str, kind: str) -> Sequence[Delivery]:
        """The messages of one kind whose key ends so, oldest first; edits of messages are none."""
        query = self._select(deliveries).where(
            deliveries.c.kind == kind,
            deliveries.c.key.endswith(end, autoescape=True),
            deliveries.c.replaces.is_(None),
        )
        return await self._all(Delivery, query.order_by(deliveries.c.written_at, deliveries.c.key))

    async def sent_since(self, since: datetime, *kinds: str) -> Sequence[Delivery]:
        """The messages of some kinds that have arrived, oldest first; edits are none."""
        query = self._select(deliveries).where(
            deliveries.c.state == DeliveryState.SENT,
            deliveries.c.written_at >= since,
            deliveries.c.kind.in_(kinds),
            deliveries.c.replaces.is_(None),
        )
        return await self._all(Delivery, query.order_by(deliveries.c.written_at, deliveries.c.key))

    async def numbers(self, *states: DeliveryState) -> Mapping[DeliveryState, int]:
        """How many stand in each of these states; one in which none does is left out."""
        query = select(deliveries.c.state, func.count()).where(
            self._mine(deliveries), deliveries.c.state.in_(states)
        )
        found = await self._connection.execute(query.group_by(deliveries.c.state))
        return {DeliveryState(state): number for state, number in found}

    async def in_state(self, *states: DeliveryState) -> Sequence[Delivery]:
        """The deliveries that stand in one of these states, oldest first."""
        query = self._select(deliveries).where(deliveries.c.state.in_(states))
        return await self._all(Delivery, query.order_by(deliveries.c.written_at, deliveries.c.key))

    async def claim(
        self, owner: str, now: datetime, lease_until: datetime, busy: Collection[str] = ()
    ) -> Sequence[Delivery]:
        """Take what may be worked on now, oldest first: at most one for each addressee, none for the busy.

        Nobody else gets a claimed delivery, nor another one for its addressee, before its lease ends. Each
        claim counts as an attempt. Of several processes one at a time claims like this: they had better claim
        addressee by addressee.
        """
        await self._alone("deliveries")
        query = (
            self._select(deliveries)
            .where(*_claimable(now), deliveries.c.to.not_in(busy))
            .order_by(deliveries.c.written_at, deliveries.c.key)
            .limit(_LOOK_AT)
        )
        first_for: dict[str, str] = {}
        for row in await self._connection.execute(query):
            first_for.setdefault(row.to, row.key)
        if not first_for:
            return []
        mine = (self._mine(deliveries), deliveries.c.key.in_(first_for.values()))
        await self._connection.execute(
            update(deliveries)
            .where(*mine)
            .values(owner=owner, lease_until=lease_until, attempt=deliveries.c.attempt + 1)
        )
        taken = select(deliveries).where(*mine).order_by(deliveries.c.written_at, deliveries.c.key)
        return await self._all(Delivery, taken)

    async def claim_for(self, to: str, owner: str, now: datetime, lease_until: datetime) -> Delivery | None:
        """Take the oldest delivery for an addressee; None while another one is under way.

        Of several processes that claim for one addressee the others wait until the first has committed, and
        see what it took. Each claim counts as an attempt.
        """
        await self._alone(f"deliveries to {to}")
        oldest = (
            select(deliveries.c.key)
            .where(self._mine(deliveries), deliveries.c.to == to, *_claimable(now))
            .order_by(deliveries.c.written_at, deliveries.c.key)
            .limit(1)
            .scalar_subquery()
        )
        take = (
            update(deliveries)
            .where(self._mine(deliveries), deliveries.c.key == oldest)
            .values(owner=owner, lease_until=lease_until, attempt=deliveries.c.attempt + 1)
            .returning(*deliveries.c)
        )
        row = (await self._connection.execute(take)).mappings().first()
        return None if row is None else self._as(Delivery, row)

    async def waiting(self, now: datetime) -> Sequence[str]:
        """Whom something may be delivered to now, whoever has waited longest first."""
        query = (
            select(deliveries.c.to)
            .where(self._mine(deliveries), *_claimable(now))
            .group_by(deliveries.c.to)
            .order_by(func.min(deliveries.c.written_at), deliveries.c.to)
        )
        return list((await self._connection.execute(query)).scalars())

    async def settle(self, held: Delivery, after: Delivery) -> bool:
        """Write what became of a claimed delivery; False when the claim is no longer ours.

        Fenced by owner and attempt: a process that slept through its lease changes nothing.
        """
        changes = {name: value for name, value in asdict(after).items() if name not in _WRITTEN_ONCE}
        settled = await self._change(
            deliveries,
            deliveries.c.key == held.key,
            deliveries.c.owner == held.owner,
            deliveries.c.attempt == held.attempt,
            **changes,
        )
        if settled and after.lease_until is None and after.not_before is not None:
            self.calls.setdefault(after.to, after.not_before)
        return settled == 1

    async def try_again(self, since: datetime, to: str | None, errors: Collection[str] | None) -> int:
        """Put rejected messages written since an instant on their way once more; gives their number.

        To one addressee, or for some reasons; None stands for any.
        """
        return await self._restart(
            deliveries.c.state == DeliveryState.REJECTED,
            deliveries.c.written_at >= since,
            *([] if to is None else [deliveries.c.to == to]),
            *([] if errors is None else [deliveries.c.error.in_(errors)]),
            state=DeliveryState.PENDING,
            not_before=None,
            error=None,
        )

    async def hanging_on(self, key: str) -> Sequence[str]:
        """The keys of what waits to stand in the thread of a message, or to edit it."""
        mine = deliveries.c
        query = select(mine.key).where(
            self._mine(deliveries),
            or_(mine.thread_of == key, mine.replaces == key),
            mine.state == DeliveryState.PENDING,
        )
        return list((await self._connection.execute(query.order_by(mine.key))).scalars())

    async def decide(self, key: str, states: Collection[DeliveryState], after: DeliveryState) -> bool:
        """Take one message from any of some states to another, at its beginning; False if it is in none.

        Nobody who is still at work on it can write over that: the lease is taken from them.
        """
        changed = await self._restart(
            deliveries.c.key == key,
            deliveries.c.state.in_(states),
            state=after,
            owner=None,
            lease_until=None,
            not_before=None,
            sending_since=None,
            looks=0,
            error=None if after is not DeliveryState.DROPPED else deliveries.c.error,
        )
        return changed == 1

    async def _restart(self, *conditions: ColumnElement[bool], **values: Any) -> int:
        """Change what stands still, and call for those it is addressed to; gives the number."""
        change = update(deliveries).where(self._mine(deliveries), *conditions).values(**values)
        addressees = (await self._connection.execute(change.returning(deliveries.c.to))).scalars().all()
        self._changed.add(deliveries.name)
        self.calls.update(dict.fromkeys(addressees))
        return len(addressees)


def _claimable(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """On its way, its time come, nothing to the same addressee under way, and what it hangs on sent."""
    mine = deliveries.c
    return (
        ON_ITS_WAY,
        or_(mine.not_before.is_(None), mine.not_before <= now),
        ~_under_way(now),
        or_(mine.thread_of.is_(None), _sent(mine.thread_of)),
        or_(mine.replaces.is_(None), _sent(mine.replaces)),
    )


def _under_way(now: datetime) -> ColumnElement[bool]:
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
