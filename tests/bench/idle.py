"""What a start and an idle process cost beside their imports alone, and what many requests leave behind."""

import asyncio
import itertools
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from time import perf_counter
from urllib.parse import parse_qs, urlencode

from tests.bench import servers
from tests.bench.figures import Figure, Measured
from tests.bench.load import commands, measure
from tests.bench.memory import mib

STARTS = 5
REQUESTS = 100_000
AT_ONCE = 32
PATIENCE_S = 150.0
# By then every path was taken, and every buffer has the size it stays at.
WARM_UP = 0.05
# One in so many stores something; the others ask.
ONE_STORES = 20
_SETTLES_S = 1.0


async def start(folder: Path, starts: int = STARTS) -> Measured:
    """From the call of the command to the first "ready"; the database is there, as after an upgrade."""
    ours, imports = [], []
    async with servers.workspace(folder) as (slack, _):
        first = await _start(slack, folder / "polaris.db")
        for _ in range(starts):
            ours.append(await _start(slack, folder / "polaris.db"))
            began = perf_counter()
            async with _imports():
                imports.append(perf_counter() - began)
    alone = "its imports alone"
    return Measured(
        (
            Figure("start to ready", "s", tuple(ours), alone, tuple(imports), at_most=2),
            Figure("the same on an empty database", "s", (first,), alone, tuple(imports)),
        )
    )


async def memory(folder: Path, requests: int = REQUESTS, patience: float = PATIENCE_S) -> Measured:
    """Of an idle process, and of the same one after many requests, as the system counts it (RSS).

    A machine that does not get through them in `patience` seconds makes fewer, and the row says how many.
    """
    async with _imports() as child:
        imports = mib(child)
    async with AsyncExitStack() as stack:
        slack, people = await stack.enter_async_context(servers.workspace(folder))
        target = await stack.enter_async_context(servers.polaris(slack, folder / "polaris.db"))
        await asyncio.sleep(_SETTLES_S)
        idle = mib(target.pid)
        bodies, warm_up = _mixed(people, f"{slack}/response/nowhere"), int(requests * WARM_UP)
        await measure(target, bodies, requests=warm_up, at_once=AT_ONCE)
        before, made, began = mib(target.pid), warm_up, perf_counter()
        while made < requests and perf_counter() - began < patience:
            await measure(target, bodies, requests=warm_up, at_once=AT_ONCE)
            made += warm_up
        await asyncio.sleep(_SETTLES_S)
        after = mib(target.pid)
    alone = "its imports alone"
    grown = f"the same after {made:,} requests, one of {ONE_STORES} stored"
    return Measured(
        (
            Figure("memory of an idle process", "MiB", (idle,), alone, (imports,), at_most=1.3),
            Figure(grown, "MiB", (after,), f"after {warm_up:,}", (before,), at_most=1.02),
        ),
        facts={"idle_mib": idle},
    )


def _mixed(people: list[str], response_url: str) -> Iterator[str]:
    """Commands of the usual kind: most ask, some store."""
    storing, asking = (commands(people, response_url=response_url) for _ in range(2))
    for number in itertools.count():
        if number % ONE_STORES == 0:
            yield next(storing)
        else:
            fields = {name: values[0] for name, values in parse_qs(next(asking)).items()}
            yield urlencode(fields | {"command": "/nsm", "text": "help"})


async def _start(slack: str, database: Path) -> float:
    began = perf_counter()
    async with servers.polaris(slack, database):
        return perf_counter() - began


@asynccontextmanager
async def _imports() -> AsyncIterator[int]:
    """A process that has imported everything; gives its id."""
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.bench.imports",
        cwd=servers.ROOT, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert child.stdout is not None  # it is a pipe
    await child.stdout.readline()
    yield child.pid
    await child.communicate(b"")
