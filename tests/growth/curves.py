"""How long each operation takes while one thing grows, and by which power of it."""

import asyncio
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import log
from pathlib import Path
from statistics import linear_regression
from time import perf_counter

from pydantic import TypeAdapter

from storage.engine import migrate, open_engine
from storage.ledger import Ledger
from tests.bench.machine import machine, versions
from tests.growth import company
from tests.growth.company import Rows
from tests.growth.operations import OPERATIONS, Bench

SIZES = (10, 100, 1_000, 10_000, 100_000)
# What would take longer than this many seconds, by what the size before took, is left out.
PATIENCE_S = 30.0
# The same for writing the organisation down, which is no work of Polaris.
WRITING_PATIENCE_S = 150.0
ROUNDS = 5
# Sizes that the power is fitted to: below them it is the fixed costs that are seen.
FITTED = 3

MAKERS: Mapping[str, Callable[[int], Rows]] = {
    "teams": company.with_teams,
    "people": company.with_people,
    "readings": company.with_readings,
    "workspaces": company.with_workspaces,
}
MEASURED: Mapping[str, Sequence[str]] = {
    "teams": ("tick", "commit", "home", "standup", "monday"),
    "people": ("tick", "commit", "home", "standup", "monday"),
    "readings": ("tick", "home", "standup", "monday", "import"),
    "workspaces": ("tick", "commit", "home", "standup", "monday"),
}


@dataclass(frozen=True, slots=True)
class Curve:
    """Seconds by size, in the order of the sizes; those left out were to take longer than patience has."""

    subject: str
    operation: str
    took_s: dict[int, float]
    left_out: tuple[int, ...] = ()

    @property
    def power(self) -> float | None:
        """Of the size, that the time follows at the large end; None with fewer than two sizes."""
        points = sorted(self.took_s.items())[-FITTED:]
        if len(points) < 2:
            return None
        sizes, times = zip(*points, strict=True)
        return linear_regression([log(size) for size in sizes], [log(each) for each in times]).slope


@dataclass(frozen=True, slots=True)
class Growth:
    curves: tuple[Curve, ...]
    machine: str
    versions: str


_GROWTH = TypeAdapter(Growth)


def kept_in(file: Path) -> Growth:
    return _GROWTH.validate_json(file.read_bytes())


def keep(growth: Growth, file: Path) -> None:
    file.write_bytes(_GROWTH.dump_json(growth, indent=1) + b"\n")


def measured(sizes: Sequence[int] = SIZES, patience: float = PATIENCE_S) -> Growth:
    """Every curve, each size of each subject in a database of its own."""
    curves = [
        curve
        for subject, operations in MEASURED.items()
        for curve in asyncio.run(_of(subject, operations, sizes, patience))
    ]
    return Growth(tuple(curves), machine(), versions())


async def _of(
    subject: str, operations: Sequence[str], sizes: Sequence[int], patience: float
) -> Sequence[Curve]:
    took: dict[str, dict[int, float]] = {name: {} for name in operations}
    writing: dict[int, float] = {}
    for size in sizes:
        wanted = [name for name in operations if _expected(took[name], size) <= patience]
        if not wanted or _expected(writing, size) > WRITING_PATIENCE_S:
            break
        began = perf_counter()
        with tempfile.TemporaryDirectory() as folder:
            engine = open_engine(f"sqlite:///{folder}/growth.db")
            try:
                await migrate(engine)
                await company.write(engine, MAKERS[subject](size))
                writing[size] = perf_counter() - began
                bench = Bench(Ledger(engine, company.WORKSPACE), size)
                for name in wanted:
                    took[name][size] = await _timed(bench, name, patience)
            finally:
                await engine.dispose()
        told = ", ".join(f"{name} {took[name][size] * 1000:.1f} ms" for name in wanted)
        sys.stderr.write(f"{size:,} {subject}: {told} ({perf_counter() - began:.0f} s)\n")
    return [
        Curve(subject, name, times, tuple(size for size in sizes if size not in times))
        for name, times in took.items()
    ]


def _expected(before: Mapping[int, float], size: int) -> float:
    """What a size is to take by the two before it, and no less than the last; 0 while too little is known."""
    known = sorted(before.items())[-2:]
    if len(known) < 2:
        return 0.0
    (size_before, time_before), (last_size, last) = known
    power = max(log(last / time_before) / log(last_size / size_before), 0.0)
    grown: float = (size / last_size) ** power
    return last * grown


async def _timed(bench: Bench, name: str, patience: float) -> float:
    """The best of some rounds after a first one; of fewer where that takes long."""
    times: list[float] = []
    while len(times) <= ROUNDS and (len(times) < 2 or sum(times) < patience / 10):
        began = perf_counter()
        await OPERATIONS[name](bench)
        times.append(perf_counter() - began)
    return min(times[1:])
