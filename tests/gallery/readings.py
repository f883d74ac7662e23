"""The demo's real readings as scores, some of them with what did not happen to them: gaps, corrections."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from types import MappingProxyType

from bot.demo import dataset
from rituals.remarks import Remark
from rituals.scoreboard import Known, Score, tally
from rituals.signals import present_level
from storage.records.dictionary import MetricVersion
from storage.records.metrics import Metric, Reading

STAR = "weekly_active_contributors"
RETURN_RATE = "newcomer_return_rate"
WAITING = "open_to_merge_hours"
LAST_MONDAY = date(2026, 8, 17)
_AT = datetime(2026, 8, 17, 6, tzinfo=UTC)


@cache
def metrics() -> dict[str, Metric]:
    return {card.key: card.metric for card in dataset.read(dataset.PACKAGED).cards}


@cache
def _readings(key: str) -> Sequence[Reading]:
    rows = [row for row in dataset.read(dataset.PACKAGED).rows if row.metric == key]
    return [
        Reading(key, row.period_start, row.value, "load", _AT)
        for row in sorted(rows, key=lambda row: row.period_start)
    ]


def score(
    key: str = STAR,
    monday: date = LAST_MONDAY,
    *,
    since: date = date.min,
    without: Collection[date] = (),
    corrected: Collection[date] = (),
    versions: Sequence[MetricVersion] = (),
    remarks: Sequence[Remark] = (),
    told: Mapping[date, float] = MappingProxyType({}),
    name: str = "",
) -> Score:
    """How a metric stood on a Monday; readings from `since` on, some weeks left out or `told` otherwise."""
    metric = replace(metrics()[key], name=name or metrics()[key].name)
    there = [
        replace(each, value=told.get(each.period_start, each.value))
        for each in _readings(key)
        if each.period_start >= since and each.period_start not in without
    ]
    # As if the history had been loaded two weeks before: a shift since then is news.
    history = [each for each in there if each.period_start < week(2, monday)]
    begins = present_level(history, metric)
    levels = [] if begins is None else [begins]
    return tally(metric, there, monday, corrected, Known(versions=versions, remarks=remarks, levels=levels))


def week(ago: int, monday: date = LAST_MONDAY) -> date:
    """The Monday a week began that was so many weeks before."""
    return monday - timedelta(weeks=ago)


def a_new_definition(start: date, *, comparable: bool) -> Sequence[MetricVersion]:
    """Invented: what the North Star meant before a day, and from it on."""
    metric = metrics()[STAR]
    first = MetricVersion(
        metric.key, 1, date(2022, 1, 3), metric.name, "Everybody whose change landed", metric.unit,
        metric.direction, "", None, _AT,
    )  # fmt: skip
    anew = replace(first, number=2, effective_from=start, definition=metric.definition, comparable=comparable)
    anew = replace(
        anew,
        reason="Bots no longer count; none of them chose to come back.",
    )
    return [first, anew]
