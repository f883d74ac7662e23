"""Names people use, and keys that outlive them."""

import pytest

from rituals.metrics import key_of, meant
from tests.making import a_metric


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
