"""Five hundred commands in a quarter of a second, while Slack is slow."""

from contextlib import AsyncExitStack
from pathlib import Path

import aiohttp

from tests.bench import servers
from tests.bench.ack import all_kept
from tests.bench.figures import Figure, Measured
from tests.bench.load import burst, commands
from tests.bench.peers import SLACK_MACHINE, NotInstalled, on_slack

ROUNDS = 3
COMMANDS = 500
WITHIN_S = 0.25
SLOW_S = 0.1


async def row(folder: Path, *, rounds: int = ROUNDS) -> Measured:
    """Every command is acknowledged, and kept before that. Raises RuntimeError if one is not."""
    ours: list[float] = []
    database = folder / "polaris.db"
    async with AsyncExitStack() as stack:
        slack, people = await stack.enter_async_context(servers.workspace(folder))
        target = await stack.enter_async_context(servers.polaris(slack, database))
        async with aiohttp.ClientSession() as session:
            slow = {"fault": "slow", "seconds": SLOW_S, "times": None}
            (await session.post(f"{slack}/control/faults", json=slow)).raise_for_status()
        bodies = commands(people, response_url=f"{slack}/response/nowhere")
        for _ in range(rounds):
            timing = await burst(target, bodies, requests=COMMANDS, within_s=WITHIN_S)
            ours.append(max(timing.durations))
    all_kept(database, rounds * COMMANDS)
    what = (
        f"burst of {COMMANDS} commands in {WITHIN_S} s, Slack taking {1000 * SLOW_S:.0f} ms: the slowest ack"
    )
    bound = Figure(what, "ms", tuple(ours), at_most=500)
    try:
        theirs = await _theirs(folder, rounds)
    except NotInstalled as problem:
        return Measured((bound,), f"Not compared, for it could not be installed: {problem}")
    beside = f"{SLACK_MACHINE}, which keeps nothing"
    return Measured((bound, Figure("the same beside a peer", "ms", tuple(ours), beside, tuple(theirs))))


async def _theirs(folder: Path, rounds: int) -> list[float]:
    async with on_slack(SLACK_MACHINE, folder) as slack:
        slack.takes_s = SLOW_S
        return [max(await slack.acknowledged(COMMANDS, WITHIN_S)) for _ in range(rounds)]
