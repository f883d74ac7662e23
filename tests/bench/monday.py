"""Monday at nine: two thousand teams, each with its content and its chart, beside the charts alone."""

import os
from pathlib import Path

from tests.bench.child import told
from tests.bench.figures import Figure, Measured
from tests.bench.servers import process
from tests.ports import free_port

TEAMS = 2_000


async def row(folder: Path, teams: int = TEAMS) -> Measured:
    """Slack takes 0 ms, and nobody is paced."""
    port = free_port()
    slack = f"http://127.0.0.1:{port}"
    async with process("tests.bench.monday_slack", str(port), str(teams), ready=f"{slack}/ready"):
        found = await told("tests.bench.monday_ours", slack, f"sqlite:///{folder}/monday.db", str(teams))
    return Measured(
        (
            Figure(
                f"Monday at nine: {teams:,} teams, content and chart each",
                "s",
                (found["took_s"],),
                f"one chart alone x {teams:,} / cores",
                (found["alone_s"] * teams / (os.cpu_count() or 1),),
                at_most=1.3,
            ),
            Figure("the same: the event loop was held for", "ms", (found["held_ms"],), at_most=20),
        )
    )
