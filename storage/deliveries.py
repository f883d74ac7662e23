"""How messages on their way to Slack are kept."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select, update

from storage.claims import ClaimShelf
from storage.records.deliveries import Delivery, DeliveryState, PictureState
from storage.tables.deliveries import deliveries


class DeliveryShelf(ClaimShelf):
    """The deliveries of one workspace."""

    async def add(self, delivery: Delivery) -> bool:
        """Put a message on its way; False when one with that key exists already."""
        added = await self._added(deliveries, self._fields(delivery))
        if added:
            self._changed.add(deliveries.name)
            self.calls[delivery.to] = None
        return added

    async def add_all(self, new: Sequence[Delivery]) -> None:
        """The same of several at once; those whose key exists already stay as they are."""
        rows = [{"workspace": self._workspace, **self._fields(each)} for each in new]
        if rows:
            await self._connection.execute(self._insert(deliveries).on_conflict_do_nothing(), rows)
            self._changed.add(deliveries.name)
            self.calls.update(dict.fromkeys(each.to for each in new))

    async def get(self, key: str) -> Delivery | None:
        return await self._one(Delivery, self._select(deliveries).where(deliveries.c.key == key))

    async def some(self, keys: Collection[str]) -> Mapping[str, Delivery]:
        """Deliveries by their key; those that there are."""
        return await self._some(Delivery, deliveries, "key", keys)

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

    async def last_charted(self, key: str) -> Delivery | None:
        """Of a message and what replaced it, the newest whose chart went into the thread, or may have."""
        charted = deliveries.c.picture.in_((PictureState.SHARED, PictureState.SHARING))
        query = self._select(deliveries).where(
            or_(deliveries.c.key == key, deliveries.c.replaces == key), charted
        )
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
