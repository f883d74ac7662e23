"""Numbers, periods and verdicts in words; plain text, escaped by whoever puts it into a message.

A compass, not a whip: what is said is what the readings show and what they are compared with, a drop asks
what changed, a rise thanks the teams, and nothing says why.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil, floor

from bot.blocks.decimals import alike, decimals, limits, number, places, shared, with_unit
from rituals.signals import FEWEST, Kind, Rule, Verdict
from storage.records.metrics import Cadence, Metric

_NUMBERS = {2: "two", 3: "three", 4: "four", 10: "ten"}


@dataclass(frozen=True, slots=True)
class Said:
    """A verdict in one sentence or two, and what to say to the people who read it (perhaps nothing)."""

    verdict: str
    to_people: str = ""


def amount(value: float, metric: Metric) -> str:
    """A value with its unit: 27, 28 %, 21.9 h, 1 234 567."""
    return with_unit(number(value, decimals(value)), metric)


def amounts(values: Sequence[float], metric: Metric) -> Sequence[str]:
    """Values that are read beside each other: with as many decimals as the one of them that takes most."""
    most = max((places(number(each, decimals(each))) for each in values), default=0)
    return [with_unit(number(each, most, alone=False), metric) for each in values]


def lately(
    recent: Sequence[tuple[date, float | None]], metric: Metric
) -> tuple[str, Sequence[tuple[date, str]]]:
    """`last four weeks`, and their values, from the first on that has one; none where that is the last."""
    known = [number_ for number_, (_, value) in enumerate(recent) if value is not None]
    shown = recent[known[0] :] if known else []
    if len(shown) < 2:
        return "", []
    told = iter(amounts([value for _, value in shown if value is not None], metric))
    values = [(start, "none" if value is None else next(told)) for start, value in shown]
    return f"last {_NUMBERS.get(len(shown), len(shown))} {metric.cadence}s", values


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
    name, value = in_a_sentence(metric.name), judged_value(verdict, metric)
    if metric.unit == "count" and verdict.value.is_integer() and verdict.value != 1:
        return f"{value} {name}"
    return f"{name} at {value}"


def judged_value(verdict: Verdict, metric: Metric) -> str:
    """The value judged, with as many decimals as whatever is said beside it of the same verdict."""
    assert verdict.value is not None
    return with_unit(alike(verdict.value, verdict), metric)


def difference(verdict: Verdict, metric: Metric) -> str:
    """How far the value is from the one of the period right before, of percentages in points."""
    assert verdict.change is not None
    size = alike(abs(verdict.change), verdict)
    if metric.unit in {"percent", "%"}:
        return f"{size} {'point' if size == '1' else 'points'}"
    return with_unit(size, metric)


def change(verdict: Verdict, metric: Metric) -> str:
    """How the value differs from the period right before: `4 more than the week before`; "" when unknown."""
    if verdict.change is None:
        return ""
    before = f"than the {metric.cadence} before"
    if verdict.change == 0:
        return f"the same as the {metric.cadence} before"
    less = "fewer" if metric.unit == "count" else "less"
    return f"{difference(verdict, metric)} {'more' if verdict.change > 0 else less} {before}"


def usual_range(verdict: Verdict, metric: Metric | None = None) -> str:
    """What a value is compared with, rounded so that the value stays on its side of it: `12 to 38 h`.

    Of a series that never changes it is one number. Without a metric the unit is left out.
    """
    assert verdict.usual is not None
    lowest, highest = (alike(limit, verdict) for limit in limits(verdict))
    numbers = lowest if lowest == highest else f"{lowest} to {highest}"
    return numbers if metric is None else with_unit(numbers, metric)


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
    return f"it is usually {with_unit(alike(usual.mostly, verdict), metric)} and "


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
        f"Settling: a new level has begun, and takes {_NUMBERS.get(FEWEST, FEWEST)} readings of its own"
        " before one is called a signal."
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
    needed = f"{_NUMBERS.get(FEWEST, FEWEST)} earlier {metric.cadence}s"
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
    most = decimals(mean) if verdict.whole else shared(verdict)
    shown = rounded(round(mean * 10**most, 6)) / 10**most
    return with_unit(number(shown, most, alone=verdict.whole), metric)


def _readings(verdict: Verdict) -> int:
    assert verdict.usual is not None
    return verdict.usual.readings


def in_a_sentence(name: str) -> str:
    """A name without its capital, unless it is an abbreviation, a brand, or written with more of them."""
    first, *rest = name.split() or [""]
    is_own = any(letter.isupper() or letter.isdigit() for letter in first[1:])
    return name if is_own or any(word.istitle() for word in rest) else name[:1].lower() + name[1:]
