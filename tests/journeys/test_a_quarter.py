"""A quarter of an organisation, from February to May: what was said in it is read line by line.

The clocks go forward in Los Angeles and Berlin and back in Auckland; Kathmandu's and Kolkata's hours lie
between those of the others.
"""

import asyncio
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.journeys.quarter.cast import ZONES, forty
from tests.journeys.quarter.doings import MONDAYS, colleagues_promises, demo_promises, is_away, plans, rests
from tests.journeys.quarter.living import AWAY, AWAY_ON, END, REST, lived

pytestmark = pytest.mark.journey

BERLIN = "Europe/Berlin"
PROMPT = "prompts.asked"
ASK = "follow_through.ask"
GOOD_FRIDAY, EASTER_MONDAY, FIRST_OF_MAY = date(2026, 4, 3), date(2026, 4, 6), date(2026, 5, 1)
# Public holidays on Mondays and Fridays of the quarter, where somebody is asked on these days.
HOLIDAYS = {
    "Africa/Accra": (date(2026, 3, 6), date(2026, 3, 20), GOOD_FRIDAY, EASTER_MONDAY, FIRST_OF_MAY),
    "America/Sao_Paulo": (GOOD_FRIDAY, FIRST_OF_MAY),
    "America/Los_Angeles": (date(2026, 2, 16),),
    "America/New_York": (date(2026, 2, 16),),
    "Asia/Kathmandu": (date(2026, 3, 2), date(2026, 3, 27), FIRST_OF_MAY),
    "Asia/Kolkata": (GOOD_FRIDAY, FIRST_OF_MAY),
    "Asia/Tokyo": (date(2026, 2, 23), date(2026, 3, 20)),
    "Europe/Berlin": (GOOD_FRIDAY, EASTER_MONDAY, FIRST_OF_MAY),
    "Europe/Prague": (GOOD_FRIDAY, EASTER_MONDAY, FIRST_OF_MAY),
    "Pacific/Auckland": (date(2026, 2, 6), GOOD_FRIDAY, EASTER_MONDAY, date(2026, 4, 27)),
}
PEOPLE = {each["handle"]: each for each in forty().seed["people"]}


@pytest.fixture(scope="module")
def journal(tmp_path_factory):
    """Everything that was said in thirteen weeks."""
    return asyncio.run(lived(tmp_path_factory.mktemp("quarter"), plans))


def of_kind(journal, kind):
    return [each for each in journal.entries if each.kind == kind and each.act == "said"]


def prompts(journal):
    return [each for each in journal.entries if each.kind.startswith(PROMPT) and each.act == "said"]


def sorted_by_day(minutes):
    return sorted(minutes, key=lambda minute: minute[4:])


def is_free(handle, moment):
    """Whether somebody may be asked something: the rule told once more, in other words."""
    local = moment.astimezone(ZoneInfo(PEOPLE[handle]["tz"]))
    day = local.date()
    off = day in HOLIDAYS.get(PEOPLE[handle]["tz"], ()) or rests(day) or is_away(handle, day)
    return not off and local.isoweekday() <= 5 and 8 <= local.hour < 18


def asks():
    """Who is asked how it went, and in which minute, the whole quarter long."""
    found = set()
    for one in [*colleagues_promises(), *demo_promises()]:
        friday = datetime.combine(one.week + timedelta(days=4), time(15), ZoneInfo(ZONES[one.team]))
        if rests(friday.date()):
            continue
        moment = friday.astimezone(UTC)
        while not is_free(one.who, moment):
            moment += timedelta(minutes=15)
        # Whoever comes back from the shutdown after their week is closed is not asked any more.
        closed = datetime.combine(one.week + timedelta(weeks=2), time(), ZoneInfo(ZONES[one.team]))
        if moment < min(END, closed):
            found.add((one.who, f"{moment:%a %Y-%m-%d %H:%M}"))
    return found


def zone_of(entry):
    """The zone in which an hour matters to whoever reads it."""
    if entry.is_direct:
        return PEOPLE[entry.place]["tz"]
    return {part.channel: ZONES[part.team] for part in forty().parts}.get(entry.place, BERLIN)


def test_nothing_went_wrong(journal):
    assert journal.undelivered == []
    assert journal.refusals == []
    assert journal.troubles == []


def test_every_monday_has_one_pulse_at_nine_in_berlin_before_and_after_the_clocks_change(journal):
    pulses = of_kind(journal, "monday.pulse")

    assert [each.minute(BERLIN) for each in pulses] == [
        f"Mon {day} 09:00" for day in MONDAYS if not rests(day)
    ]
    assert {each.place for each in pulses} == {"north-star"}


def test_the_product_lead_is_asked_for_a_sentence_on_fridays_at_four_unless_it_is_a_holiday(journal):
    asked = of_kind(journal, f"{PROMPT}:sentence.ask")

    # Before the shutdown nobody asks, as no pulse comes after; in it neither; Labour Day's waits for May.
    silent = {date(2026, 4, 10), date(2026, 4, 17), date(2026, 5, 1)}
    fridays = {day + timedelta(days=4) for day in MONDAYS} - silent - {GOOD_FRIDAY}
    # Good Friday's comes on Tuesday, after Easter: the pulse that is out by then can still be edited.
    assert [each.minute(BERLIN) for each in asked] == sorted_by_day(
        {f"Fri {day} 16:00" for day in fridays} | {"Tue 2026-04-07 08:00"}
    )
    assert {each.place for each in asked} == {"ana"}


def test_everybody_who_promised_something_is_asked_once_how_it_went(journal):
    asked = [
        (each.place, each.minute("UTC"))
        for each in journal.entries
        if each.act == "said" and ASK in each.kind
    ]

    assert sorted(asked) == sorted(asks())


def test_whoever_is_asked_can_answer(journal):
    """What somebody did on Friday already they cannot do again on Monday; all else they can."""
    tries = [f"{one.who} tells: {one.text}" for one in demo_promises()]
    impossible = [what for what in journal.left_out if what not in tries]

    assert impossible == []


def test_nobody_is_asked_more_than_four_times_a_week(journal):
    asked = Counter((each.place, each.day(zone_of(each)).isocalendar()[:2]) for each in prompts(journal))

    assert {who: count for who, count in asked.items() if count > 4} == {}


def test_nobody_is_asked_in_the_evening_or_at_night_or_at_the_weekend(journal):
    for each in prompts(journal):
        local = each.at.astimezone(ZoneInfo(zone_of(each)))
        assert each.is_direct
        assert local.isoweekday() <= 5
        assert time(8) <= local.time() < time(18)


def test_who_is_away_hears_nothing(journal):
    zone = PEOPLE[AWAY]["tz"]

    assert [
        each.line()
        for each in journal.unasked
        if each.is_direct and each.place == AWAY and AWAY_ON[0] <= each.day(zone) <= AWAY_ON[1]
    ] == []


def test_a_shutdown_is_silent_but_for_a_note_before_and_one_after(journal):
    said = [each for each in journal.unasked if rests(each.day(zone_of(each)))]
    notes = of_kind(journal, "pauses.note")

    assert [each.line() for each in said] == []
    assert [each.day(BERLIN) for each in notes] == [REST[0] - timedelta(days=3), REST[1] + timedelta(days=1)]
    assert notes[0].text.startswith("*We are off on 13–19 April.*")
    assert notes[1].text.startswith("Welcome back.")


def test_forty_people_live_in_zones_that_change_their_clocks_and_zones_off_the_hour():
    people = [each for each in PEOPLE.values() if not (each.get("is_bot") or each.get("deleted"))]

    assert len(people) == 40
    assert {part.team: PEOPLE[part.lead]["tz"] for part in forty().parts} == ZONES
