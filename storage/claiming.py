"""The statements of `storage.claims`, built once: to build one takes longer than to run it."""

from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    JSON,
    ColumnElement,
    CompoundSelect,
    Select,
    Subquery,
    Text,
    Update,
    bindparam,
    cast,
    func,
    or_,
    select,
    text,
    type_coerce,
    union_all,
    update,
)
from sqlalchemy.types import NullType

from storage.records.deliveries import Delivery, DeliveryState
from storage.tables.columns import UtcDateTime
from storage.tables.deliveries import ON_ITS_WAY, deliveries

TAKEN = tuple(Delivery.__slots__)
"""What is told of each delivery that is taken."""


@cache
def settling(names: tuple[str, ...]) -> Update:
    """Write these columns of a claimed delivery, if the claim is still the one that is held."""
    return (
        update(deliveries)
        .where(
            deliveries.c.workspace == bindparam("in_workspace"),
            deliveries.c.key == bindparam("held_key"),
            deliveries.c.owner.is_not_distinct_from(bindparam("held_owner")),
            deliveries.c.attempt == bindparam("held_attempt"),
        )
        .values({name: bindparam(f"new_{name}") for name in names})
    )


def _waiting(now: ColumnElement[datetime]) -> tuple[ColumnElement[bool], ...]:
    """On its way, and its time come."""
    return ON_ITS_WAY, or_(deliveries.c.not_before.is_(None), deliveries.c.not_before <= now)


def _claimable(now: ColumnElement[datetime]) -> tuple[ColumnElement[bool], ...]:
    """Waiting, nothing to the same addressee under way, and what it hangs on sent."""
    mine = deliveries.c
    return (
        *_waiting(now),
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


def _oldest_of(rank: ColumnElement[bool], look_at: str, busy: Select[Any]) -> Subquery:
    """Each rank has an index in its order: however much waits, no more is looked at than is taken."""
    return (
        select(
            deliveries.c.due_at.is_not(None).label("is_clocked"),
            # Only compared: made an instant, each would take longer than the rest of its row.
            type_coerce(deliveries.c.written_at, NullType).label("written_at"),
            deliveries.c.key,
            deliveries.c.to,
        )
        .where(
            deliveries.c.workspace == bindparam("workspace"),
            rank,
            *_claimable(bindparam("now", type_=UtcDateTime)),
            deliveries.c.to.not_in(busy),
        )
        .order_by(deliveries.c.written_at, deliveries.c.key)
        .limit(bindparam(look_at))
        .subquery()
    )


@cache
def oldest(dialect: str) -> CompoundSelect[Any]:
    """What may be taken: whether it comes by the clock, when it was written, its key and its addressee."""
    # One value, whatever their number: a statement that names each is put together anew each time.
    if dialect == "postgresql":
        busy = select(func.json_array_elements_text(cast(bindparam("busy", type_=Text), JSON)))
    else:
        busy = select(func.json_each(bindparam("busy", type_=Text)).table_valued("value").c.value)
    return union_all(
        select(_oldest_of(deliveries.c.due_at.is_(None), "asked_for", busy)),
        select(_oldest_of(deliveries.c.due_at.is_not(None), "clocked", busy)),
    )


# Who decides about one, or has it in hand although the lease has ended, asks nobody who claims: it is still
# as it was seen, or it is not taken.
_AT = bindparam("at", type_=UtcDateTime)
TAKE = (
    update(deliveries)
    .where(
        deliveries.c.workspace == bindparam("in_workspace"),
        deliveries.c.key.in_(bindparam("keys", expanding=True)),
        *_waiting(_AT),
        or_(deliveries.c.lease_until.is_(None), deliveries.c.lease_until <= _AT),
    )
    .values(
        owner=bindparam("new_owner"),
        lease_until=bindparam("new_lease"),
        attempt=deliveries.c.attempt + 1,
    )
    .returning(*(deliveries.c[name] for name in TAKEN))
)

# One that a worker is just taking is left to it.
HEARD = text(
    """
    DELETE FROM procrastinate_jobs WHERE id IN (
        SELECT id FROM procrastinate_jobs
        WHERE queue_name = :workspace AND task_name = 'polaris.serve' AND status = 'todo'
        AND (scheduled_at IS NULL OR scheduled_at <= :now)
        FOR UPDATE SKIP LOCKED
    )
    """
).bindparams(bindparam("now", type_=UtcDateTime))

MARKS = select(deliveries.c.key, deliveries.c.owner, deliveries.c.attempt).where(
    deliveries.c.workspace == bindparam("workspace"), deliveries.c.key.in_(bindparam("keys", expanding=True))
)
