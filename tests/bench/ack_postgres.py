"""The ack of `/commit text` on PostgreSQL: how many in a second, and what a second replica costs."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack, suppress
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from sqlalchemy import func, select

from storage.engine import open_engine
from storage.tables.commitments import commitments
from tests.bench import servers
from tests.bench.ack import AT_ONCE
from tests.bench.figures import Figure, Measured
from tests.bench.load import Target, Timing, commands, measure
from tests.postgres import fresh_database, running_postgres

ROUNDS = 8
CROWD = 400
# Each replica has then heard most people, and PostgreSQL every statement. Nobody makes more than 20 in all.
WARM_UP = 1_600

_A_SECOND_REPLICA = """## A second replica

*Two that share nothing* are two processes, each with an organisation and a database of its own, asked at the
same time. All they have in common is the machine: that two busy processes, their database and whoever asks
push each other aside and find the caches filled by somebody else. What they take more than one process is
the machine's; what two replicas take more than they is what it costs to be a replica.
"""


async def row(folder: Path, *, crowd: int = CROWD, warm_up: int = WARM_UP) -> Measured:
    """One process, two replicas and two processes that share nothing take turns, in one PostgreSQL."""
    with running_postgres(durable=True) as postgres:
        async with AsyncExitStack() as stack:
            slack, people = await stack.enter_async_context(servers.workspace(folder))

            async def polaris(url: str) -> Target:
                return await stack.enter_async_context(servers.polaris(slack, url))

            lone, shared, other = [await fresh_database(postgres) for _ in range(3)]
            one, stranger = await polaris(lone), await polaris(other)
            two = [await polaris(shared), await polaris(shared)]
            bodies = commands(people, response_url=f"{slack}/response/nowhere")
            server = await _server(postgres)
            for targets in ([one], [stranger], two):
                await _together(targets, server, bodies, warm_up)
            rounds = [
                [await _together(targets, server, bodies, crowd) for targets in ([one], two, [one, stranger])]
                for _ in range(ROUNDS)
            ]
        kept = [await _kept(url) for url in (lone, shared, other)]
    asked = warm_up + ROUNDS * crowd
    if kept != [asked + ROUNDS * crowd // 2, asked, warm_up + ROUNDS * crowd // 2]:
        raise RuntimeError(f"of {asked} commitments each {kept} were kept")
    alone, together, apart = zip(*rounds, strict=True)
    cpu_ms = tuple(each.cpu_ms for each in together)
    return Measured(
        (
            Figure(
                f"the same on PostgreSQL, {AT_ONCE} in flight, one process: acknowledged in a second",
                "/s",
                tuple(each.timing.per_second for each in alone),
                at_least=600,
            ),
            Figure(
                "the same with two replicas: CPU of all processes, PostgreSQL's too, for a request",
                "ms",
                cpu_ms,
                "one process",
                tuple(each.cpu_ms for each in alone),
                at_most=1.15,
            ),
            Figure(
                "the same without what two busy processes of any kind take here",
                "ms",
                cpu_ms,
                "two that share nothing",
                tuple(each.cpu_ms for each in apart),
                at_most=1.15,
            ),
        ),
        _A_SECOND_REPLICA,
    )


async def _server(url: str) -> int:
    """The process of PostgreSQL whose children do all its work."""
    engine = open_engine(url)
    async with engine.connect() as connection:
        child: int = (await connection.execute(select(func.pg_backend_pid()))).scalar_one()
        server = _parent(Path(f"/proc/{child}"))
    await engine.dispose()
    return server


class _Round(NamedTuple):
    timing: Timing
    cpu_ms: float
    """Milliseconds of CPU for one request."""


async def _together(targets: Sequence[Target], server: int, bodies: Iterator[str], crowd: int) -> _Round:
    """Requests shared out evenly."""
    share = len(targets)
    before, began = _cpu_s(server, targets), perf_counter()
    timings = await asyncio.gather(
        *(measure(target, bodies, requests=crowd // share, at_once=AT_ONCE // share) for target in targets)
    )
    took = perf_counter() - began
    spent = _cpu_s(server, targets) - before
    return _Round(
        Timing(tuple(each for timing in timings for each in timing.durations), took), 1000 * spent / crowd
    )


def _cpu_s(server: int, targets: Sequence[Target]) -> float:
    """Seconds of CPU that the replicas have used, and every process of their PostgreSQL."""
    children = [int(each.name) for each in Path("/proc").glob("[0-9]*") if _parent(each) == server]
    spent_ns = 0
    for pid in (server, *children, *(target.pid for target in targets)):
        for thread in Path(f"/proc/{pid}/task").glob("*"):
            with suppress(OSError):  # it has ended
                spent_ns += int((thread / "schedstat").read_text().split()[0])
    return spent_ns / 1e9


def _parent(process: Path) -> int:
    """0 when it has ended."""
    with suppress(OSError):
        return int((process / "stat").read_text().rpartition(")")[2].split()[1])
    return 0


async def _kept(url: str) -> int:
    engine = open_engine(url)
    async with engine.connect() as connection:
        number: int = (await connection.execute(select(func.count()).select_from(commitments))).scalar_one()
    await engine.dispose()
    return number
