"""Numbers, periods and verdicts in words; plain text, escaped by whoever puts it into a message.

A compass, not a whip: what is said is what the readings show and what they are compared with, a drop asks
what changed, a rise thanks the teams, and nothing says why.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from math import ceil, floor

from rituals.signals import FEWEST, Kind, Rule, Verdict
from storage.records.metrics import Cadence, Metric

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
_TEN = {10: "ten"}


@dataclass(frozen=True, slots=True)
class Said:
    """A verdict in one sentence or two, and what to say to the people who read it (perhaps nothing)."""

    verdict: str
    to_people: str = ""


def amount(value: float, metric: Metric) -> str:
    """A value with its unit: 27, 28 %, 21.9 h, 1 234 567."""
    return _with_unit(_number(value, _decimals(value)), metric)


def period(start: date, metric: Metric, seen_from: date | None = None) -> str:
    """A period by name; the year is left out when seen from the same one."""
    year = "" if seen_from is not None and seen_from.year == start.year else f" {start.year}"
    match metric.cadence:
        case Cadence.DAY:
            return f"{start.day} {start:%b}{year}"
        case Cadence.WEEK:
            return f"the week of {start.day} {start:%b}{year}"
        case Cadence.MONTH:
            return f"{start:%B}{year}"


def named(verdict: Verdict, metric: Metric) -> str:
    """The value judged, with the name of what it counts: `27 weekly active contributors`."""
    assert verdict.value is not None
    name = in_a_sentence(metric.name)
    value = _with_unit(_number(verdict.value, _precision(verdict)), metric)
    if metric.unit == "count" and verdict.value.is_integer() and verdict.value != 1:
        return f"{value} {name}"
    return f"{name} at {value}"


def change(verdict: Verdict, metric: Metric) -> str:
    """How the value differs from the period right before: `4 more than the week before`; "" when unknown."""
    if verdict.change is None:
        return ""
    before = f"than the {metric.cadence} before"
    if verdict.change == 0:
        return f"the same as the {metric.cadence} before"
    size = abs(verdict.change)
    if metric.unit in {"percent", "%"}:
        points = _number(size, _decimals(size))
        by = f"{points} {'point' if points == '1' else 'points'}"
    else:
        by = amount(size, metric)
    less = "fewer" if metric.unit == "count" else "less"
    return f"{by} {'more' if verdict.change > 0 else less} {before}"


def usual_range(verdict: Verdict, metric: Metric | None = None) -> str:
    """What a value is compared with, rounded so that the value stays on its side of it: `12 to 38 h`.

    Of a series that never changes it is one number. Without a metric the unit is left out.
    """
    assert verdict.usual is not None
    low, high = verdict.usual.lower, verdict.usual.upper
    decimals = _precision(verdict)
    if verdict.whole:
        low, high = ceil(low), floor(high)
    lowest, highest = _number(low, decimals), _number(high, decimals)
    numbers = lowest if lowest == highest else f"{lowest} to {highest}"
    return numbers if metric is None else _with_unit(numbers, metric)


def say(verdict: Verdict, metric: Metric) -> Said:
    """The verdict in words."""
    match verdict.kind:
        case Kind.MISSING:
            return Said(_missing(verdict, metric))
        case Kind.TOO_LITTLE:
            return Said(f"Too early to call: {_told(verdict, metric)}. {_short_of(verdict, metric)}")
        case Kind.SETTLING:
            return Said(_settling(verdict, metric))
        case Kind.STEADY:
            return Said(_steady(verdict, metric))
        case Kind.STILL_UP | Kind.STILL_DOWN:
            return Said(_still(verdict, metric))
        case _:
            return Said(_signal(verdict, metric), _to_people(verdict))


def _steady(verdict: Verdict, metric: Metric) -> str:
    usual, name = usual_range(verdict, metric), named(verdict, metric)
    if verdict.change is None:
        return (
            f"Steady: {name}, within the usual range of {usual}. The {metric.cadence} before has no reading."
        )
    rarely = _mostly(verdict, metric)
    if verdict.change == 0:
        return f"Steady: {name}, {change(verdict, metric)}; {rarely}the usual range is {usual}."
    return f"Steady: {name}; {change(verdict, metric)} is routine, {rarely}the usual range is {usual}."


def _mostly(verdict: Verdict, metric: Metric) -> str:
    """What it is in more than half of the periods, where it is anything else at all."""
    usual = verdict.usual
    if usual is None or usual.mostly is None or usual.lower == usual.upper:
        return ""
    return f"it is usually {amount(usual.mostly, metric)} and "


def _still(verdict: Verdict, metric: Metric) -> str:
    """After a shift that was told and that nobody has accepted."""
    up = verdict.kind is Kind.STILL_UP
    return (
        f"Still {'above' if up else 'below'} its former level: {_told(verdict, metric)}. It "
        f"{'rose above' if up else 'fell below'} {_mean(verdict, metric, floor if up else ceil)}, the "
        f"average until then, in {_since(verdict, metric)}, and nobody has accepted that as the new normal "
        "yet."
    )


def _signal(verdict: Verdict, metric: Metric) -> str:
    up, told = verdict.kind in {Kind.UP, Kind.SHIFTED_UP}, _told(verdict, metric)
    match verdict.rule:
        case Rule.EIGHT_IN_A_ROW:
            return (
                f"A {'higher' if up else 'lower'} level: {told}; each of the last eight {metric.cadence}s, "
                f"from {_since(verdict, metric)} on, lies {'above' if up else 'below'} "
                f"{_mean(verdict, metric, floor if up else ceil)}, the average of the {_readings(verdict)} "
                "readings it is compared with."
            )
        case Rule.THREE_OF_FOUR:
            beyond = ", or beyond it" if _is_beyond(verdict) else ""
            return (
                f"{'Higher' if up else 'Lower'} lately: {told}; three of the last four {metric.cadence}s lie "
                f"nearer to the {'top' if up else 'bottom'} of the usual range, "
                f"{usual_range(verdict, metric)}, than to the average, {_mean(verdict, metric)}{beyond}."
            )
        case _:
            return (
                f"{'Above' if up else 'Below'} the usual range: {told}; "
                f"usual is {usual_range(verdict, metric)}."
            )


def _is_beyond(verdict: Verdict) -> bool:
    """Whether the last period lies outside the range of before the four, which is the one that is told."""
    usual, value = verdict.usual, verdict.value
    return usual is not None and value is not None and not usual.lower <= value <= usual.upper


def drifting(metric: Metric) -> str:
    """What is to be known of the signals of a metric that drifts."""
    return (
        f"Each {metric.cadence} is much like the one before, as where a season or steady growth is at work. "
        "Its usual range is narrow then, and a signal says less than elsewhere."
    )


def settling(*verdicts: Verdict | None) -> str:
    """What the word means, once for all that are; "" where none is."""
    if not any(each is not None and each.kind is Kind.SETTLING for each in verdicts):
        return ""
    return (
        f"Settling: a new level has begun, and takes {_TEN.get(FEWEST, FEWEST)} readings of its own before"
        " one is called a signal."
    )


def _settling(verdict: Verdict, metric: Metric) -> str:
    return (
        f"A new level is settling: {_told(verdict, metric)}. It begins with "
        f"{_since(verdict, metric)}; {_short_of(verdict, metric, 'that level')}"
    )


def _missing(verdict: Verdict, metric: Metric) -> str:
    if verdict.latest is None:
        return f"No number is in yet for {in_a_sentence(metric.name)}."
    last = period(verdict.latest.period_start, metric, verdict.period)
    return (
        f"The number for {period(verdict.period, metric, verdict.period)} is not in yet; "
        f"the last one, for {last}, was {amount(verdict.latest.value, metric)}."
    )


def _short_of(verdict: Verdict, metric: Metric, whose: str = "") -> str:
    there_are = f"there {'is' if verdict.readings == 1 else 'are'} {verdict.readings or 'none'}"
    needed = f"{_TEN.get(FEWEST, FEWEST)} earlier {metric.cadence}s"
    if whose:
        return f"a usual range takes {needed} of {whose}, and {there_are}."
    if verdict.readings >= FEWEST:
        return f"A usual range takes {metric.cadence}s in a row, and the earlier ones have too many gaps."
    return f"A usual range takes {needed} with a reading, and {there_are}."


def _to_people(verdict: Verdict) -> str:
    return "Thank you to every team." if verdict.good else "What changed?"


def _told(verdict: Verdict, metric: Metric) -> str:
    changed = change(verdict, metric)
    return named(verdict, metric) + (f", {changed}" if changed else "")


def _since(verdict: Verdict, metric: Metric) -> str:
    assert verdict.since is not None
    return period(verdict.since, metric, verdict.period)


def _mean(verdict: Verdict, metric: Metric, rounded: Callable[[float], float] = round) -> str:
    """The average; rounded away from values that all lie on one side of it, so that they still do."""
    assert verdict.usual is not None
    mean = verdict.usual.mean
    decimals = _decimals(mean)
    shown = rounded(round(mean * 10**decimals, 6)) / 10**decimals
    return _with_unit(_number(shown, decimals), metric)


def _readings(verdict: Verdict) -> int:
    assert verdict.usual is not None
    return verdict.usual.readings


def _precision(verdict: Verdict) -> int:
    """The fewest decimals with which the value lies on the same side of its limits as it does unrounded."""
    assert verdict.value is not None
    value = verdict.value
    if verdict.whole or verdict.usual is None:
        return _decimals(value)
    low, high = verdict.usual.lower, verdict.usual.upper
    fewest = max(_decimals(value), _decimals(high - low))
    for decimals in range(fewest, 12):
        shown, lowest, highest = (round(number, decimals) for number in (value, low, high))
        if (shown < lowest, shown > highest) == (value < low, value > high):
            return decimals
    return 12


def _decimals(value: float) -> int:
    if value == round(value) or abs(value) >= 1000:
        return 0
    if abs(value) >= 1:
        return 1
    return next((places for places in range(1, 12) if abs(value) * 10**places >= 10), 12)


def _number(value: float, decimals: int) -> str:
    text = f"{value:,.{decimals}f}"
    if "." in text:
        text = text.rstrip("0").removesuffix(".")
    return text.replace("-0", "0") if text == "-0" else text.replace(",", _THIN).replace("-", "\u2212")


def _with_unit(number: str, metric: Metric) -> str:
    suffix = _SUFFIX.get(metric.unit, metric.unit)
    is_in_the_name = metric.unit not in _SUFFIX and metric.unit.lower() in metric.name.lower()
    return number if not suffix or is_in_the_name else f"{number}{_JOIN}{suffix}"


def in_a_sentence(name: str) -> str:
    """A name without its capital, unless it is an abbreviation, a brand, or written with more of them."""
    first, *rest = name.split() or [""]
    is_own = any(letter.isupper() or letter.isdigit() for letter in first[1:])
    return name if is_own or any(word.istitle() for word in rest) else name[:1].lower() + name[1:]
