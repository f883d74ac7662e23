"""How a number is said: its value, its direction in words, and whether it is a signal or routine."""

from collections.abc import Iterable

from bot.blocks.phrases import amount, difference, in_a_sentence, named, period, usual_range
from bot.features.pulse.aloud import calm
from rituals.signals import Kind, Rule, Verdict
from storage.records.metrics import Cadence, Metric

_SIDES = {
    Kind.UP: "up",
    Kind.SHIFTED_UP: "up",
    Kind.DOWN: "down",
    Kind.SHIFTED_DOWN: "down",
}


_CALM = {
    Kind.STEADY: "routine variation",
    Kind.TOO_LITTLE: "too early to call",
    Kind.SETTLING: "a new level that is still settling",
    Kind.STILL_UP: "still above its former level",
    Kind.STILL_DOWN: "still below its former level",
}


def full(verdict: Verdict, metric: Metric, thanks: str) -> str:
    """A number with its direction, as in `27 teams last week, up 4: routine variation`."""
    if verdict.kind is Kind.MISSING:
        return f"{missing(verdict, metric)}."
    said = f"{calm(named(verdict, metric))}{_when(verdict, metric)}{_moved(verdict, metric)}"
    turned = (thanks if verdict.good else "What changed?") if verdict.is_signal else ""
    return f"{said}: {judged(verdict, metric)}.{f' {turned}' if turned else ''}"


def judged(verdict: Verdict, metric: Metric) -> str:
    """Whether it is a signal or routine, in words that can be said."""
    if verdict.kind in _CALM:
        return _CALM[verdict.kind]
    side = _SIDES.get(verdict.kind)
    match verdict.rule:
        case Rule.EIGHT_IN_A_ROW:
            return (
                f"a signal, a {'higher' if side == 'up' else 'lower'} level for eight {metric.cadence}s now"
            )
        case Rule.THREE_OF_FOUR:
            return f"a signal, {'higher' if side == 'up' else 'lower'} than usual lately"
        case _:
            outside = "above" if side == "up" else "below"
            return f"a signal, {outside} the usual {calm(usual_range(verdict, metric))}"


def missing(verdict: Verdict, metric: Metric) -> str:
    name = calm(in_a_sentence(metric.name))
    if verdict.latest is None:
        return f"no number yet for {name}"
    last = amount(verdict.latest.value, metric)
    return (
        f"{name} for {period(verdict.period, metric, verdict.period)} is not in yet;"
        f" the last one was {calm(last)}"
    )


def late(verdict: Verdict, metric: Metric) -> str:
    """A number that is not there yet, by the last one there was: `reverts (last 0)`."""
    assert verdict.latest is not None
    return f"{calm(in_a_sentence(metric.name))} (last {calm(amount(verdict.latest.value, metric))})"


def to_people(verdicts: Iterable[Verdict]) -> str:
    """A drop is a question for everybody, a rise thanks them."""
    good = {verdict.good for verdict in verdicts if verdict.is_signal}
    return " What changed?" if False in good else " Thank you." if good else ""


def _moved(verdict: Verdict, metric: Metric) -> str:
    if verdict.change is None:
        return ""
    if verdict.change == 0:
        return ", unchanged"
    return f", {'up' if verdict.change > 0 else 'down'} {calm(difference(verdict, metric))}"


def _when(verdict: Verdict, metric: Metric) -> str:
    if metric.cadence is Cadence.DAY:
        return f" on {period(verdict.period, metric, verdict.period)}"
    return f" last {metric.cadence}"
