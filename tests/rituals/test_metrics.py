"""Names people use, and keys that outlive them."""

from contextlib import suppress
from datetime import UTC, date, datetime

import pytest

from rituals.judging import judge
from rituals.loading import parse
from rituals.metrics import key_of, meant
from rituals.recording import UnknownMetric, typed_entry
from storage.records.metrics import Metric
from storage.sources.rows import Row
from tests.making import a_metric


class Counted(list[Metric]):
    """Metrics that count how often somebody went through all of them."""

    times = 0

    def __iter__(self):
        self.times += 1
        return super().__iter__()


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Weekly active teams", "weekly_active_teams"),
        ("  p95 API-latency (ms)  ", "p95_api_latency_ms"),
        ("Zażółć gęślą", "zazołc_gesla"),
        ("漢字", "漢字"),
        ("★", "metric"),
        ("x" * 100, "x" * 60),
    ],
)
def test_a_key_is_made_of_the_name(name, key):
    assert key_of(name) == key


@pytest.mark.parametrize("written", ["Merged pull requests", "merged  PULL-requests", "merged", "MERGED"])
def test_people_may_write_a_metric_as_they_like(written):
    assert meant(written, [a_metric(key="other", name="Other"), a_metric()]) == a_metric()


def test_another_name_is_another_metric():
    assert meant("Merges", [a_metric()]) is None


def test_a_key_with_other_signs_is_found_too():
    assert meant("p95-latency", [a_metric(key="p95-latency")])


def test_a_name_wins_over_the_key_another_metric_has_from_its_old_name():
    renamed, heir = a_metric(key="reviews", name="Soon answered"), a_metric(key="reviews_2", name="Reviews")

    assert meant("Reviews", [renamed, heir]) == heir
    assert meant("reviews", [renamed, heir]) == renamed


def from_a_file(names, metrics):
    parse(["metric,period_start,value\n", *(f"{name},2026-03-09,1\n" for name in names)], metrics)


def from_a_source(names, metrics):
    rows = [Row("2026-03-09", 1, "", name) for name in names]
    judge(
        rows, metrics, named=None, zone="UTC", now=datetime(2026, 3, 18, tzinfo=UTC), since=date(2020, 1, 1)
    )


def from_a_line(names, metrics):
    with suppress(UnknownMetric):
        typed_entry(" ".join(names), metrics)


@pytest.mark.parametrize("read", [from_a_file, from_a_source, from_a_line])
def test_metrics_are_gone_through_no_more_often_for_many_names_than_for_one(read):
    for_one, for_many = Counted([a_metric()]), Counted([a_metric()])
    read(["one"], for_one)
    read([f"name{number}" for number in range(50)], for_many)

    assert for_many.times == for_one.times
