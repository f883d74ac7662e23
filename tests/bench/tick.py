"""A tick that finds a hundred appointments due, among as many and among a thousand times as many."""

from pathlib import Path

from tests.bench.child import told
from tests.bench.figures import Figure, Measured
from tests.bench.tick_ours import DUE

MANY = 100_000
ROUNDS = 3


async def row(folder: Path) -> Measured:
    """Time and memory of a process of its own for each."""
    few = [await told("tests.bench.tick_ours", str(folder), str(DUE)) for _ in range(ROUNDS)]
    many = [await told("tests.bench.tick_ours", str(folder), str(MANY)) for _ in range(ROUNDS)]
    return Measured(
        (
            Figure(
                f"tick with {MANY:,} appointments, {DUE} of them due",
                "ms",
                tuple(1000 * each["took_s"] for each in many),
                f"the same with {DUE}",
                tuple(1000 * each["took_s"] for each in few),
                at_most=2,
            ),
            Figure(
                "memory it took beyond what the process had",
                "MiB",
                tuple(each["grown_mib"] for each in many),
                at_most=5,
            ),
        )
    )
