"""One level of a metric: the readings since it began, its baseline, and a shift nobody accepted yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

from rituals.usual import Band

WINDOW = 26
FEWEST = 10

_RUN = 8
_RECENT = 4

# So many readings in a row that are not on its side end a shift that nobody accepted.
_BACK = 2


@dataclass(frozen=True, slots=True)
class Scale:
    """The smallest step there is between values, and the bounds that limits never pass."""

    step: float = 0.0
    bounds: tuple[float, float] = (-inf, inf)


@dataclass(frozen=True, slots=True)
class Shift:
    """Eight readings in a row on one `side` of a band: positions of the `first` and of the last, `found`."""

    first: int
    found: int
    side: int
    band: Band


class Level:
    """Readings by position, oldest first; `numbers` count their periods, as `rituals.weeks` does.

    The baseline is the shortest beginning of the level that has WINDOW readings and as many moving ranges
    as FEWEST of them in a row have; until there is that much, all there is before what is judged.
    """

    def __init__(self, values: Sequence[float], numbers: Sequence[int], scale: Scale) -> None:
        self.values, self.numbers = values, numbers
        self._scale = scale
        self._bands: dict[int, Band | None] = {}
        self._moves: list[float] = []
        self._moves_before = [0]  # how many moving ranges lie wholly before a position
        self._sums = [0.0]  # of the values before it
        for at, value in enumerate(values):
            if at > 0 and self.unbroken(at - 1, at):
                self._moves.append(abs(value - values[at - 1]))
            self._moves_before.append(len(self._moves))
            self._sums.append(self._sums[-1] + value)
            if at + 1 >= WINDOW and len(self._moves) >= FEWEST - 1:
                break
        self._full = len(self._moves_before) - 1

    def unbroken(self, first: int, last: int) -> bool:
        """Whether every period from one to the other has a reading."""
        return first >= 0 and self.numbers[last] - self.numbers[first] == last - first

    def baseline(self, before: int) -> int:
        """How many of the first readings what is judged at a position is held against."""
        return min(before, self._full)

    def band(self, before: int) -> Band | None:
        """What a reading at a position is held against; None while that is too little."""
        size = self.baseline(before)
        if size not in self._bands:
            self._bands[size] = self._band(size)
        return self._bands[size]

    def _band(self, size: int) -> Band | None:
        moves = self._moves[: self._moves_before[size]]
        if size < FEWEST or len(moves) < FEWEST - 1:
            return None
        return Band.of(self.values[:size], moves, step=self._scale.step, bounds=self._scale.bounds)

    def open_shift(self) -> Shift | None:
        """The shift that stands at the last reading and was not accepted."""
        shift = self._next_run(0)
        while shift is not None and (ended := self._ended(shift)) is not None:
            shift = self._next_run(ended + 1)
        return shift

    def latest_start(self, start: int = 0) -> int:
        """Where the latest level would begin if `start` began one, and every shift since were accepted."""
        while True:
            after = Level(self.values[start:], self.numbers[start:], self._scale)
            found = after._next_run(0)
            if found is None:
                return start
            start += found.first

    def _ended(self, shift: Shift) -> int | None:
        """The position of the reading that ends a shift; None while it stands."""
        away = 0
        for at in range(shift.found + 1, len(self.values)):
            away = 0 if shift.band.side(self.values[at]) == shift.side else away + 1
            if away == _BACK:
                return at
        return None

    def _next_run(self, begin: int) -> Shift | None:
        """The first eight in a row on one side that end at a position or after it."""
        for at in range(max(begin, FEWEST + _RUN - 1), min(len(self.values), self._full + _RUN - 1)):
            if (run := self._run(at)) is not None:
                return run
        band = self.band(self._full)
        if band is None:
            return None
        # From here on the baseline is full: there is one band, and a run is counted as it grows.
        values, numbers, (low, high), slack = self.values, self.numbers, band.middle, band.slack
        low, high = low - slack, high + slack
        side = length = 0
        first = max(self._full, begin - _RUN + 1)
        for at in range(first, len(values)):
            value = values[at]
            now = (value > high) - (value < low)
            goes_on = now == side and now and at > first and numbers[at] == numbers[at - 1] + 1
            length = length + 1 if goes_on else abs(now)
            side = now
            if length >= _RUN and at >= begin:
                return Shift(at - _RUN + 1, at, side, band)
        return None

    def _run(self, at: int) -> Shift | None:
        """The run of eight on one side that ends at a position, if there is one."""
        first = at - _RUN + 1
        eight, size = self.values[first : at + 1], self.baseline(first)
        # Where some lie below the mean and some above it, there is no need for the rest of the band.
        if min(eight) < self._sums[size] / size < max(eight) or not self.unbroken(first, at):
            return None
        band = self.band(first)
        side = 0 if band is None else band.side(eight[0])
        if band is not None and side and all(band.side(value) == side for value in eight):
            return Shift(first, at, side, band)
        return None

    def three_of_four(self) -> tuple[int, Band] | None:
        """The side near whose limit three of the last four lie, the last one among them; and the band."""
        first, last = len(self.values) - _RECENT, len(self.values) - 1
        band = self.band(first) if first >= 0 else None
        if band is None or not self.unbroken(first, last):
            return None
        side = band.far(self.values[last])
        far = sum(band.far(value) == side for value in self.values[first:])
        return (side, band) if side and far >= _RECENT - 1 else None
