"""A quarter of an organisation, from February to May: what was said in it is read line by line."""

import asyncio
from datetime import timedelta

import pytest

from tests.journeys.quarter.cast import ZONES, forty
from tests.journeys.quarter.living import MONDAYS, lived

pytestmark = pytest.mark.journey

BERLIN = "Europe/Berlin"


@pytest.fixture(scope="module")
def journal(tmp_path_factory):
    """Everything that was said in thirteen weeks."""
    return asyncio.run(lived(tmp_path_factory.mktemp("quarter"), []))


def people(seed):
    return [each for each in seed["people"] if not (each.get("is_bot") or each.get("deleted"))]


def of_kind(journal, kind, act="said"):
    return [each for each in journal.entries if (each.kind, each.act) == (kind, act)]


def test_every_monday_has_one_pulse_at_nine_in_berlin_before_and_after_the_clocks_change(journal):
    pulses = of_kind(journal, "monday.pulse")

    assert [each.minute(BERLIN) for each in pulses] == [f"Mon {day} 09:00" for day in MONDAYS]
    assert {each.place for each in pulses} == {"north-star"}


def test_the_product_lead_is_asked_for_a_sentence_every_friday_at_four(journal):
    asked = of_kind(journal, "sentence.ask")

    fridays = [day + timedelta(days=4) for day in MONDAYS]
    assert [each.minute(BERLIN) for each in asked] == [f"Fri {day} 16:00" for day in fridays]
    assert {each.place for each in asked} == {"ana"}


def test_forty_people_live_in_zones_that_change_their_clocks_and_zones_off_the_hour():
    casting = forty()

    assert len(people(casting.seed)) == 40
    leads = {each["handle"]: each["tz"] for each in casting.seed["people"]}
    assert {part.team: leads[part.lead] for part in casting.parts} == ZONES
