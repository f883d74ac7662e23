"""The bench of many metrics measures what it says, and its table says what was measured."""

import pytest

from tests.bench.many_metrics import Phase, measure, series
from tests.bench.numbers_table import growth, table


@pytest.mark.journey
async def test_every_phase_is_measured_beside_its_floor(tmp_path):
    measured = await measure(tmp_path, sizes=(4, 8), weeks=40)

    assert set(measured) == {4, 8}
    for phases in measured.values():
        assert list(phases) == ["import", "limits", "links"]
        assert all(min(each.took_s, each.floor_s, each.peak_mib) > 0 for each in phases.values())


def test_the_table_shows_growth_ratio_and_memory():
    linear = {size: {"limits": Phase(size / 1000, size / 4000, 120.0)} for size in (250, 500, 1000)}

    assert "1,000 metrics x 520 weeks are 520,000 readings" in table(linear, 520)
    assert (
        table(linear, 520).splitlines()[-1].endswith("| 0.25 s | 0.50 s | 1.00 s | n^1.00 | × 4 | 120 MiB |")
    )


def test_what_grows_with_the_square_is_told_from_what_does_not():
    square = {size: {"links": Phase(size**2 / 1e6, 1.0, 1.0)} for size in (250, 500, 1000)}

    assert growth(square, "links") == pytest.approx(2)


def test_the_numbers_are_the_same_each_time():
    assert list(series(3, 20)) == list(series(3, 20))
