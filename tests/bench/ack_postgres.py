"""The ack of `/commit text` on PostgreSQL: how many in a second, and what a second replica costs."""

import asyncio
import os
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import AsyncExitStack, contextmanager, suppress
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

_A_SECOND_REPLICA = """## A second replica

What it takes for a request is measured with the replicas and PostgreSQL on one core of the machine and the
load on the others, with one process as with two: the load is no part of what is measured, and nobody has a
core to themselves. Let loose on two cores, one process nearly has, while two of them, their database and the
load push each other aside, and find the caches of the core filled by somebody else each time; the line below
in the table says what that comes to.
"""

_TICKS = os.sysconf("SC_CLK_TCK")


async def row(folder: Path, *, crowd: int = CROWD) -> Measured:
    """One process and two replicas take turns, each on a database of its own in one server.

    What a second replica takes is measured with all of them on one core, and whoever asks on the others:
    then nothing differs but the replica. Wherever the machine puts them it is shown besides.
    """
    with running_postgres(durable=True) as postgres:
        async with AsyncExitStack() as stack:
            slack, people = await stack.enter_async_context(servers.workspace(folder))
            urls = [await fresh_database(postgres) for _ in range(2)]
            one = await stack.enter_async_context(servers.polaris(slack, urls[0]))
            two = [await stack.enter_async_context(servers.polaris(slack, urls[1])) for _ in range(2)]
            bodies = commands(people, response_url=f"{slack}/response/nowhere")
            server = await _server(postgres)
            for targets in ([one], two):
                await _together(targets, server, bodies, WARM_UP)
            anywhere = [
                [await _together(targets, server, bodies, crowd) for targets in ([one], two)]
                for _ in range(ROUNDS)
            ]
            with _on_one_core(server, one, *two):
                on_one = [
                    [await _together(targets, server, bodies, crowd // 2) for targets in ([one], two)]
                    for _ in range(ROUNDS)
                ]
        kept = [await _kept(url) for url in urls]
    asked = WARM_UP + ROUNDS * (crowd + crowd // 2)
    if kept != [asked] * 2:
        raise RuntimeError(f"of {asked} commitments each {kept} were kept")
    return Measured(
        (
            Figure(
                f"the same on PostgreSQL, {AT_ONCE} in flight, one process: acknowledged in a second",
                "/s",
                tuple(alone.timing.per_second for alone, _ in anywhere),
                at_least=600,
            ),
            Figure(
                "the same with two replicas: CPU of all processes, PostgreSQL's too, for a request",
                "ms",
                tuple(both.cpu_ms for _, both in on_one),
                "one process",
                tuple(alone.cpu_ms for alone, _ in on_one),
                at_most=1.15,
            ),
            Figure(
                "the same where whoever asks may push them aside, and they each other",
                "ms",
                tuple(both.cpu_ms for _, both in anywhere),
                "one process",
                tuple(alone.cpu_ms for alone, _ in anywhere),
                at_most=1.15,
            ),
        ),
        _A_SECOND_REPLICA,
    )


@contextmanager
def _on_one_core(server: int, *targets: Target) -> Iterator[None]:
    """Have the replicas and their PostgreSQL share one core, and leave the others to whoever asks."""
    cores = os.sched_getaffinity(0)
    first = {min(cores)}
    _put(_of(server, targets), first)
    _put([os.getpid()], cores - first or cores)
    try:
        yield
    finally:
        _put([*_of(server, targets), os.getpid()], cores)


def _put(pids: Iterable[int], cores: Collection[int]) -> None:
    for pid in pids:
        for thread in Path(f"/proc/{pid}/task").glob("*"):
            with suppress(OSError):  # it has ended
                os.sched_setaffinity(int(thread.name), cores)


async def _server(url: str) -> int:
    """The process of PostgreSQL whose children do all its work."""
    engine = open_engine(url)
    async with engine.connect() as connection:
        child: int = (await connection.execute(select(func.pg_backend_pid()))).scalar_one()
        server = _Process.of(Path(f"/proc/{child}")).parent
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
    spent = 0.0
    for pid in _of(server, targets):
        with suppress(OSError):  # it has ended
            spent += _Process.of(Path(f"/proc/{pid}")).cpu_s
    return spent


def _of(server: int, targets: Sequence[Target]) -> Sequence[int]:
    """Their processes, and every one of their PostgreSQL."""
    found = [server, *(target.pid for target in targets)]
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it has ended
            if _Process.of(folder).parent == server:
                found.append(int(folder.name))
    return found


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
