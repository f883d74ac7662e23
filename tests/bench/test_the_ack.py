"""The ack of `/commit text` is early and honest: sooner than a bare AsyncApp's, and what it says is kept."""

import pytest

from tests.bench.__main__ import bench
from tests.bench.load import Timing
from tests.bench.report import page


@pytest.mark.journey
async def test_a_kept_commitment_is_acknowledged_sooner_than_a_bare_app_says_yes(tmp_path):
    alone, _ = await bench(tmp_path, alone=25, crowd=64)

    # The fastest of each: what else the machine does makes some slow, and none fast.
    assert min(alone["polaris"].durations) < min(alone["bare"].durations)


def test_the_page_shows_ratios_to_the_floor():
    took = {name: Timing((each,) * 100, elapsed=0.5) for name, each in FLOOR_BARE_POLARIS.items()}

    rows = [line for line in page(took, took, 32).splitlines() if line.startswith("| Polaris")]
    assert rows[0].endswith("| 4.00 ms | × 4.0 | 4.0 ms | 4.0 ms | × 4.0 | 200 |")


FLOOR_BARE_POLARIS = {"floor": 1.0, "bare": 11.0, "polaris": 4.0}
