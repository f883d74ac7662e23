"""What is doubtful about a number, in a few calm words: plain text, which its message escapes.

The one place for these words. A caveat stands beside its number wherever that is shown: the gravest one where
there is room for a line, all of them where the number is told in full. It asks, and never blames.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from bot.blocks.phrases import amount, amounts, period, say
from bot.blocks.text import clock_time
from rituals.quality import GAPS_WITHIN, Bound, Caveat, CaveatKind
from rituals.signals import Kind, Verdict
from storage.records.metrics import Cadence, Metric

_HARDLY_RIGHT = {CaveatKind.IMPOSSIBLE, CaveatKind.DUPLICATE, CaveatKind.JUMP}


class Doubtful(Protocol):
    """A number as it is shown: a `Score`, an `InputScore`, a `Figure`."""

    @property
    def metric(self) -> Metric: ...

    @property
    def verdict(self) -> Verdict: ...

    @property
    def caveats(self) -> Sequence[Caveat]: ...


def note(shown: Doubtful, zone: str | None = None) -> str:
    """The gravest caveat as a sentence of its own, such as ` Note: 120 % is over 100 %.`; "" without any.

    What the words of a verdict say anyway, that its number is not in yet, is not said again.
    """
    return _note(_beside_words(shown)[:1], shown.metric, zone)


def notes(shown: Doubtful, zone: str | None = None) -> str:
    """All of them in one such sentence, where there is room."""
    return _note(_beside_words(shown), shown.metric, zone)


def glad(shown: Doubtful, thanks: str) -> str:
    """Thanks for a number, unless the number itself can hardly be right."""
    return "" if is_hardly_right(shown) else thanks


def is_hardly_right(shown: Doubtful) -> bool:
    """Whether the last value itself is in doubt, rather than how fresh or complete the series is."""
    return any(each.kind in _HARDLY_RIGHT and each.is_last for each in shown.caveats)


def to_people(shown: Doubtful) -> str:
    """What the verdict says to people; a rise that can hardly be right is nothing to thank for yet."""
    told = say(shown.verdict, shown.metric).to_people
    return glad(shown, told) if shown.verdict.good else told


def sentences(shown: Doubtful, zone: str | None = None) -> Sequence[str]:
    """Each of them as a sentence, where they stand below each other."""
    told = (words(each, shown.metric, zone) for each in _beside_words(shown))
    return [f"{each[:1].upper()}{each[1:]}." for each in told]


def remark(shown: Doubtful) -> str:
    """The gravest in brackets, inside a sentence: ` (120 % is over 100 %)`; "" without any."""
    return value_remark(_beside_words(shown), shown.metric)


def value_remark(caveats: Sequence[Caveat], metric: Metric) -> str:
    """The same beside a bare value, where no verdict says that a reading is missing."""
    return "".join(f" ({words(each, metric)})" for each in caveats[:1])


def value_note(caveats: Sequence[Caveat], metric: Metric) -> str:
    """The gravest as a sentence of its own where no verdict is told."""
    return _note(caveats[:1], metric, None)


def words(caveat: Caveat, metric: Metric, zone: str | None = None) -> str:
    """One caveat in a few words, without a full stop; with a `zone`, the hour since when a source fails."""
    if caveat.kind is CaveatKind.FAILING:
        return _failing(caveat, zone)
    return _WORDS[caveat.kind](caveat, metric)


def _beside_words(shown: Doubtful) -> Sequence[Caveat]:
    is_said = shown.verdict.kind is Kind.MISSING
    return [each for each in shown.caveats if not (is_said and each.kind is CaveatKind.MISSING)]


def _note(caveats: Sequence[Caveat], metric: Metric, zone: str | None) -> str:
    if not caveats:
        return ""
    said = "; ".join(words(each, metric, zone) for each in caveats)
    return f" Note: {said}."


def _value(caveat: Caveat, metric: Metric) -> str:
    """The value, with its period unless that is the last one."""
    shown = _amount(caveat.value, metric)
    if caveat.is_last or caveat.period is None:
        return shown
    return f"{shown} in {period(caveat.period, metric, caveat.period)}"


def _bound(caveat: Caveat, metric: Metric) -> str:
    return f"over {_amount(100, metric)}" if caveat.bound is Bound.OVER_HUNDRED else str(caveat.bound)


def _twice(caveat: Caveat, metric: Metric) -> str:
    told = [each for each in (caveat.value, caveat.other) if each is not None]
    values = " and ".join(f"as {each}" for each in amounts(told, metric))
    which = _last(metric) if caveat.is_last else ""
    if not which and caveat.period is not None:
        which = period(caveat.period, metric, caveat.period)
    return f"{which} was told twice, {values}"


def _failing(caveat: Caveat, zone: str | None) -> str:
    since = caveat.since
    if since is None:
        return "its source fails"
    at = clock_time(since, zone) if zone else f"{since:%a} {since.day} {since:%b}"
    return f"its source fails since {at}"


def _missing(caveat: Caveat, metric: Metric) -> str:
    if not caveat.periods:
        return "there is no reading yet"
    if metric.cadence is Cadence.DAY and caveat.period is not None:
        return f"the reading of {period(caveat.period, metric, caveat.period)} is missing"
    return f"{_last(metric)}'s reading is missing"


def _gap(caveat: Caveat, metric: Metric) -> str:
    if caveat.periods == 1 and caveat.period is not None:
        return f"{period(caveat.period, metric, caveat.period)} has no reading"
    return f"{caveat.periods} of the last {GAPS_WITHIN} {metric.cadence}s have no reading"


def _last(metric: Metric) -> str:
    """The last period that is over, where it has a name of its own."""
    return "" if metric.cadence is Cadence.DAY else f"last {metric.cadence}"


def _amount(value: float | None, metric: Metric) -> str:
    return "?" if value is None else amount(value, metric)


_WORDS: Mapping[CaveatKind, Callable[[Caveat, Metric], str]] = {
    CaveatKind.IMPOSSIBLE: lambda caveat, metric: f"{_value(caveat, metric)} is {_bound(caveat, metric)}",
    CaveatKind.DUPLICATE: _twice,
    CaveatKind.JUMP: lambda caveat, metric: (
        f"{_amount(caveat.value, metric)} is far from usual and worth a check"
    ),
    CaveatKind.STALE: lambda caveat, metric: f"the newest reading is {caveat.periods} {metric.cadence}s old",
    CaveatKind.MISSING: _missing,
    CaveatKind.GAP: _gap,
}
