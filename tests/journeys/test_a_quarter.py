"""A quarter of an organisation, from February to May: what was said in it is read line by line.

The clocks go forward in Los Angeles and Berlin and back in Auckland; Kathmandu's and Kolkata's hours lie
between those of the others.
"""

import asyncio
import re
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from bot.demo.dataset import PACKAGED, read
from tests.journeys.quarter.cast import CHANNELS, ZONES, forty
from tests.journeys.quarter.doings import (
    MONDAYS,
    TRIAGE_DAY,
    colleagues_promises,
    demo_promises,
    is_away,
    plans,
    rests,
)
from tests.journeys.quarter.living import AWAY, AWAY_ON, END, REST, SPARED, lived

pytestmark = pytest.mark.journey

BERLIN = "Europe/Berlin"
PROMPT = "prompts.asked"
ASK = "follow_through.ask"


def days(*found):
    return {date(2026, *map(int, each.split("-"))) for each in found}


# Public holidays from Monday to Friday, in the zones of the teams and of those who live elsewhere.
HOLIDAYS = {
    "Africa/Accra": days("3-6", "3-20", "4-3", "4-6", "5-1"),
    "America/Los_Angeles": days("2-16"),
    "America/New_York": days("2-16"),
    "America/Sao_Paulo": days("4-3", "4-21", "5-1"),
    "Asia/Kathmandu": days("2-18", "2-19", "3-2", "3-3", "3-27", "4-14", "5-1"),
    "Asia/Kolkata": days("3-4", "3-26", "3-31", "4-3", "4-14", "5-1"),
    "Asia/Tokyo": days("2-11", "2-23", "3-20", "4-29"),
    "Europe/Berlin": days("4-3", "4-6", "5-1"),
    "Europe/Prague": days("4-3", "4-6", "5-1"),
    "Pacific/Auckland": days("2-6", "4-3", "4-6", "4-27"),
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
        if one.who == SPARED:
            continue
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


def test_each_pulse_tells_the_real_number_of_the_week_before(journal):
    star = [row for row in read(PACKAGED).rows if row.metric == "weekly_active_contributors"]
    numbers = {row.period_start + timedelta(weeks=1): row.value for row in star}

    for each in of_kind(journal, "monday.pulse"):
        assert f" {numbers[each.day(BERLIN)]:g} weekly active contributors" in each.text


def test_each_pulse_counts_everything_that_was_promised_for_the_week_before(journal):
    weeks = Counter(one.week for one in [*colleagues_promises(), *demo_promises()])

    for each in of_kind(journal, "monday.pulse")[1:]:
        told = each.text.partition("*Last week's commitments:*")[2].partition("\n")[0]
        counted = sum(int(number) for number in re.findall(r"\d+", told))
        assert counted == weeks[each.day(BERLIN) - timedelta(weeks=1)]


def test_a_public_holiday_silences_one_team_and_no_other(journal):
    waitangi = [each for each in journal.unasked if each.day("Pacific/Auckland") == date(2026, 2, 6)]
    theirs = {CHANNELS["Quality"], *(h for h, each in PEOPLE.items() if each["tz"] == "Pacific/Auckland")}

    assert [each.line() for each in waitangi if each.place in theirs] == []
    assert CHANNELS["Engine"] in {each.place for each in waitangi}


def test_the_product_lead_is_asked_for_a_sentence_on_fridays_at_four_unless_it_is_a_holiday(journal):
    asked = [each for each in prompts(journal) if "sentence.ask" in each.kind]

    # Before the shutdown nobody asks, as no pulse comes after; in it neither; Labour Day's waits for May.
    silent = days("4-10", "4-17", "5-1")
    fridays = {day + timedelta(days=4) for day in MONDAYS} - silent - days("4-3")
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

    # Whoever has used up their week is asked in the next one: that is told below.
    assert [each for each in sorted(asked) if each[0] != SPARED] == sorted(asks())


def test_whoever_is_asked_can_answer(journal):
    """What somebody did on Friday already they cannot do again on Monday; all else they can.

    Whoever has used up their week answers in App Home instead.
    """
    tries = [f"{one.who} tells: {one.text}" for one in demo_promises()]
    tries += [f"{one.who} tells: {one.text}" for one in colleagues_promises() if one.who == SPARED]
    impossible = [what for what in journal.left_out if what not in tries]

    assert impossible == []


@pytest.mark.parametrize("team", ZONES)
def test_every_team_reads_its_pulse_at_half_past_nine_on_each_working_day(journal, team):
    zone = ZONES[team]
    pulses = [each for each in of_kind(journal, "pulse.standup") if each.place == CHANNELS[team]]

    working = [monday + timedelta(days=day) for monday in MONDAYS for day in range(5)]
    expected = [day for day in working if not rests(day) and day not in HOLIDAYS[zone]]
    assert [each.minute(zone) for each in pulses] == [f"{day:%a %Y-%m-%d} 09:30" for day in expected]


def test_a_pulse_is_read_aloud_in_a_minute_and_has_its_details_in_its_thread(journal):
    pulses = of_kind(journal, "pulse.standup")
    details = of_kind(journal, "pulse.details")

    for each in pulses:
        assert each.text.startswith("*North Star:*")
        assert len(each.text.splitlines()) <= 5
        assert len(each.text.split()) <= 130
    parents = Counter(each.thread for each in details)
    assert parents.keys() <= {each.ts for each in pulses}
    assert set(parents.values()) == {1}


@pytest.mark.parametrize("team", ZONES)
def test_a_number_is_said_in_full_once_and_then_called_unchanged(journal, team):
    said = [each.text for each in of_kind(journal, "pulse.standup") if each.place == CHANNELS[team]]
    numbers = ["still" if "*North Star:* still" in text else text.splitlines()[0] for text in said]
    full = [number for number in numbers if number != "still"]

    assert len(full) == len(set(full))
    assert numbers.count("still") > len(full)


def test_every_second_thursday_the_wins_since_the_last_time_are_told_in_the_digest(journal):
    issues = of_kind(journal, "digest")
    told = Counter(each.thread for each in of_kind(journal, "win") if not each.during)

    # On 16 April nobody is there; the next issue tells what came meanwhile.
    thursdays = sorted(days("2-5", "2-19", "3-5", "3-19", "4-2", "4-30"))
    assert [each.minute(BERLIN) for each in issues] == [f"Thu {day} 11:00" for day in thursdays]
    for before, issue in pairwise([None, *issues]):
        since = before.at if before else issue.at - timedelta(weeks=2)
        fresh = [each for each in of_kind(journal, "win") if each.during and since < each.at < issue.at]
        assert told[issue.ts] == len(fresh) > 0


def test_two_working_days_before_the_digest_the_product_lead_may_look_at_it(journal):
    drafts = of_kind(journal, f"{PROMPT}:digest.draft")

    tuesdays = sorted(days("2-3", "2-17", "3-3", "3-17", "3-31", "4-28"))
    assert [each.minute(BERLIN) for each in drafts] == [f"Tue {day} 11:00" for day in tuesdays]


def test_a_conflict_is_on_the_agenda_once_decided_and_settles_the_next_one(journal):
    agendas = [each for each in of_kind(journal, "triage.agenda") if each.place == "triage"]
    decided = [each for each in journal.entries if each.act == "said" and each.during == "ana decides"]
    (settled,) = of_kind(journal, "escalate.closed")

    # It is decided at its first triage, and told to both teams; there is no agenda without a case.
    assert [each.minute(BERLIN) for each in agendas] == [f"Wed {TRIAGE_DAY} 10:00"]
    told = {each.place for each in decided if each.kind == "decision.told"}
    assert told == {"triage", "team-quality", "team-docs"}

    # Finn settles the next one while it is early in Kolkata; Esha hears of it as her day begins.
    assert "after the release" in settled.text
    assert (settled.place, settled.minute(zone_of(settled))) == ("esha", "Tue 2026-03-10 08:00")


def test_late_answers_are_told_in_one_line_under_the_pulse_that_lacked_them(journal):
    late = of_kind(journal, "late_news")
    pulses = {each.ts for each in of_kind(journal, "monday.pulse")}

    assert {each.thread for each in late} <= pulses
    assert Counter(each.thread for each in late).most_common(1)[0][1] == 1


def test_the_topic_changes_with_the_number_and_only_then(journal):
    topics = [each.text for each in journal.entries if each.text.startswith("set the channel topic")]
    told = [text.partition("the week of ")[2].partition(":")[0] for text in topics]

    # What stood there as the quarter began may have been set by then; the shutdown's own week is never told.
    weeks = [monday - timedelta(weeks=1) for monday in MONDAYS if not rests(monday)]
    assert [each for each in told if each != "19 Jan 2026"] == [f"{week:%-d %b %Y}" for week in weeks]


def test_nothing_else_is_said_unasked(journal):
    known = {
        *("monday.pulse", "monday.inputs", "pulse.standup", "pulse.details", "digest", "win"),
        *("late_news", "pauses.note"),
        *("triage.agenda", "triage.case"),
        *(f"{PROMPT}:{kind}" for kind in ("sentence.ask", "digest.draft", "decision.review", ASK)),
        *(f"{PROMPT}:escalate.asked", "escalate.closed"),
        *(f"{PROMPT}:{kind}" for kind in ("upkeep.sentence", "unusual.asked", "shift.offer", "links.asked")),
        f"{PROMPT}:guardrail.ask",
    }
    strange = [each.line() for each in journal.unasked if not set(each.kind.split()) <= known | {""}]
    nameless = [
        each.line() for each in journal.unasked if not each.kind and "set the channel topic" not in each.text
    ]

    assert strange == []
    assert nameless == []


def test_nobody_is_asked_more_than_four_times_a_week(journal):
    asked = Counter((each.place, each.day(zone_of(each)).isocalendar()[:2]) for each in prompts(journal))

    assert {who: count for who, count in asked.items() if count > 4} == {}


def test_whoever_wants_one_question_a_week_is_asked_one(journal):
    asked = [each.day(zone_of(each)).isocalendar()[:2] for each in prompts(journal) if each.place == SPARED]

    assert len(asked) == len(set(asked)) >= 5


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


def test_every_second_thursday_at_eleven_in_berlin_there_is_a_digest_and_its_draft_two_days_before(journal):
    thursdays = [date(2026, 2, 5) + timedelta(weeks=2 * number) for number in range(7)]
    asked = [each for each in prompts(journal) if "digest.draft" in each.kind]

    assert [each.minute(BERLIN) for each in of_kind(journal, "digest")] == [
        f"Thu {day} 11:00" for day in thursdays if not rests(day)
    ]
    assert [each.minute(BERLIN) for each in asked] == [
        f"Tue {day - timedelta(days=2)} 11:00" for day in thursdays if not rests(day)
    ]
    assert {each.place for each in asked} == {"ana"}
