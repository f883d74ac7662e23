"""Two series side by side: what is asked about a link, and what the figures say of it.

A change is the difference of two periods in a row, both known; a gap makes none. Changes are paired rather
than levels: two numbers that both grew over the years go together whatever they count.
"""

from collections.abc import Awaitable, Sequence
from dataclasses import dataclass
from typing import Protocol

FEWEST_PERIODS = 26
"""So many periods must have a reading of both."""

LONGEST_LAG = 8

FEWEST_PAIRS = FEWEST_PERIODS - 1 - LONGEST_LAG
"""So many pairs of changes there are, at the longest lag, in that many unbroken periods."""

Series = tuple[tuple[int, float], ...]
"""The number of a period (as `rituals.weeks` counts them) and its value, oldest first."""


@dataclass(frozen=True, slots=True)
class Pairing:
    """An input, what it is to move, and how many periods later it is looked for."""

    star: Series
    moved_by: Series
    lags: tuple[int, ...]

    @property
    def common(self) -> int:
        """In how many periods both have a reading."""
        return len({number for number, _ in self.star} & {number for number, _ in self.moved_by})

    @property
    def is_long_enough(self) -> bool:
        """Whether it is worth working anything out."""
        return self.common >= FEWEST_PERIODS


@dataclass(frozen=True, slots=True)
class AtLag:
    """How far changes of the input and changes of the star `lag` periods later went together.

    `r` is Pearson's coefficient over so many `pairs`, `low` to `high` its 95 percent interval, `p` how
    often chance alone would bring at least as much; None when there are too few pairs, or when one of
    the two always changed by the same amount.
    """

    lag: int
    pairs: int
    r: float | None = None
    low: float | None = None
    high: float | None = None
    p: float | None = None

    @property
    def is_beyond_zero(self) -> bool:
        """Whether the interval leaves no room for nothing at all."""
        return self.low is not None and self.high is not None and (self.low > 0 or self.high < 0)


@dataclass(frozen=True, slots=True)
class LinkFigures:
    """`common` counts the periods in which both have a reading."""

    common: int
    by_lag: tuple[AtLag, ...] = ()

    def at(self, lag: int) -> AtLag:
        return next((each for each in self.by_lag if each.lag == lag), AtLag(lag, 0))


class Reckoner(Protocol):
    """Whoever works the figures out; it may take seconds."""

    def figures(self, asked: Sequence[Pairing]) -> Awaitable[Sequence[LinkFigures]]:
        """One answer for each, in their order."""

    def adjusted(self, chances: Sequence[float]) -> Awaitable[Sequence[float]]:
        """The `p` of several links looked at together, allowing for that (Benjamini and Hochberg)."""
