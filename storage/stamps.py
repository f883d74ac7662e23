"""A mark of what is kept: the same as long as nothing it stands for has changed, whoever changed it."""

from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

from sqlalchemy import Select, Table, func, select

from storage.shelf import Shelf
from storage.tables.appointments import appointments
from storage.tables.conflicts import conflicts
from storage.tables.dashboard import boards
from storage.tables.dictionary import dictionary, metric_versions
from storage.tables.guardrails import guardrails
from storage.tables.metrics import (
    inputs,
    metrics,
    north_stars,
    reading_revisions,
    readings,
    sentences,
)
from storage.tables.people import people
from storage.tables.preferences import preferences
from storage.tables.sources import sources
from storage.tables.teams import memberships, teams
from storage.tables.wins import unnamed, wins
from storage.tables.workspaces import workspaces

# What says how a number is counted and where it comes from: tens of rows, at most some thousand.
_ABOUT_NUMBERS = (
    workspaces,
    metrics,
    north_stars,
    inputs,
    teams,
    sources,
    dictionary,
    metric_versions,
    guardrails,
)
_BESIDE_THEM = (appointments, preferences, memberships, unnamed, boards)


class StampShelf(Shelf):
    async def of_metrics(self) -> Mapping[str, tuple[int, int]]:
        """How many readings each metric has, and how often one was corrected: a new value changes either."""
        there = await self._counted(readings)
        corrected = await self._counted(reading_revisions)
        return {key: (number, corrected.get(key, 0)) for key, number in there.items()}

    async def of_definitions(self) -> str:
        """Of all that says what is counted, and where it comes from."""
        return await self._of([self._select(each) for each in _ABOUT_NUMBERS])

    async def of_surroundings(self) -> str:
        """Of what people say and agreed to: sentences, wins, conflicts, appointments, names and consents."""
        newest = self._select(sentences).order_by(sentences.c.period_start.desc()).limit(60)
        told = select(wins.c.id, wins.c.changed_at, wins.c.withdrawn_at).where(self._mine(wins))
        newest_wins = told.order_by(wins.c.celebrated_at.desc()).limit(500)
        waiting = select(conflicts.c.id, conflicts.c.state, conflicts.c.up_at).where(self._mine(conflicts))
        names = select(people.c.user, people.c.name).where(self._mine(people))
        return await self._of([newest, newest_wins, waiting, names, *map(self._select, _BESIDE_THEM)])

    async def _counted(self, table: Table) -> dict[str, int]:
        query = (
            select(table.c.metric, func.count().label("number"))
            .where(self._mine(table))
            .group_by(table.c.metric)
        )
        return {row.metric: row.number for row in await self._connection.execute(query)}

    async def _of(self, queries: Iterable[Select[Any]]) -> str:
        """Rows in no particular order make the same mark."""
        digest = sha256()
        for query in queries:
            for row in sorted(map(repr, await self._connection.execute(query))):
                digest.update(row.encode())
            digest.update(b"\0")
        return digest.hexdigest()
