"""What a row of the bench measured: figures beside their floors and targets, in a form that is kept."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from pydantic import TypeAdapter


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table: a value of every round, that of its floor or peer, and what is to be reached.

    `at_most` and `at_least` bound the ratio of the medians when there is a peer, else the worst round.
    """

    what: str
    unit: str
    ours: tuple[float, ...]
    peer: str = ""
    peers: tuple[float, ...] = ()
    at_most: float | None = None
    at_least: float | None = None

    @property
    def ratio(self) -> float | None:
        return median(self.ours) / median(self.peers) if self.peers else None

    @property
    def is_reached(self) -> bool | None:
        """None where nothing is promised."""
        if self.at_most is not None:
            return (max(self.ours) if self.ratio is None else self.ratio) <= self.at_most
        if self.at_least is not None:
            return (min(self.ours) if self.ratio is None else self.ratio) >= self.at_least
        return None


@dataclass(frozen=True, slots=True)
class Measured:
    """All that one row measured; `section` is Markdown of its own, `facts` are numbers docs are made from."""

    figures: tuple[Figure, ...] = ()
    section: str = ""
    facts: dict[str, float] = field(default_factory=dict)
    took_s: float = 0.0


Row = Callable[[Path], Coroutine[None, None, Measured]]
"""Measures with files in an empty folder of its own; raises RuntimeError when what it measures is broken."""


@dataclass(frozen=True, slots=True)
class Results:
    """One run of the bench: the rows by name, and where it ran."""

    rows: dict[str, Measured]
    machine: str
    versions: str


_RESULTS = TypeAdapter(Results)


def kept_in(file: Path) -> Results:
    """Raises FileNotFoundError before the first run."""
    return _RESULTS.validate_json(file.read_bytes())


def keep(results: Results, file: Path) -> None:
    file.write_bytes(_RESULTS.dump_json(results, indent=1, round_trip=True) + b"\n")
