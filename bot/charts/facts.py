"""What a chart shows: numbers, days and words that are drawn as they are. Nobody's name is among them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Range:
    """A usual range, and the first of the periods it was made of."""

    first: date
    lower: float
    upper: float
    lower_label: str
    upper_label: str


@dataclass(frozen=True, slots=True)
class Mark:
    """Words that belong to the period that starts on a day."""

    start: date
    words: str


@dataclass(frozen=True, slots=True)
class Chart:
    """One value a period, oldest first, None for a gap.

    `restated` tells of each value whether another one stood there before; empty when none did.
    `annotations` are what was said of a period, `versions` from when on the metric is defined anew.
    `verdict` is a mark and a word or two ("▲ up"), for where there is no room for a sentence; `doubt` is what
    to look at before trusting the last value.
    """

    title: str
    subtitle: str
    starts: Sequence[date]
    values: Sequence[float | None]
    last_label: str
    usual: Range | None = None
    restated: Sequence[bool] = ()
    annotations: Sequence[Mark] = ()
    versions: Sequence[Mark] = ()
    verdict: str = ""
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Panels:
    """Several metrics below each other over the same stretch of time: each keeps its own scale."""

    charts: Sequence[Chart]


@dataclass(frozen=True, slots=True)
class Multiples:
    """Small charts in a grid, row by row: each on its own scale, with its last value and its verdict."""

    charts: Sequence[Chart]
    columns: int = 2
    title: str = ""


Facts = Chart | Panels | Multiples
