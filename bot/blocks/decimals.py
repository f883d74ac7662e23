"""How many decimals a number has: those that are read beside each other have as many."""

from collections.abc import Sequence
from math import ceil, floor

from rituals.signals import Verdict
from storage.records.metrics import Metric

# Neither lets a line break in: between thousands, and between a number and its unit.
_THIN = "\u202f"
_JOIN = "\u00a0"

_SUFFIX = {
    "count": "",
    "percent": "%",
    "%": "%",
    "hours": "h",
    "minutes": "min",
    "seconds": "s",
    "milliseconds": "ms",
}


def _precision(verdict: Verdict) -> int:
    """The fewest decimals with which the value lies on the same side of its limits as it does unrounded."""
    assert verdict.value is not None
    value = verdict.value
    if verdict.whole or verdict.usual is None:
        return decimals(value)
    low, high = verdict.usual.lower, verdict.usual.upper
    fewest = max(decimals(value), decimals(high - low))
    for most in range(fewest, 12):
        shown, lowest, highest = (round(each, most) for each in (value, low, high))
        if (shown < lowest, shown > highest) == (value < low, value > high):
            return most
    return 12


def limits(verdict: Verdict) -> Sequence[float]:
    """What is usual, whole numbers for those of which nothing else can come."""
    usual = verdict.usual
    if usual is None:
        return ()
    return (ceil(usual.lower), floor(usual.upper)) if verdict.whole else (usual.lower, usual.upper)


def shared(verdict: Verdict) -> int:
    """The decimals of all that is said of a verdict: as few as tell its value's side, and that it changed."""
    assert verdict.value is not None
    most, moved = _precision(verdict), verdict.change or 0.0
    if abs(verdict.value) < 1000:
        most = max(most, min(decimals(moved), 1))
    while moved and most < 12 and not round(moved, most):
        most += 1
    return max(places(number(each, most)) for each in (verdict.value, moved, *limits(verdict)))


def alike(value: float, verdict: Verdict) -> str:
    return number(value, shared(verdict), alone=False)


def places(text: str) -> int:
    return len(text.partition(".")[2])


def decimals(value: float) -> int:
    if value == round(value) or abs(value) >= 1000:
        return 0
    if abs(value) >= 1:
        return 1
    return next((count for count in range(1, 12) if abs(value) * 10**count >= 10), 12)


def number(value: float, most: int, *, alone: bool = True) -> str:
    """Where no other number stands beside it, without noughts at its end."""
    text = f"{value:,.{most}f}"
    if alone and "." in text:
        text = text.rstrip("0").removesuffix(".")
    if not text.strip("-0."):
        return text.removeprefix("-")
    return text.replace(",", _THIN).replace("-", "\u2212")


def with_unit(text: str, metric: Metric) -> str:
    suffix = _SUFFIX.get(metric.unit, metric.unit)
    is_in_the_name = metric.unit not in _SUFFIX and metric.unit.lower() in metric.name.lower()
    return text if not suffix or is_in_the_name else f"{text}{_JOIN}{suffix}"
