"""Names people use, and keys that outlive them."""

import pytest

from rituals.metrics import goes_by, key_of
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
    assert goes_by(a_metric(), written)


def test_another_name_is_another_metric():
    assert not goes_by(a_metric(), "Merges")
