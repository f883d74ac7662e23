"""The rules of `rituals.signals` written down a second time, from the textbook, with arrays.

One array has a place for every period, and NaN where there is no reading. Shared with nothing under test.
"""

from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


@dataclass(frozen=True)
class Limits:
    mean: float
    low: float
    high: float
    median: float
    uncut: tuple[float, float]
    slack: float


@dataclass(frozen=True)
class Told:
    """What is said of one period; `since` is counted in periods."""

    kind: str
    limits: Limits | None = None
    since: int | None = None


def tell(values: list[float | None], *, percent: bool = False) -> list[Told]:
    """What is said of every period of a level, from its first one on."""
    y = np.array([np.nan if value is None else value for value in values])
    told, shift = [], None
    for t in range(len(y)):
        history = y[: t + 1]
        shift = _standing(shift, y, t, percent)
        if np.isnan(y[t]):
            told.append(Told("missing"))
        elif shift is not None:
            told.append(_during(shift, y, t))
        else:
            told.append(_otherwise(history, percent))
    return told


def _standing(shift, y, t, percent):
    """The shift that stands after period t, as (since, found, side, limits)."""
    if np.isnan(y[t]):
        return shift
    if shift is not None:
        _, found, side, limits = shift
        after = y[found + 1 : t + 1]
        last_two = after[~np.isnan(after)][-2:]
        is_over = len(last_two) == 2 and not any(_side(limits, value) == side for value in last_two)
        return None if is_over else shift
    if t < 7 or np.isnan(y[t - 7 : t + 1]).any():
        return None
    # A limit is worked out for what came before the eight, with what was known of the unit by now.
    limits = _limits(y[: t + 1], t - 7, percent)
    if limits is None:
        return None
    eight = sliding_window_view(y[: t + 1], 8)[-1]
    for side in (1, -1):
        if all(_side(limits, value) == side for value in eight):
            return t - 7, t, side, limits
    return None


def _during(shift, y, t):
    since, found, side, limits = shift
    if t == found:
        return Told("shifted up" if side > 0 else "shifted down", limits, since)
    if _side(limits, y[t]) == side:
        return Told("still up" if side > 0 else "still down", limits, since)
    return Told(_outside(limits, y[t]) or "steady", limits, since)


def _otherwise(history, percent):
    t = len(history) - 1
    limits = _limits(history, t, percent)
    if limits is None:
        return Told("too little")
    if word := _outside(limits, history[t]):
        return Told(word, limits)
    last_four = history[-4:]
    before = _limits(history, t - 3, percent) if t >= 3 else None
    if before is not None and not np.isnan(last_four).any():
        for word, edge, sign in (("up", before.uncut[1], 1), ("down", before.uncut[0], -1)):
            halfway = (before.mean + edge) / 2
            near = sign * (last_four - halfway) > before.slack
            if near[-1] and near.sum() >= 3:
                return Told(word, before)
    return Told("steady", limits)


def _limits(history, before, percent):
    """Natural process limits of the readings of a level before a period, of the first 26 at most."""
    known = history[~np.isnan(history)]
    moves = np.abs(np.diff(history))
    size = before
    for end in range(1, before + 1):
        has = np.count_nonzero(~np.isnan(history[:end]))
        if has >= 26 and np.count_nonzero(~np.isnan(moves[: end - 1])) >= 9:
            size = end
            break
    baseline, ranges = history[:size], moves[: max(size - 1, 0)]
    baseline, ranges = baseline[~np.isnan(baseline)], ranges[~np.isnan(ranges)]
    if len(baseline) < 10 or len(ranges) < 9:
        return None
    sigma = max(ranges.mean(), 1.0 if (known == np.floor(known)).all() else 0.0) / 1.128
    mean = baseline.mean()
    low, high = mean - 2.66 * 1.128 * sigma, mean + 2.66 * 1.128 * sigma
    _, counts = np.unique(baseline, return_counts=True)
    if counts.max() * 2 >= len(baseline):
        low, high = min(low, baseline.min()), max(high, baseline.max())
    return Limits(
        mean,
        max(low, 0.0) if known.min() >= 0 else low,
        min(high, 100.0) if percent and known.max() <= 100 else high,
        float(np.median(baseline)),
        (low, high),
        1e-12 * np.abs(baseline).max(),
    )


def _side(limits, value):
    above = value > max(limits.mean, limits.median) + limits.slack
    below = value < min(limits.mean, limits.median) - limits.slack
    return int(above) - int(below)


def _outside(limits, value):
    if value > limits.high + limits.slack:
        return "up"
    return "down" if value < limits.low - limits.slack else ""
