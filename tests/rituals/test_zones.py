"""Time zones as people type them."""

from zoneinfo import available_timezones

import pytest

from rituals.zones import COMMON, UnknownZone, zone_named


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        (" europe/berlin ", "Europe/Berlin"),
        ("berlin", "Europe/Berlin"),
        ("New York", "America/New_York"),
        ("Kathmandu", "Asia/Kathmandu"),
        ("utc", "UTC"),
    ],
)
def test_a_zone_goes_by_its_name_or_its_city(typed, zone):
    assert zone_named(typed) == zone


@pytest.mark.parametrize(
    ("typed", "near"),
    [("Europe/Berlim", "Europe/Berlin"), ("Katmandoo", "Asia/Kathmandu"), ("Middle-earth", None)],
)
def test_a_misspelt_zone_is_answered_with_the_nearest_names(typed, near):
    with pytest.raises(UnknownZone) as unknown:
        zone_named(typed)

    assert near in unknown.value.near if near else not unknown.value.near


def test_every_zone_that_is_offered_exists():
    assert set(COMMON) <= available_timezones()
    assert len(COMMON) <= 95
