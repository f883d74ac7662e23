"""The ack of `/commit text` on PostgreSQL: how many in a second, and what a second replica costs."""

import asyncio
import os
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from sqlalchemy import func, select

from storage.engine import open_engine
from storage.tables.commitments import commitments
from tests.bench import servers
from tests.bench.ack import AT_ONCE, WARM_UP
from tests.bench.figures import Figure, Measured
from tests.bench.load import Target, Timing, commands, measure
from tests.postgres import fresh_database, running_postgres

ROUNDS = 6
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
            server = await _server(postgres)
            rounds: list[tuple[Timing, float, float]] = []
            for targets in ([one], two):
                await _together(targets, server, bodies, WARM_UP)
            for _ in range(ROUNDS):
                timing, alone = await _together([one], server, bodies, crowd)
                _, shared = await _together(two, server, bodies, crowd)
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


async def _server(url: str) -> int:
    """The process of PostgreSQL whose children do all its work."""
    engine = open_engine(url)
    async with engine.connect() as connection:
        child: int = (await connection.execute(select(func.pg_backend_pid()))).scalar_one()
        server = _Process.of(Path(f"/proc/{child}")).parent
    await engine.dispose()
    return server


async def _together(
    targets: Sequence[Target], server: int, bodies: Iterator[str], crowd: int
) -> tuple[Timing, float]:
    """Requests shared out evenly; gives their timing, and milliseconds of CPU for one."""
    share = len(targets)
    before, began = _cpu_s(targets, server), perf_counter()
    timings = await asyncio.gather(
        *(measure(target, bodies, requests=crowd // share, at_once=AT_ONCE // share) for target in targets)
    )
    took = perf_counter() - began
    spent = _cpu_s(targets, server) - before
    return Timing(tuple(each for timing in timings for each in timing.durations), took), 1000 * spent / crowd


def _cpu_s(targets: Sequence[Target], server: int) -> float:
    """Seconds of CPU that the replicas have used, and every process of their PostgreSQL."""
    ours, spent = {server, *(target.pid for target in targets)}, 0.0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            process = _Process.of(folder)
        except OSError:  # it has ended
            continue
        if int(folder.name) in ours or process.parent == server:
            spent += process.cpu_s
    return spent


class _Process(NamedTuple):
    """What Linux tells of one."""

    parent: int
    cpu_s: float

    @classmethod
    def of(cls, folder: Path) -> "_Process":
        """Raises OSError when it has ended."""
        fields = (folder / "stat").read_text().rpartition(")")[2].split()
        return cls(int(fields[1]), (int(fields[11]) + int(fields[12])) / _TICKS)


async def _kept(url: str) -> int:
    engine = open_engine(url)
    async with engine.connect() as connection:
        number: int = (await connection.execute(select(func.count()).select_from(commitments))).scalar_one()
    await engine.dispose()
    return number
