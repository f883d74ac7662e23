"""Every week of every real metric, whole and damaged, is judged as a second calculation judges it."""

import csv
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from rituals.signals import Kind, present_level, verdict
from rituals.usual import Point
from storage.records.metrics import Direction, Metric
from tests.rituals.textbook import Told, tell

DATA = Path("bot/demo/data")
FIRST = date(2022, 1, 3)
UNITS = {
    each["key"]: each["unit"] for each in yaml.safe_load((DATA / "bevy.metrics.yml").read_text())["metrics"]
}


@cache
def real(key: str) -> list[float | None]:
    """A metric's values, week by week, with None where there is none."""
    with (DATA / "bevy.csv").open() as lines:
        rows = {
            row["period_start"]: float(row["value"]) for row in csv.DictReader(lines) if row["metric"] == key
        }
    weeks = (date.fromisoformat(max(rows)) - FIRST).days // 7 + 1
    return [rows.get((FIRST + timedelta(weeks=week)).isoformat()) for week in range(weeks)]


def ours(values, metric, week, accepted=()):
    """What we say of one week."""
    points = [
        Point(FIRST + timedelta(weeks=at), value) for at, value in enumerate(values) if value is not None
    ]
    return verdict(points, metric, FIRST + timedelta(weeks=week), accepted)


def require_alike(seen, told: Told, first: int = 0) -> None:
    assert seen.kind is (Kind.TOO_LITTLE if told.kind == "settling" else Kind(told.kind))
    if told.limits is None:
        assert seen.usual is None
        return
    limits = (told.limits.mean, told.limits.low, told.limits.high)
    assert (seen.usual.mean, seen.usual.lower, seen.usual.upper) == pytest.approx(limits, rel=1e-9, abs=1e-9)
    since = None if told.since is None else FIRST + timedelta(weeks=first + told.since)
    assert seen.since == since


def damaged(values, how):
    match how:
        case "whole":
            return values
        case "with gaps":
            return [None if at % 7 == 3 or 90 < at < 105 else value for at, value in enumerate(values)]
        case "mostly zero":
            return [value if at % 9 == 0 else 0.0 for at, value in enumerate(values)]
        case "in fractions":
            return [None if value is None else (value + 1) / 700 for value in values]
        case "below zero":
            return [None if value is None else value - 30 for value in values]
        case _:
            return [
                None if value is None else value * 2 if at > 120 else value for at, value in enumerate(values)
            ]


@pytest.mark.parametrize(
    "how", ["whole", "with gaps", "mostly zero", "in fractions", "below zero", "shifted"]
)
@pytest.mark.parametrize("key", UNITS)
def test_every_week_is_judged_as_by_the_textbook(key, how):
    values = damaged(real(key), how)
    metric = Metric(key, key, UNITS[key], Direction.UP)
    told = tell(values, percent=UNITS[key] == "percent")

    for week in range(0, len(values), 1 if how == "whole" else 5):
        require_alike(ours(values, metric, week), told[week])


@pytest.mark.parametrize("key", UNITS)
def test_so_is_every_week_of_an_accepted_level(key):
    values, metric = real(key), Metric(key, key, UNITS[key], Direction.UP)
    points = [
        Point(FIRST + timedelta(weeks=at), value) for at, value in enumerate(values) if value is not None
    ]
    begins = present_level(points[:120], metric) or FIRST
    first = (begins - FIRST).days // 7
    told = tell(values[first:], percent=UNITS[key] == "percent")

    for week in range(first + 10, len(values), 3):
        seen = ours(values, metric, week, [begins])
        if told[week - first].limits is not None:
            require_alike(seen, told[week - first], first)


some = st.lists(st.integers(0, 40).map(float) | st.none(), min_size=1, max_size=70)
levels = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 25)), min_size=1, max_size=5)


@settings(max_examples=60)
@given(
    some
    | levels.map(lambda parts: [float(level + at % 3) for level, length in parts for at in range(length)])
)
def test_so_is_whatever_comes(values):
    metric = Metric("m", "M", "count", Direction.UP)
    told = tell(values)

    require_alike(ours(values, metric, len(values) - 1), told[-1])
