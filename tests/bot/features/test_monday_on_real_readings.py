"""Every week of real readings, whole and damaged, through the pulse: no crash, and nothing false.

What it claims is calculated again from the readings alone, the slow and simple way.
"""

import csv
import re
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from statistics import fmean

import pytest
import yaml

from bot.blocks.limits import message
from bot.features.monday import views
from rituals.monday import MondayPulse
from rituals.scoreboard import InputScore, Known, Score, tally
from rituals.signals import Kind, Rule
from storage.records.metrics import Direction, Metric, Reading
from tests.contracts.checking import faults_of_message

DATA = Path("bot/demo/data")
WEEK = timedelta(weeks=1)
AT = datetime(2026, 8, 17, 6, tzinfo=UTC)
ALARMING = re.compile(
    r"alarm|alert|warning|critical|crisis|plunge|plummet|bad|worse|fault|blame|caused|because|led to"
)

Values = dict[date, float]


@cache
def metrics() -> dict[str, Metric]:
    listed = yaml.safe_load((DATA / "bevy.metrics.yml").read_text())["metrics"]
    return {
        each["key"]: Metric(each["key"], each["name"], each["unit"], Direction(each["direction"]))
        for each in listed
    }


@cache
def real(key: str) -> tuple[tuple[date, float], ...]:
    with (DATA / "bevy.csv").open() as lines:
        rows = [row for row in csv.DictReader(lines) if row["metric"] == key]
    return tuple((date.fromisoformat(row["period_start"]), float(row["value"])) for row in rows)


def whole(values: Values) -> Values:
    return values


def with_gaps(values: Values) -> Values:
    """Every seventh week is missing, and a whole winter."""
    kept = {week: value for number, (week, value) in enumerate(values.items()) if number % 7 != 3}
    return {week: value for week, value in kept.items() if not date(2023, 11, 1) < week < date(2024, 3, 1)}


def mostly_zero(values: Values) -> Values:
    return {week: value if number % 9 == 0 else 0.0 for number, (week, value) in enumerate(values.items())}


def shifted(values: Values) -> Values:
    return {week: value * 3 + 7 if week >= date(2024, 6, 3) else value for week, value in values.items()}


def in_fractions(values: Values) -> Values:
    """As seconds would be: small, crooked, a few much longer than the rest."""
    return {
        week: (value + 1) / 700 * (40 if number % 31 == 5 else 1)
        for number, (week, value) in enumerate(values.items())
    }


def calm(values: Values) -> Values:
    return dict.fromkeys(values, 12.5)


DAMAGE = [whole, with_gaps, mostly_zero, shifted, in_fractions, calm]


def every_monday() -> list[date]:
    return [week + WEEK for week, _ in real("weekly_active_contributors")]


def readings(metric: Metric, values: Values) -> list[Reading]:
    return [Reading(metric.key, week, value, "feed", AT) for week, value in values.items()]


def by_hand(
    values: Values, first: date, last: date, history: Values, unit: str
) -> tuple[float, float, float]:
    """Mean and limits of the readings from `first` to `last`."""
    window = {week: value for week, value in values.items() if first <= week <= last}
    moves = [abs(window[week] - window[week - WEEK]) for week in window if week - WEEK in window]
    step = 1.0 if all(value == int(value) for value in history.values()) else 0.0
    middle, reach = fmean(window.values()), 2.66 * max(fmean(moves), step)
    low, high = middle - reach, middle + reach
    commonest = max(list(window.values()).count(value) for value in window.values())
    if commonest * 2 >= len(window):
        low, high = min(low, *window.values()), max(high, *window.values())
    if min(history.values()) >= 0:
        low = max(low, 0.0)
    if unit == "percent" and max(history.values()) <= 100:
        high = min(high, 100.0)
    return middle, low, high


def check(score: Score, values: Values, monday: date) -> None:
    """Every claim of a score, against the readings."""
    seen, judged = score.verdict, monday - WEEK
    history = {week: value for week, value in values.items() if week <= judged}
    assert score.recent == tuple(
        (judged - WEEK * ago, values.get(judged - WEEK * ago)) for ago in (3, 2, 1, 0)
    )
    assert (seen.kind is Kind.MISSING) == (judged not in values)
    assert seen.value == values.get(judged)
    if seen.value is not None and judged - WEEK in values:
        assert seen.change == values[judged] - values[judged - WEEK]
    else:
        assert seen.change is None
    if seen.usual is None:
        assert not seen.is_signal
        return
    check_range(score, history, judged)


def check_range(score: Score, history: Values, judged: date) -> None:
    seen, usual = score.verdict, score.verdict.usual
    assert usual is not None
    assert seen.value is not None
    spared = {Rule.EIGHT_IN_A_ROW: 8, Rule.THREE_OF_FOUR: 4}.get(seen.rule, 1) if seen.rule else 1
    assert min(history) == usual.first < usual.last <= judged - WEEK * spared
    assert 10 <= usual.readings <= 26
    middle, low, high = by_hand(history, usual.first, usual.last, history, score.metric.unit)
    assert (usual.mean, usual.lower, usual.upper) == pytest.approx((middle, low, high))
    last = [history.get(judged - WEEK * ago) for ago in range(spared)]
    match seen.rule:
        case Rule.EIGHT_IN_A_ROW:
            up = seen.kind is Kind.SHIFTED_UP
            assert all(value is not None and (value > middle if up else value < middle) for value in last)
            assert seen.since == judged - WEEK * 7
        case Rule.THREE_OF_FOUR:
            edge = high if seen.kind is Kind.UP else low
            near = [value is not None and abs(value - edge) < abs(value - middle) for value in last]
            assert near[0]
            assert sum(near) >= 3
        case Rule.OUTSIDE:
            assert seen.value > high if seen.kind is Kind.UP else seen.value < low
        case None if seen.kind is Kind.STEADY:
            assert low - 1e-9 <= seen.value <= high + 1e-9
        case None:
            assert seen.value > middle if seen.kind is Kind.STILL_UP else seen.value < middle
            assert seen.accepts is not None
            assert seen.since is not None
            assert usual.last < seen.since <= seen.accepts < judged


@pytest.mark.parametrize("damage", DAMAGE)
@pytest.mark.parametrize("key", metrics())
def test_every_claim_is_true_of_the_readings(key, damage):
    metric, values = metrics()[key], damage(dict(real(key)))
    known = readings(metric, values)
    for monday in every_monday()[::2]:
        check(tally(metric, known, monday), values, monday)


@pytest.mark.parametrize("damage", DAMAGE)
def test_the_whole_pulse_is_calm_and_acceptable_to_slack(damage):
    known = {key: readings(metric, damage(dict(real(key)))) for key, metric in metrics().items()}
    for monday in every_monday()[::8]:
        star, *inputs = [tally(metric, known[key], monday) for key, metric in metrics().items()]
        signals = [InputScore("Team", each.metric, each.verdict) for each in inputs if each.verdict.is_signal]
        shown = views.pulse(MondayPulse(monday, "UTC", star, len(inputs), tuple(signals), (), None, None))

        assert not ALARMING.search(shown.text.lower())
        blocks = message([*shown.blocks, *shown.without_picture])
        assert faults_of_message({"text": shown.text, "blocks": blocks}) == []
        assert shown.picture is None or len(shown.picture.alt_text) <= 2000


def test_a_level_that_shifts_is_told_once():
    metric = metrics()["weekly_active_contributors"]
    known = readings(metric, shifted(dict(real(metric.key))))
    mondays = [monday for monday in every_monday() if date(2024, 6, 3) < monday < date(2024, 9, 9)]
    accepted = Known(levels=[date(2024, 1, 1)])
    kinds = [tally(metric, known, monday, known=accepted).verdict.kind for monday in mondays]

    assert kinds.count(Kind.SHIFTED_UP) == 1
    assert kinds.index(Kind.SHIFTED_UP) <= 8
    assert {Kind.STILL_UP} == {*kinds[kinds.index(Kind.SHIFTED_UP) + 1 :]}


def test_zero_weeks_of_a_rare_event_are_never_a_signal():
    metric = metrics()["reverts"]
    known = readings(metric, dict(real(metric.key)))
    quiet = [monday for monday in every_monday() if dict(real(metric.key))[monday - WEEK] == 0]

    assert len(quiet) > 150
    assert not any(tally(metric, known, monday).verdict.is_signal for monday in quiet)


def test_weeks_follow_each_other_in_the_data_this_is_about():
    assert all(later - earlier == WEEK for earlier, later in pairwise(every_monday()))
