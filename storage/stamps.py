"""A mark of what is kept: the same as long as nothing it stands for has changed, whoever changed it."""

from collections.abc import Collection, Iterable, Mapping
from hashlib import sha256
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, Table, func, select

from storage.shelf import Shelf
from storage.tables.appointments import appointments
from storage.tables.conflicts import conflicts
from storage.tables.dashboard import boards
from storage.tables.dictionary import dictionary, metric_versions
from storage.tables.guardrails import guardrails
from storage.tables.metrics import (
    contradictions,
    inputs,
    metrics,
    north_stars,
    reading_revisions,
    readings,
    sentences,
)
from storage.tables.people import people
from storage.tables.preferences import preferences
from storage.tables.shifts import accepted_shifts
from storage.tables.sources import sources
from storage.tables.teams import memberships, teams
from storage.tables.wins import unnamed, wins
from storage.tables.workspaces import workspaces

Mark = str
"""The same as long as nothing has changed."""

# Wins of a fortnight, and then some.
_WINS = 500

# What says how a number is counted and where it comes from: tens of rows, at most some thousand.
_ABOUT_NUMBERS = (
    workspaces,
    metrics,
    north_stars,
    inputs,
    teams,
    sources,
    contradictions,
    dictionary,
    metric_versions,
    guardrails,
    accepted_shifts,
)
_BESIDE_THEM = (appointments, preferences, memberships, unnamed, boards)


class StampShelf(Shelf):
    async def of_metrics(self) -> Mapping[str, Mark]:
        """By metric: how much was read, corrected, doubted and said of it. Whatever is added changes it."""
        found: dict[str, dict[str, Any]] = {}
        for table in (readings, reading_revisions, contradictions):
            for row in await self._counted(table):
                found.setdefault(row.metric, {})[table.name] = row.number
        newest, length = func.max(sentences.c.written_at), func.sum(func.length(sentences.c.text))
        for row in await self._counted(sentences, newest, length):
            found.setdefault(row.metric, {})[sentences.name] = tuple(row)
        return {metric: repr(sorted(parts.items())) for metric, parts in found.items()}

    async def of_readings(self, metrics: Collection[str]) -> Mapping[str, Mark]:
        """By metric, of some: how much was read and corrected, and when. Whatever is added changes it."""
        found: dict[str, Mark] = dict.fromkeys(metrics, "")
        for some in self._batches(metrics):
            for table, at in (
                (readings, readings.c.recorded_at),
                (reading_revisions, reading_revisions.c.replaced_at),
            ):
                among = table.c.metric.in_(some)
                for row in await self._counted(table, func.max(at), among=among):
                    found[row.metric] += f"{table.name} {row[1:]} "
        return found

    async def of_definitions(self) -> str:
        """Of all that says what is counted, where it comes from, and whom a chart must not name."""
        names = select(people.c.user, people.c.name, people.c.full_name).where(self._mine(people))
        return await self._of([names, *map(self._select, _ABOUT_NUMBERS)])

    async def of_surroundings(self) -> str:
        """Of what people do beside the numbers: wins, conflicts, appointments, consents, boards."""
        told = select(wins.c.id, wins.c.changed_at, wins.c.withdrawn_at).where(self._mine(wins))
        newest_wins = told.order_by(wins.c.celebrated_at.desc()).limit(_WINS)
        waiting = select(conflicts.c.id, conflicts.c.state, conflicts.c.up_at).where(self._mine(conflicts))
        return await self._of([newest_wins, waiting, *map(self._select, _BESIDE_THEM)])

    async def _counted(
        self, table: Table, *more: ColumnElement[Any], among: ColumnElement[bool] | None = None
    ) -> Iterable[Row[Any]]:
        query = select(table.c.metric, func.count().label("number"), *more).where(self._mine(table))
        if among is not None:
            query = query.where(among)
        return await self._connection.execute(query.group_by(table.c.metric))

    async def _of(self, queries: Iterable[Select[Any]]) -> str:
        """Rows in no particular order make the same mark."""
        digest = sha256()
        for query in queries:
            for row in sorted(map(repr, await self._connection.execute(query))):
                digest.update(row.encode())
            digest.update(b"\0")
        return digest.hexdigest()
