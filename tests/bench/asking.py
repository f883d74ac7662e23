"""How many ask for `/nsm help` and are answered in a second, beside other bots that answer one word."""

from contextlib import AsyncExitStack
from pathlib import Path

from tests.bench import servers
from tests.bench.ack import AT_ONCE
from tests.bench.figures import Figure, Measured
from tests.bench.load import commands, measure
from tests.bench.peers import ERRBOT, OPSDROID, SLACK_MACHINE, NotInstalled, by_itself, on_slack

ROUNDS = 4
CROWD = 1_000
WHAT = f"`/nsm help`, every listener registered, {AT_ONCE} in flight: answered in a second"


async def row(folder: Path, *, rounds: int = ROUNDS, crowd: int = CROWD) -> Measured:
    """They take turns; the peers say one word, and are told it without a signature to be checked."""
    answered: dict[str, list[float]] = {"polaris": []}
    missing: dict[str, str] = {}
    async with AsyncExitStack() as stack:
        slack, people = await stack.enter_async_context(servers.workspace(folder))
        target = await stack.enter_async_context(servers.polaris(slack, folder / "polaris.db"))
        bodies = commands(people, response_url=f"{slack}/nowhere", command="/nsm", words="help")
        for number in range(rounds):
            for name in (SLACK_MACHINE, OPSDROID, ERRBOT):
                if name not in missing:
                    try:
                        answered.setdefault(name, []).append(await _answered(name, folder, crowd))
                    except NotInstalled as problem:
                        missing[name] = str(problem)
            if number == 0:
                await measure(target, bodies, requests=crowd // 4, at_once=AT_ONCE)
            timing = await measure(target, bodies, requests=crowd, at_once=AT_ONCE)
            answered["polaris"].append(timing.per_second)
    ours = tuple(answered.pop("polaris"))
    figures = [
        Figure(WHAT if index == 0 else "the same", "/s", ours, name, tuple(theirs), at_least=1)
        for index, (name, theirs) in enumerate(answered.items())
    ]
    return Measured(tuple(figures), "\n".join(f"Not compared: {why}." for why in missing.values()))


async def _answered(name: str, folder: Path, crowd: int) -> float:
    if name == ERRBOT:
        return await by_itself(name, folder, crowd, AT_ONCE)
    async with on_slack(name, folder) as slack:
        await slack.answered(crowd // 4, AT_ONCE)
        return await slack.answered(crowd, AT_ONCE)
