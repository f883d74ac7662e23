"""The ack of `/commit text` on PostgreSQL: how many in a second, and what a second replica costs."""

import asyncio
import os
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from time import perf_counter

from sqlalchemy import func, select

from storage.engine import open_engine
from storage.tables.commitments import commitments
from tests.bench import servers
from tests.bench.ack import AT_ONCE, WARM_UP
from tests.bench.figures import Figure, Measured
from tests.bench.load import Target, Timing, commands, measure
from tests.postgres import fresh_database, running_postgres

ROUNDS = 4
CROWD = 800

_TICKS = os.sysconf("SC_CLK_TCK")


async def row(folder: Path, *, crowd: int = CROWD) -> Measured:
    """One process and two replicas take turns, each on a database of its own in one server."""
    with running_postgres(durable=True) as postgres:
        async with AsyncExitStack() as stack:
            slack, people = await stack.enter_async_context(servers.workspace(folder))
            urls = [await fresh_database(postgres) for _ in range(2)]
            one = await stack.enter_async_context(servers.polaris(slack, urls[0]))
            two = [await stack.enter_async_context(servers.polaris(slack, urls[1])) for _ in range(2)]
            bodies = commands(people, response_url=f"{slack}/response/nowhere")
            rounds: list[tuple[Timing, float, float]] = []
            for targets in ([one], two):
                await _together(targets, bodies, WARM_UP)
            for _ in range(ROUNDS):
                timing, alone = await _together([one], bodies, crowd)
                _, shared = await _together(two, bodies, crowd)
                rounds.append((timing, alone, shared))
        kept = [await _kept(url) for url in urls]
    if kept != [WARM_UP + ROUNDS * crowd] * 2:
        raise RuntimeError(f"of {WARM_UP + ROUNDS * crowd} commitments each {kept} were kept")
    return Measured(
        (
            Figure(
                f"the same on PostgreSQL, {AT_ONCE} in flight, one process: acknowledged in a second",
                "/s",
                tuple(timing.per_second for timing, _, _ in rounds),
                at_least=600,
            ),
            Figure(
                "the same with two replicas: CPU of all processes, PostgreSQL's too, for a request",
                "ms",
                tuple(shared for _, _, shared in rounds),
                "one process",
                tuple(alone for _, alone, _ in rounds),
                at_most=1.15,
            ),
        )
    )


async def _together(targets: Sequence[Target], bodies: Iterator[str], crowd: int) -> tuple[Timing, float]:
    """Requests shared out evenly; gives their timing, and milliseconds of CPU for one."""
    share = len(targets)
    before, began = _cpu_s(targets), perf_counter()
    timings = await asyncio.gather(
        *(measure(target, bodies, requests=crowd // share, at_once=AT_ONCE // share) for target in targets)
    )
    took = perf_counter() - began
    spent = _cpu_s(targets) - before
    return Timing(tuple(each for timing in timings for each in timing.durations), took), 1000 * spent / crowd


def _cpu_s(targets: Sequence[Target]) -> float:
    """Seconds of CPU that the replicas have used, and every process of PostgreSQL."""
    spent = 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            name, _, rest = (folder / "stat").read_text().rpartition(")")
        except OSError:  # it has ended
            continue
        if name.endswith("(postgres") or int(folder.name) in {target.pid for target in targets}:
            fields = rest.split()
            spent += int(fields[11]) + int(fields[12])
    return spent / _TICKS


async def _kept(url: str) -> int:
    engine = open_engine(url)
    async with engine.connect() as connection:
        number: int = (await connection.execute(select(func.count()).select_from(commitments))).scalar_one()
    await engine.dispose()
    return number
