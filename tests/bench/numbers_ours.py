"""Importing, judging and comparing many metrics as Polaris does; prints what each phase took as JSON."""

import asyncio
import csv
import json
import os
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from time import perf_counter

from bot import connections
from bot.bulk import load_file
from bot.reckoning import WorkerReckoner
from bot.worker import Worker
from rituals import scoreboard
from rituals.comparing import Comparisons
from rituals.link_figures import FEWEST_PERIODS, LONGEST_LAG, Pairing
from rituals.signals import Kind
from storage.ledger import Books, Ledger
from storage.records.metrics import Direction, Input, InputState, Lever, Metric, NorthStar
from storage.records.teams import Team
from storage.records.workspaces import Workspace
from tests.bench.many_metrics import FIRST, series, starts
from tests.bench.memory import peak_mib
from tests.fakes import HandClock

_WORKSPACE = "T0BENCH"
_PER_TEAM = 3
_PATIENCE_S = 60.0
_AT = datetime(2016, 1, 4, tzinfo=UTC)


class Stopwatch:
    def __init__(self) -> None:
        self.phases: dict[str, dict[str, float]] = {}

    async def time(self, name: str, work: Callable[[], Awaitable[object]]) -> None:
        began = perf_counter()
        await work()
        took = perf_counter() - began
        self.phases[name] = {"took_s": took, "peak_mib": peak_mib()}


async def run(metrics: int, weeks: int, folder: Path) -> dict[str, dict[str, float]]:
    watch = Stopwatch()
    clock = HandClock(datetime.combine(FIRST + timedelta(weeks=weeks), time(9), UTC))
    file, url = folder / f"{metrics}.csv", f"sqlite:///{folder / f'{metrics}.db'}"
    _write(file, metrics, weeks)
    async with connections.opened_database(url) as database:
        ledger = database.ledger(_WORKSPACE)
        async with ledger.open() as books:
            await _furnish(books, metrics)
    await watch.time("import", lambda: load_file(file, url, _WORKSPACE, clock, lambda _: None))
    async with connections.opened_database(url) as database, Worker(_PATIENCE_S) as worker:
        ledger = database.ledger(_WORKSPACE)
        await watch.time("limits", lambda: _judge(ledger, clock, metrics))
        reckoner = WorkerReckoner(worker)
        # The libraries are loaded once, whatever there is to compare.
        short = tuple((week, float(week % 5)) for week in range(FEWEST_PERIODS))
        await reckoner.figures([Pairing(short, short, tuple(range(LONGEST_LAG + 1)))])
        await watch.time("links", lambda: _compare(ledger, clock, reckoner, metrics))
        watch.phases["links"]["peak_mib"] += await worker.run(peak_mib, None, _PATIENCE_S)
    return watch.phases


def _write(file: Path, metrics: int, weeks: int) -> None:
    with file.open("w", newline="") as lines:
        rows = csv.writer(lines)
        rows.writerow(["metric", "period_start", "value"])
        for key, values in series(metrics, weeks):
            rows.writerows((key, start, value) for start, value in zip(starts(weeks), values, strict=True))


async def _furnish(books: Books, metrics: int) -> None:
    """The first metric is the star, the others are inputs of teams."""
    await books.workspaces.put(Workspace(_WORKSPACE, "Bench", "UTC", product_lead="U0"))
    known = [Metric(f"metric_{n}", f"Metric {n}", "count", Direction.UP) for n in range(metrics)]
    await books.north_stars.add(NorthStar("star", known[0], "", "", "", "", "", "", "U0", _AT))
    for at, metric in enumerate(known[1:]):
        team = f"team_{at // _PER_TEAM}"
        if at % _PER_TEAM == 0:
            await books.teams.put(Team(team, f"Team {at // _PER_TEAM}", "U0", f"C{at}", "UTC"))
        made = Input(metric.key, team, metric, Lever.DEPTH, "", 1, InputState.ACTIVE, "U0", _AT)
        await books.inputs.put(made)


async def _judge(ledger: Ledger, clock: HandClock, metrics: int) -> None:
    async with ledger.open() as books:
        scores = await scoreboard.inputs(books, clock.now().date())
    _require(len(scores) == metrics - 1 and all(each.verdict.kind is not Kind.MISSING for each in scores))


async def _compare(ledger: Ledger, clock: HandClock, reckoner: WorkerReckoner, metrics: int) -> None:
    found = await Comparisons(ledger, clock, reckoner).compared()
    _require(found.number == metrics - 1)


def _require(is_all_there: bool) -> None:
    if not is_all_there:
        raise RuntimeError("not all metrics were looked at")


if __name__ == "__main__":
    told = asyncio.run(run(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])))
    sys.stdout.write(json.dumps(told) + os.linesep)
