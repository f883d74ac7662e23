"""Measures the ack against a floor and a bare AsyncApp, many metrics too, and writes docs/benchmarks.md."""

import asyncio
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from contextlib import AsyncExitStack, closing
from pathlib import Path

from tests.bench import board, many_metrics, servers
from tests.bench.load import Target, Timing, commands, measure
from tests.bench.numbers_table import table
from tests.bench.report import page

ROUNDS = 4
ALONE = 250
CROWD = 1_000
AT_ONCE = 32
WARM_UP = 64

Timings = dict[str, Timing]


async def bench(folder: Path, *, alone: int, crowd: int) -> tuple[Timings, Timings]:
    """Measure all three in turns: `alone` requests a round one at a time, `crowd` with 32 in flight.

    Raises RuntimeError if what was acknowledged was not kept.
    """
    database = folder / "polaris.db"
    async with AsyncExitStack() as stack:
        slack, people = await stack.enter_async_context(servers.workspace(folder))
        targets = {
            "floor": await stack.enter_async_context(servers.small("floor")),
            "bare": await stack.enter_async_context(servers.small("bare")),
            "polaris": await stack.enter_async_context(servers.polaris(slack, database)),
        }
        bodies = {name: commands(people, response_url=f"{slack}/response/nowhere") for name in targets}
        for name, target in targets.items():
            await measure(target, bodies[name], requests=WARM_UP, at_once=AT_ONCE)
        measured = (
            await _in_turns(targets, bodies, requests=alone, at_once=1),
            await _in_turns(targets, bodies, requests=crowd, at_once=AT_ONCE),
        )
    _all_kept(database, WARM_UP + ROUNDS * (alone + crowd))
    return measured


async def _in_turns(
    targets: dict[str, Target], bodies: dict[str, Iterator[str]], *, requests: int, at_once: int
) -> Timings:
    """Take turns, so that a slow minute of the machine falls on everybody."""
    rounds: dict[str, list[Timing]] = {name: [] for name in targets}
    for _ in range(ROUNDS):
        for name, target in targets.items():
            rounds[name].append(await measure(target, bodies[name], requests=requests, at_once=at_once))
    return {
        name: Timing(
            tuple(took for timing in timings for took in timing.durations),
            sum(timing.elapsed for timing in timings),
        )
        for name, timings in rounds.items()
    }


def _all_kept(database: Path, acknowledged: int) -> None:
    with closing(sqlite3.connect(database)) as books:
        kept: int = books.execute("SELECT count(*) FROM commitments").fetchone()[0]
    if kept != acknowledged:
        raise RuntimeError(f"{acknowledged} commitments were acknowledged and {kept} kept")


def main() -> None:
    """Measure, show the page, and keep it."""
    with tempfile.TemporaryDirectory() as folder:
        alone, crowd = asyncio.run(bench(Path(folder), alone=ALONE, crowd=CROWD))
        numbers = asyncio.run(many_metrics.measure(Path(folder)))
        pages = asyncio.run(board.measure(Path(folder)))
    sections = [table(numbers, many_metrics.WEEKS), board.section(pages)]
    written = page(alone, crowd, AT_ONCE, "\n".join(sections))
    (servers.ROOT / "docs" / "benchmarks.md").write_text(written, encoding="utf-8")
    sys.stdout.write(written)


if __name__ == "__main__":
    main()
