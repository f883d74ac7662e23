"""The ack of `/commit text` is early and honest: sooner than a bare AsyncApp's, and what it says is kept."""

import pytest

from tests.bench.ack import bench


@pytest.mark.journey
async def test_a_kept_commitment_is_acknowledged_sooner_than_a_bare_app_says_yes(tmp_path):
    alone, _ = await bench(tmp_path, alone=25, crowd=64)

    # The fastest of each: what else the machine does makes some slow, and none fast.
    fastest = {name: min(min(each.durations) for each in rounds) for name, rounds in alone.items()}
    assert fastest["polaris"] < fastest["bare"]
