"""Growth is measured by doing the work, and told by its power."""

import pytest

from tests.growth.curves import MEASURED, Curve, Growth, _expected, keep, kept_in, measured


@pytest.mark.journey
def test_every_operation_is_done_on_organisations_of_every_kind():
    growth = measured(sizes=(2, 4))

    assert {(each.subject, each.operation) for each in growth.curves} == {
        (subject, name) for subject, names in MEASURED.items() for name in names
    }
    assert all(set(each.took_s) == {2, 4} for each in growth.curves)


def test_the_power_is_that_of_the_large_end():
    square = {size: 1.0 if size < 1_000 else size**2 / 1e6 for size in (10, 100, 1_000, 10_000, 100_000)}

    assert Curve("teams", "tick", square).power == pytest.approx(2)
    assert Curve("teams", "tick", {10: 1.0}).power is None


def test_what_is_to_take_too_long_is_known_before_it_is_done():
    assert _expected({10: 0.01}, 100) == 0
    assert _expected({10: 0.01, 100: 1.0}, 1_000) == pytest.approx(100)
    assert _expected({10: 1.0, 100: 0.5}, 1_000) == 0.5


def test_what_was_kept_is_read_again(tmp_path):
    growth = Growth((Curve("teams", "tick", {10: 0.5}, (100,)),), "2 cores", "Python 3")
    keep(growth, tmp_path / "growth.json")

    assert kept_in(tmp_path / "growth.json") == growth
