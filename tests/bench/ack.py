"""How long `/commit text` takes from Slack's signed HTTP post to the ack, beside apps that store nothing."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import AsyncExitStack, closing
from pathlib import Path

from tests.bench import servers
from tests.bench.figures import Figure, Measured
from tests.bench.load import Target, Timing, commands, measure

ROUNDS = 4
ALONE = 250
CROWD = 1_000
AT_ONCE = 32
WARM_UP = 64

Timings = Mapping[str, tuple[Timing, ...]]
"""By the name of the server, one for each round."""


async def row(folder: Path, *, alone: int = ALONE, crowd: int = CROWD) -> Measured:
    one, many = await bench(folder, alone=alone, crowd=crowd)
    return Measured(
        (
            Figure(
                "ack of `/commit text`, stored first, one at a time: p50",
                "ms",
                tuple(each.median for each in one["polaris"]),
                "AsyncApp as documented, `await ack()` and nothing else",
                tuple(each.median for each in one["bare"]),
                at_most=0.25,
            ),
            Figure(
                f"the same, {AT_ONCE} in flight: p99",
                "ms",
                tuple(each.p99 for each in many["polaris"]),
                "AsyncApp, `process_before_response=True` and no database",
                tuple(each.p99 for each in many["prompt"]),
                at_most=10,
            ),
            Figure(
                "the same: the slowest",
                "ms",
                tuple(max(each.durations) for each in many["polaris"]),
                at_most=300,
            ),
            Figure(
                "the same: acknowledged in a second",
                "/s",
                tuple(each.per_second for each in many["polaris"]),
                at_least=600,
            ),
        )
    )


async def bench(folder: Path, *, alone: int, crowd: int) -> tuple[Timings, Timings]:
    """Measure all of them in turns: `alone` requests a round one at a time, `crowd` with 32 in flight.

    Raises RuntimeError if what was acknowledged was not kept.
    """
    database = folder / "polaris.db"
    async with AsyncExitStack() as stack:
        slack, people = await stack.enter_async_context(servers.workspace(folder))
        targets = {
            "bare": await stack.enter_async_context(servers.small("bare")),
            "prompt": await stack.enter_async_context(servers.small("prompt")),
            "polaris": await stack.enter_async_context(servers.polaris(slack, database)),
        }
        bodies = {name: commands(people, response_url=f"{slack}/response/nowhere") for name in targets}
        for name, target in targets.items():
            await measure(target, bodies[name], requests=WARM_UP, at_once=AT_ONCE)
        measured = (
            await _in_turns(targets, bodies, requests=alone, at_once=1),
            await _in_turns(targets, bodies, requests=crowd, at_once=AT_ONCE),
        )
    all_kept(database, WARM_UP + ROUNDS * (alone + crowd))
    return measured


async def _in_turns(
    targets: dict[str, Target], bodies: dict[str, Iterator[str]], *, requests: int, at_once: int
) -> Timings:
    """Take turns, so that a slow minute of the machine falls on everybody."""
    rounds: dict[str, list[Timing]] = {name: [] for name in targets}
    for _ in range(ROUNDS):
        for name, target in targets.items():
            rounds[name].append(await measure(target, bodies[name], requests=requests, at_once=at_once))
    return {name: tuple(timings) for name, timings in rounds.items()}


def all_kept(database: Path, acknowledged: int) -> None:
    """Raises RuntimeError if what was acknowledged was not kept."""
    with closing(sqlite3.connect(database)) as books:
        kept: int = books.execute("SELECT count(*) FROM commitments").fetchone()[0]
    if kept != acknowledged:
        raise RuntimeError(f"{acknowledged} commitments were acknowledged and {kept} kept")
