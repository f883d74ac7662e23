"""Organisations of any size, written straight into the tables: one thing grows, the rest stays small."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import Table, insert
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.records.appointments import Appointment
from storage.records.commitments import Commitment, CommitmentState, Visibility
from storage.records.metrics import Direction, Input, InputState, Lever, Metric, Reading
from storage.records.people import Person
from storage.records.teams import Membership, Standing, Team
from storage.records.workspaces import Workspace
from storage.tables import whole
from storage.tables.appointments import appointments
from storage.tables.commitments import commitments
from storage.tables.metrics import inputs, metrics, north_stars, readings
from storage.tables.people import people
from storage.tables.teams import memberships, teams
from storage.tables.workspaces import workspaces
from tests.making import a_star

WORKSPACE = "T0"
MONDAY = date(2026, 3, 16)
NOW = datetime(2026, 3, 16, 8, tzinfo=UTC)
WHO = Person("U0", "Ana", "UTC")
TEAM = "t0"
WEEKS = 260
STAR = a_star().metric

_BATCH = 5_000
_FEW_WEEKS = 12
_TEAMS, _PEOPLE = 12, 60
_SOON = NOW + timedelta(days=1)

Rows = Iterator[tuple[Table, Mapping[str, Any]]]
"""What is written, table by table or mixed."""


async def write(engine: AsyncEngine, rows: Rows) -> None:
    """Write rows in large handfuls, what others refer to first."""
    while some := list(islice(rows, _BATCH * 10)):
        by_table: dict[Table, list[Mapping[str, Any]]] = {}
        for table, row in some:
            by_table.setdefault(table, []).append(row)
        async with engine.begin() as connection:
            for table in whole().sorted_tables:
                if table in by_table:
                    await connection.execute(insert(table), by_table[table])


def with_teams(number: int) -> Rows:
    yield from _organisation(WORKSPACE)
    yield from _teams(WORKSPACE, number, 4)
    yield from _people(WORKSPACE, _PEOPLE, number)


def with_people(number: int) -> Rows:
    yield from _organisation(WORKSPACE)
    yield from _teams(WORKSPACE, _TEAMS, _FEW_WEEKS)
    yield from _people(WORKSPACE, number, _TEAMS)


def with_readings(number: int) -> Rows:
    """Five years of each metric, as many metrics as that takes; with few readings one short history."""
    yield from _organisation(WORKSPACE)
    known = max(number // WEEKS, 1)
    yield from _teams(WORKSPACE, known, min(number, WEEKS))
    yield from _people(WORKSPACE, _PEOPLE, known)


def with_workspaces(number: int) -> Rows:
    """A small organisation each; nothing is asked of any but the first."""
    for each in range(number):
        yield from _organisation(f"T{each}", 1)
        yield from _teams(f"T{each}", 1, 1)
        yield from _people(f"T{each}", 1, 1, first=each)


def series(metric: str, weeks: int) -> Iterator[Reading]:
    """So many weeks up to the last full one."""
    for week in range(weeks):
        start = MONDAY - timedelta(weeks=weeks - week)
        yield Reading(metric, start, float(90 + week * 7 % 21), "load", NOW)


def _organisation(workspace: str, weeks: int = _FEW_WEEKS) -> Rows:
    organisation = asdict(Workspace(workspace, "Acme", "UTC", company_channel="CALL", product_lead=WHO.user))
    del organisation["id"]
    star = asdict(a_star()) | {"metric": STAR.key}
    yield workspaces, {"workspace": workspace, **organisation}
    yield metrics, {"workspace": workspace, **asdict(STAR)}
    yield north_stars, {"workspace": workspace, **star}
    yield from _rows(workspace, readings, series(STAR.key, weeks))


def _teams(workspace: str, number: int, weeks: int) -> Rows:
    """Each with an input, a pulse on Tuesdays and its history."""
    for each in range(number):
        team = Team(f"t{each}", f"Team {each}", f"L{each}", f"C{each}", "UTC", "plain", (2,), time(9))
        metric = Metric(f"m{each}", f"Metric {each}", "count", Direction.UP)
        made = Input(f"i{each}", team.id, metric, Lever.DEPTH, "", 1, InputState.ACTIVE, "U0", NOW)
        kept = Appointment("pulse", team.id, (2,), time(9), "UTC", _SOON)
        yield teams, {"workspace": workspace, **asdict(team), "standup_days": list(team.standup_days)}
        yield metrics, {"workspace": workspace, **asdict(metric)}
        yield inputs, {"workspace": workspace, **asdict(made), "metric": metric.key}
        yield appointments, {"workspace": workspace, **asdict(kept), "days": list(kept.days)}
        yield from _rows(workspace, readings, series(metric.key, weeks))


def _people(workspace: str, number: int, among: int, *, first: int = 0) -> Rows:
    """Each in one team (the first in the first), with a commitment that runs. Nobody is in two workspaces."""
    for each in range(number):
        user, team = f"U{first + each}", f"t{each % among}"
        promised = Commitment(
            f"c{each}", user, team, MONDAY, 1, "Review two", None, Visibility.TEAM, CommitmentState.OPEN, NOW
        )
        yield people, {"workspace": workspace, **asdict(Person(user, f"Person {each}", "UTC"))}
        yield memberships, {"workspace": workspace, **asdict(Membership(team, user, Standing.CHANNEL))}
        yield commitments, {"workspace": workspace, **asdict(promised)}


def _rows(workspace: str, table: Table, records: Iterable[Reading]) -> Rows:
    return ((table, {"workspace": workspace, **asdict(record)}) for record in records)
