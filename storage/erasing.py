"""One person taken out of every table: by one rule for all of them, so that no new table is forgotten."""

import asyncio
from collections.abc import AsyncIterator, Collection, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    ColumnElement,
    ForeignKeyConstraint,
    String,
    Table,
    Text,
    any_,
    bindparam,
    collate,
    literal,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY

from storage import tables
from storage.erased_values import ERASED, IsOwn, Rewrite, nobodys, rewritten
from storage.records.commitments import CommitmentState, Visibility
from storage.records.deliveries import DeliveryState
from storage.records.prompts import ANSWERABLE
from storage.shelf import AT_A_STRETCH, Shelf
from storage.tables.columns import key_of
from storage.tables.commitments import commitments
from storage.tables.deliveries import deliveries, pacing
from storage.tables.installations import installations
from storage.tables.people import people
from storage.tables.prompts import prompts

_Row = dict[str, Any]

WHOLLY_THEIRS = {
    "absences": "user",
    "drafts": "user",
    "memberships": "user",
    "preferences": "user",
    "roster_changes": "user",
}
"""Tables whose rows are about one person and nothing else, and the column that says whom: these rows go."""

# Whoever else bears a name keeps it; what is sealed would not open again.
_LEFT_ALONE = frozenset(
    [
        people.c.name,
        people.c.full_name,
        installations.c.sealed_token,
        installations.c.sealed_refresh_token,
    ]
)

# A word of ours in each row, chosen by no person.
_OURS = frozenset(["kind", "reaction", "ritual", "state"])

# What repeats words of a promise. Elsewhere the same words are somebody else's, as the name of a metric that
# was promised to be moved.
_REPEATING = frozenset([deliveries, prompts])

# The order in which whoever asks, and whoever delivers, takes several of them: `PromptShelf.due`,
# `PacingShelf.turns` and then `ClaimShelf.settle_all`, which sorts as Python does.
_IN_THEIR_ORDER: Sequence[tuple[Column[str], Sequence[ColumnElement[Any]]]] = (
    (prompts.c.key, [prompts.c.wanted_at, prompts.c.key]),
    (pacing.c.lane, [pacing.c.lane]),
    (deliveries.c.key, [collate(deliveries.c.key, "C")]),
)

_ON_THEIR_WAY = (DeliveryState.PENDING, DeliveryState.SENDING, DeliveryState.UNKNOWN, DeliveryState.REJECTED)


class ErasureShelf(Shelf):
    async def conversations_with(self, user: str) -> Collection[str]:
        """The ids of the conversations in which somebody got direct messages."""
        mine = deliveries.c
        query = select(mine.channel).where(self._mine(deliveries), mine.to == user, mine.channel.is_not(None))
        return set((await self._connection.execute(query)).scalars()) - {user}

    async def hold(self, rewrite: Rewrite, is_own: IsOwn = nobodys) -> None:
        """Before anything else, take what is to change of what others take several of, in their order.

        So whoever comes second waits for the first, and no two for each other. Those who keep no order,
        because they claim messages or empty old ones, wait until the transaction ends.

        SQLite has one writer anyway.
        """
        if self._connection.dialect.name == "sqlite":
            return
        await self._alone("erasing")
        for key, order in _IN_THEIR_ORDER:
            if key.table is deliveries:
                await self._alone("deliveries")
            changing = [row[f"old_{key.name}"] for row in await self._changes(key.table, rewrite, is_own)]
            theirs = select(key).where(self._mine(key.table), key == any_(literal(changing, ARRAY(Text))))
            await self._connection.execute(theirs.order_by(*order).with_for_update())

    async def drop_what_is_theirs(self, user: str) -> int:
        """Delete what nobody else has a use for; gives the number of rows.

        A message or a question that is keyed by the person goes; one that is keyed by a matter stays, so that
        nobody is told or asked of it twice, but is on its way no longer. A promise that is open goes; of a
        settled one stays that it was made and what became of it, and not a word of it.
        """
        gone = 0
        for name, column in WHOLLY_THEIRS.items():
            table = tables.whole().tables[name]
            gone += await self._delete(table, table.c[column] == user)
        theirs = prompts.c.user == user
        gone += await self._delete(
            prompts,
            theirs,
            or_(prompts.c.key.contains(user, autoescape=True), prompts.c.state.in_(ANSWERABLE)),
        )
        to_them = deliveries.c.to == user
        gone += await self._delete(deliveries, to_them, deliveries.c.key.contains(user, autoescape=True))
        await self._change(
            deliveries, to_them, deliveries.c.state.in_(_ON_THEIR_WAY), state=DeliveryState.DROPPED
        )
        await self._change(deliveries, to_them, channel=None, ts=None)
        await self._take_back_calls(user)
        gone += await self._delete(people, people.c.user == user)
        self._changed.add(people.name)
        promised = commitments.c.user == user
        gone += await self._delete(commitments, promised, commitments.c.state == CommitmentState.OPEN)
        await self._change(commitments, promised, text=ERASED, line="", visibility=Visibility.ME)
        return gone

    async def drop_everything(self) -> None:
        """Delete every row of the workspace, in every table there is."""
        for table in reversed(tables.whole().sorted_tables):
            await self._delete(table)
            self._changed.add(table.name)
        if await self._has_jobs():
            mine = {"workspace": self._workspace}
            for drop in (
                "DELETE FROM procrastinate_periodic_defers WHERE periodic_id = :workspace",
                "DELETE FROM procrastinate_jobs WHERE queue_name = :workspace",
            ):
                await self._connection.execute(text(drop), mine)

    async def _has_jobs(self) -> bool:
        """Whether there is a queue of jobs (`storage.jobs`): on PostgreSQL alone."""
        if self._connection.dialect.name != "postgresql":
            return False
        known = await self._connection.execute(text("SELECT to_regclass('procrastinate_jobs')"))
        return known.scalar_one() is not None

    async def _take_back_calls(self, user: str) -> None:
        """The jobs of an older Polaris name whom they are to serve; those of this one name nobody."""
        if await self._has_jobs():
            mine = {"workspace": self._workspace, "user": user}
            await self._connection.execute(
                text(
                    "DELETE FROM procrastinate_jobs WHERE queue_name = :workspace"
                    " AND args->>'to' = :user AND status = 'todo'"
                ),
                mine,
            )

    async def finds(self, rewrite: Rewrite) -> bool:
        """Whether `rewrite` would change anything."""
        for table in tables.whole().sorted_tables:
            if await self._changes(table, rewrite, nobodys):
                return True
        return False

    async def rewrite(self, rewrite: Rewrite, is_own: IsOwn = nobodys) -> Mapping[str, int]:
        """Pass every text and all JSON of the workspace through `rewrite`.

        Of messages and questions what `is_own` is erased. Gives the number of rows that changed, of each
        table in which any did. What refers to a key changes with it.
        """
        changes = {
            table: await self._changes(table, rewrite, is_own) for table in tables.whole().sorted_tables
        }
        changes = {table: rows for table, rows in changes.items() if rows}
        async with self._keys_may_change(
            [table for table in changes if _changes_links(table, changes[table])]
        ):
            for table, rows in changes.items():
                await self._write(table, rows)
        return {table.name: len(rows) for table, rows in changes.items()}

    async def _changes(self, table: Table, rewrite: Rewrite, is_own: IsOwn) -> Sequence[_Row]:
        """The rows to be written anew: what they are found by, as `old_...`, and every text as `new_...`."""
        written, key, linking = columns_of_text(table), key_of(table), _linking(table)
        repeated = is_own if table in _REPEATING else nobodys
        query = select(*dict.fromkeys([*key, *written])).where(self._mine(table))
        found: list[_Row] = []
        for number, row in enumerate((await self._connection.execute(query)).mappings(), 1):
            if number % AT_A_STRETCH == 0:
                await asyncio.sleep(0)
            old = {column.name: row[column.name] for column in written}
            new = {name: rewritten(value, rewrite, repeated) for name, value in old.items()}
            if new != old:
                places = {f"old_{column.name}": row[column.name] for column in key}
                places |= {f"old_{name}": old[name] for name in linking & old.keys()}
                found.append(places | {f"new_{name}": value for name, value in new.items()})
        return found

    async def _write(self, table: Table, rows: Sequence[_Row]) -> None:
        values = {
            column: bindparam(f"new_{column.name}", type_=column.type) for column in columns_of_text(table)
        }
        here = [column == bindparam(f"old_{column.name}", type_=column.type) for column in key_of(table)]
        await self._connection.execute(update(table).where(self._mine(table), *here).values(values), rows)
        self._changed.add(table.name)

    @asynccontextmanager
    async def _keys_may_change(self, changing: Collection[Table]) -> AsyncIterator[None]:
        """Let what refers to a key be out of step with it until both are written anew."""
        if self._connection.dialect.name == "sqlite":
            await self._connection.execute(text("PRAGMA defer_foreign_keys=ON"))
            yield
            return
        held = [
            (table, constraint)
            for table in tables.whole().sorted_tables
            for constraint in table.foreign_key_constraints
            if table in changing or constraint.referred_table in changing
        ]
        await self._alter(held, "DEFERRABLE INITIALLY DEFERRED")
        yield
        await self._connection.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
        await self._alter(held, "NOT DEFERRABLE")

    async def _alter(self, held: Iterable[tuple[Table, ForeignKeyConstraint]], how: str) -> None:
        for table, constraint in held:
            name = self._connection.dialect.identifier_preparer.format_constraint(constraint)
            await self._connection.execute(text(f'ALTER TABLE "{table.name}" ALTER CONSTRAINT {name} {how}'))


def columns_of_text(table: Table) -> Sequence[Column[Any]]:
    """The columns in which a person may be named: text and JSON."""
    return [
        column
        for column in table.columns
        if isinstance(column.type, String | JSON)
        and column.name not in {"workspace", *_OURS}
        and column not in _LEFT_ALONE
    ]


def _linking(table: Table) -> set[str]:
    """The columns by which rows refer to others, or others to them."""
    everything = tables.whole().sorted_tables
    referring = {key.parent.name for key in table.foreign_keys}
    return referring | {
        key.column.name for other in everything for key in other.foreign_keys if key.column.table is table
    }


def _changes_links(table: Table, rows: Iterable[_Row]) -> bool:
    """Whether something refers to what changes in these rows, or they refer to it."""
    names = _linking(table)
    return any(
        row[f"new_{name}"] != row[f"old_{name}"] for row in rows for name in names if f"new_{name}" in row
    )
