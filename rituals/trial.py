"""What a source would bring, before it is kept: nothing is written down."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rituals.judging import Judged, Values
from rituals.news import News
from storage.records.metrics import Metric


@dataclass(frozen=True, slots=True)
class Brought:
    """A metric that was recognised, and its first and last period."""

    metric: Metric
    periods: int
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Trial:
    """The rows that came, what they say of which metric, and what is wrong with some.

    `faults` begin with the line they stand on, and so do `doubts`, whose values are taken all the same.
    `strangers` are names that no metric goes by, `missing` names of metrics that were asked for and are not
    there. With a `problem` nothing came.
    """

    rows: int = 0
    brought: Sequence[Brought] = ()
    faults: Sequence[str] = ()
    doubts: Sequence[str] = ()
    strangers: Sequence[str] = ()
    missing: Sequence[str] = ()
    new: int = 0
    changed: int = 0
    kept: int = 0
    problem: str | None = None


def brought(values: Values, metrics: Sequence[Metric]) -> Sequence[Brought]:
    """What there is of each metric, in the order of `metrics`."""
    starts: dict[str, list[date]] = {}
    for key, start in values:
        starts.setdefault(key, []).append(start)
    return [
        Brought(each, len(starts[each.key]), min(starts[each.key]), max(starts[each.key]))
        for each in metrics
        if each.key in starts
    ]


def weighed(rows: int, judged: Judged, news: News, metrics: Sequence[Metric], asked: Sequence[str]) -> Trial:
    """Sum up what came; `asked` are keys of metrics."""
    there = {key for key, _ in judged.values}
    return Trial(
        rows,
        brought(judged.values, metrics),
        judged.faults,
        judged.doubts,
        judged.strangers,
        [each.name for each in metrics if each.key in asked and each.key not in there],
        len(news.new),
        len(news.changed),
        len(news.kept),
    )
