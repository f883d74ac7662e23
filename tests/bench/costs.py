"""What each piece of work costs on PostgreSQL: the ground that docs/limits.md is worked out on."""

from pathlib import Path

import pytest

from tests.bench.child import told
from tests.bench.figures import Measured
from tests.postgres import fresh_database, running_postgres

TIMES, WORKSPACES, WATCHED_S = 30, 40, 12.0
WORDS = {
    "standup": "the pulse of a team: content, and its messages stored",
    "monday": "Monday's content of an organisation",
    "commit": "a commitment stored",
    "home": "an opening of App Home, nothing remembered",
    "tick": "a tick with nothing due",
}


async def row(
    _folder: Path, times: int = TIMES, workspaces: int = WORKSPACES, watched_s: float = WATCHED_S
) -> Measured:
    """Empty where PostgreSQL is not installed."""
    try:
        with running_postgres(durable=True) as server:
            asked = (await fresh_database(server), str(times), str(workspaces), str(watched_s))
            facts = await told("tests.bench.costs_ours", *asked)
    except pytest.skip.Exception:
        return Measured()
    return Measured(section=section(facts), facts=facts)


def section(facts: dict[str, float]) -> str:
    rows = "\n".join(
        f"| {words} | {facts[f'{name}_here_ms']:.1f} ms | {facts[f'{name}_there_ms']:.1f} ms "
        f"| {facts[f'{name}_statements']:.0f} |"
        for name, words in WORDS.items()
    )
    return f"""## What one piece of work costs

On PostgreSQL, in an organisation of 12 teams and 240 people with five years of readings; in processor time,
of Polaris and of the database. [limits.md](limits.md) works out what that means for thousands of workspaces.

| | Polaris | PostgreSQL | statements |
| --- | --- | --- | --- |
{rows}

A workspace that is served and where nothing happens takes {facts["served_mib"]:.1f} MiB of the process, and
every second {facts["served_here_ms"]:.1f} ms of its processor and {facts["served_there_ms"]:.1f} ms of the
database's.
"""
