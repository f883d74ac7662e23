"""Many metrics over ten years: what is measured of them, in child processes of one run."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

from tests.bench.child import told

SIZES = (250, 500, 1_000)
WEEKS = 520
FIRST = date(2016, 1, 4)


@dataclass(frozen=True, slots=True)
class Phase:
    """Seconds it took, the same work done bare, and the most memory (MiB) the process had had by its end."""

    took_s: float
    floor_s: float
    peak_mib: float


BySize = Mapping[int, Mapping[str, Phase]]
"""By number of metrics, by name of the phase."""


def series(metrics: int, weeks: int) -> Iterator[tuple[str, Sequence[float]]]:
    """The same numbers each time: a third steady, a third that shifts, a third that is mostly zero."""
    for number in range(metrics):
        random, level, values = Random(number), 50, []
        for week in range(weeks):
            if number % 3 == 1 and week % 90 == 89:
                level += 20
            rare = number % 3 == 2 and random.random() < 0.6
            values.append(0.0 if rare else float(max(0, round(random.gauss(level, 8)))))
        yield f"metric_{number}", values


def starts(weeks: int) -> Sequence[date]:
    return [FIRST + timedelta(weeks=week) for week in range(weeks)]


async def measure(folder: Path, sizes: Sequence[int] = SIZES, weeks: int = WEEKS) -> BySize:
    """Each size in a process of its own, and right after it the same work done bare in another one.

    Raises RuntimeError when one of them fails.
    """
    found = {}
    for size in sizes:
        given = (str(size), str(weeks), str(folder))
        ours = await told("tests.bench.numbers_ours", *given)
        bare = await told("tests.bench.numbers_bare", *given)
        found[size] = {
            name: Phase(each["took_s"], bare[name]["took_s"], each["peak_mib"]) for name, each in ours.items()
        }
    return found
