"""The standup pulse: each team at its hour, nothing told twice, nothing told that is somebody's own."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from pydantic import TypeAdapter

from rituals import monday, pulse, pulse_hours
from rituals.agenda import Agenda
from rituals.catalogue import CHORES, RITUALS
from rituals.letters import Letter, post
from rituals.pulse import PULSE, PulseDetails, StandupPulse
from rituals.ritual import Occasion
from storage.records.appointments import Occurrence, OccurrenceState
from storage.records.commitments import CommitmentState, Visibility
from storage.records.deliveries import DeliveryState
from storage.records.metrics import Cadence, InputState, Reading
from storage.records.narrative import Variant
from storage.records.preferences import Consent, Preferences
from storage.records.pulses import Gathering, PulsePlan
from tests.making import ANA, BO, MONDAY, a_commitment, a_metric, a_star, a_team, a_workspace, an_input

LAST_WEEK = date(2026, 3, 9)
NINE = datetime(2026, 3, 16, 9, tzinfo=UTC)
ACTIVE = a_metric(key="active", name="Weekly active contributors", unit="count")
TEAM = a_team(standup_days=(1, 2, 3, 4, 5), standup_time=time(9, 30), time_zone="Europe/Berlin")
PLAN = PulsePlan(TEAM.id, Gathering.STANDUP)


def on(day):
    at = datetime.combine(day, time(8, 30), UTC)
    return Occasion("pulse", TEAM.id, day, due_at=at, now=at)


def weekday(number):
    return MONDAY + timedelta(days=number)


def weekly(values, metric="active", last=LAST_WEEK):
    first = last - timedelta(weeks=len(values) - 1)
    at = datetime(2026, 3, 16, 7, tzinfo=UTC)
    return [Reading(metric, first + timedelta(weeks=week), v, "UANA", at) for week, v in enumerate(values)]


@pytest.fixture
async def organisation(ledger):
    async with ledger.open() as books:
        await books.workspaces.put(a_workspace())
        await books.teams.put(TEAM)
        await books.people.put(ANA)
        await books.people.put(BO)
        await books.north_stars.put(a_star(metric=ACTIVE))
        await books.inputs.put(an_input())
        await books.readings.put(weekly([20.0, 22.0] * 8))
        await books.readings.put(weekly([5.0, 6.0] * 8, "merged"))
    return ledger


@pytest.fixture
def tells(organisation):
    """What the team is told on a day: its letters, on their way."""

    async def _tell(day=MONDAY):
        async with organisation.open() as books:
            letters = await PULSE.prepare(books, on(day))
            for letter in letters:
                await post(books, letter, on(day).now)
        return [letter.content for letter in letters]

    return _tell


@pytest.fixture
def promises(organisation):
    async def _promise(**fields):
        async with organisation.open() as books:
            await books.commitments.add(a_commitment(**fields))

    return _promise


async def test_a_team_is_told_in_its_own_channel_with_the_details_in_the_thread(organisation):
    async with organisation.open() as books:
        parent, thread = await PULSE.prepare(books, on(MONDAY))

    assert (parent.to, parent.key) == ("CRENDER", "pulse:rendering:2026-03-16")
    assert (thread.to, thread.thread_of) == ("CRENDER", parent.key)
    assert isinstance(thread.content, PulseDetails)
    assert [each.score.metric.key for each in thread.content.metrics] == ["active", "merged"]


async def test_what_it_tells_survives_the_database(organisation, tells):
    told, _ = await tells()
    async with organisation.open() as books:
        row = await books.deliveries.get("pulse:rendering:2026-03-16")

    assert TypeAdapter(StandupPulse).validate_json(row.content) == told


async def test_a_number_told_this_week_is_not_told_again_as_news(tells):
    days = [(await tells(weekday(number)))[0] for number in range(3)]

    assert [each.star.told for each in days] == [None, MONDAY, MONDAY]
    assert [each.inputs[0].told for each in days] == [None, MONDAY, MONDAY]


async def test_the_next_week_tells_it_afresh(tells):
    await tells(weekday(4))
    told = (await tells(weekday(7)))[0]

    assert told.star.told is None


async def test_a_number_that_came_or_was_corrected_since_is_news(organisation, tells):
    await tells()
    async with organisation.open() as books:
        await books.readings.put(weekly([30.0]))
    told = (await tells(weekday(1)))[0]

    assert told.star.told is None
    assert told.inputs[0].told == MONDAY


async def test_a_pulse_that_slack_refused_told_nobody_anything(organisation, tells):
    await tells()
    async with organisation.open() as books:
        (row,) = await books.deliveries.claim("us", NINE, NINE + timedelta(minutes=1))
        await books.deliveries.settle(row, replace(row, state=DeliveryState.REJECTED))

    assert (await tells(weekday(1)))[0].star.told is None


async def test_a_team_that_moved_to_another_channel_reads_its_numbers_afresh_there(organisation, tells):
    await tells()
    async with organisation.open() as books:
        await books.teams.put(replace(TEAM, channel="CNEW"))

    assert (await tells(weekday(1)))[0].star.told is None


async def test_the_thread_tells_the_story_in_the_words_of_the_teams_audience(organisation, tells):
    async with organisation.open() as books:
        await books.teams.put(replace(TEAM, audience="engineering"))
        await books.variants.put(Variant("engineering", "Merges measure it", "Now", "If", "UANA", NINE))
    _, thread = await tells()

    assert thread.story.why_this == "Merges measure it"


async def test_on_a_day_without_news_the_thread_holds_only_what_is_promised(tells, promises):
    for number in range(4):
        await promises(id=f"c{number}")
    await tells()
    _, thread = await tells(weekday(1))

    assert (thread.metrics, thread.story, len(thread.promises)) == ((), None, 4)


async def mondays(organisation, to="CRENDER"):
    async with organisation.open() as books:
        await books.workspaces.put(a_workspace(company_channel=to, pulse_public_since=LAST_WEEK))
        told = await monday.gather(books, MONDAY)
        assert told is not None
        await post(books, Letter(monday.key(MONDAY), to, told), on(MONDAY).now)


async def test_what_mondays_pulse_said_in_the_same_channel_is_said_already(organisation, tells):
    await mondays(organisation)
    told = (await tells())[0]

    assert told.star.told == MONDAY
    assert told.inputs[0].told is None


async def test_what_it_said_elsewhere_is_news_here(organisation, tells):
    await mondays(organisation, to="CALL")

    assert (await tells())[0].star.told is None


async def test_a_monday_pulse_of_the_same_minute_counts_too(organisation, tells):
    async with organisation.open() as books:
        await books.workspaces.put(a_workspace(company_channel="CRENDER", pulse_public_since=LAST_WEEK))
        at = on(MONDAY).due_at
        await books.appointments.note([Occurrence("monday", None, MONDAY, at, OccurrenceState.DUE)])

    assert (await tells())[0].star.told == MONDAY


async def test_a_daily_number_is_news_every_day(organisation, tells):
    daily = a_metric(key="active", name="Daily", unit="count", cadence=Cadence.DAY)
    async with organisation.open() as books:
        await books.north_stars.put(a_star(metric=daily))
        at = on(MONDAY).now
        await books.readings.put([Reading("active", weekday(n), 20.0 + n, "UANA", at) for n in range(-1, 2)])
    await tells()

    assert (await tells(weekday(1)))[0].star.told is None


async def test_three_that_are_due_are_read_out_and_all_are_counted(tells, promises):
    for number in range(5):
        await promises(id=f"c{number}", text=f"Promise {number}", user="UBO")
    told, thread = await tells()

    assert told.promises.open == 5
    assert [(each.by, each.text[:8]) for each in told.promises.due] == [("Bo", "Promise ")] * 3
    assert len(thread.promises) == 5


async def test_where_there_are_many_all_of_them_get_their_turn(tells, promises):
    for number in range(6):
        await promises(id=f"c{number}", text=f"Promise {number}")
    read = {each.text for day in range(2) for each in (await tells(weekday(day)))[0].promises.due}

    assert len(read) == 6


async def test_words_for_their_owners_eyes_are_counted_and_never_shown(tells, promises):
    await promises(visibility=Visibility.ME, text="My own affair")
    told, thread = await tells()

    assert (told.promises.open, told.promises.due) == (1, ())
    assert (thread.promises, thread.unread) == ((), 1)


async def test_what_is_due_next_week_only_counts(tells, promises):
    await promises(weeks=2)
    told, thread = await tells()

    assert (told.promises.open, told.promises.due) == (1, ())
    assert len(thread.promises) == 1


async def test_other_teams_and_settled_promises_are_not_open_here(tells, promises):
    await promises(id="done", state=CommitmentState.DONE)
    await promises(id="other", team=None)
    told, _ = await tells()

    assert (told.promises.open, told.promises.kept) == (0, 1)


async def test_whoever_wants_no_mention_is_not_named(organisation, tells, promises):
    async with organisation.open() as books:
        await books.preferences.put(Preferences("UANA", consent=Consent.NO_MENTION))
    await promises()

    assert [each.by for each in (await tells())[0].promises.due] == [""]


async def test_the_last_standup_of_a_sprint_team_is_its_review(organisation, tells):
    async with organisation.open() as books:
        await books.teams.put(replace(TEAM, standup_days=(1, 4)))
        await books.pulses.put(replace(PLAN, gathering=Gathering.SPRINT))

    assert [(await tells(weekday(day)))[0].is_review for day in (0, 3)] == [False, True]


async def test_executives_see_every_teams_inputs_and_promises(organisation, tells, promises):
    await promises(week=LAST_WEEK, state=CommitmentState.DONE)
    async with organisation.open() as books:
        await books.pulses.put(replace(PLAN, gathering=Gathering.EXECUTIVE))
        await books.readings.put(weekly([50.0], "merged"))
    told = (await tells())[0]

    assert told.audience == "executives"
    assert [each.metric.key for each in told.elsewhere.signals] == ["merged"]
    assert [(each.team, each.done) for each in told.elsewhere.kept] == [("Rendering", 1)]


async def test_retired_inputs_are_left_out(organisation, tells):
    async with organisation.open() as books:
        await books.inputs.put(an_input(state=InputState.RETIRED))

    assert (await tells())[0].inputs == ()


@pytest.mark.parametrize(
    "silent", [replace(PLAN, skipped=MONDAY), replace(PLAN, paused_until=MONDAY + timedelta(days=1))]
)
async def test_a_silent_day_is_silent(organisation, tells, silent):
    async with organisation.open() as books:
        await books.pulses.put(silent)

    assert await tells() == []
    assert await tells(weekday(1)) != []


async def test_without_a_north_star_there_is_nothing_to_say(ledger):
    async with ledger.open() as books:
        await books.teams.put(TEAM)

        assert await PULSE.prepare(books, on(MONDAY)) == []


async def test_a_retired_team_hears_nothing(organisation, tells):
    async with organisation.open() as books:
        await books.teams.put(replace(TEAM, retired_at=on(MONDAY).now))

    assert await tells() == []


async def test_each_turn_is_the_next(tells):
    turns = [(await tells(weekday(day)))[0].turn for day in (0, 1, 4, 7)]

    assert [turn - turns[0] for turn in turns] == [0, 1, 4, 5]


async def test_the_whole_week_comes_at_half_past_nine_in_berlin_and_rests_at_easter(organisation, clock):
    """The clocks go forward on 29 March; Good Friday is 3 April, Easter Monday the 6th."""
    agenda = Agenda(organisation, clock, RITUALS, CHORES)
    clock.set_to(datetime(2026, 3, 26, 12, tzinfo=UTC))
    for _ in range(11 * 24 * 2):
        await agenda.tick()
        clock.pass_(minutes=30)
    async with organisation.open() as books:
        rows = [row for row in await books.deliveries.in_state(*DeliveryState) if row.kind == "pulse.standup"]

    assert [f"{row.written_at:%a %d %H:%M}" for row in rows] == [
        "Fri 27 08:30",
        "Mon 30 07:30",
        "Tue 31 07:30",
        "Wed 01 07:30",
        "Thu 02 07:30",
    ]


async def test_a_pulse_two_hours_late_helps_nobody(organisation, clock):
    assert PULSE.fresh_for == timedelta(hours=2)


@pytest.mark.parametrize(
    ("gathering", "team", "next_day"),
    [
        (Gathering.STANDUP, TEAM, date(2026, 3, 17)),
        (Gathering.NONE, TEAM, None),
        (Gathering.STANDUP, replace(TEAM, standup_days=()), None),
        (Gathering.STANDUP, replace(TEAM, standup_time=None), None),
    ],
)
def test_the_next_day_is_one_with_a_pulse(gathering, team, next_day):
    now = datetime(2026, 3, 16, 9, tzinfo=UTC)
    due = pulse_hours.next_due(team, PulsePlan(team.id, gathering), now)

    assert (due.day if due else None) == next_day


def test_the_next_day_is_neither_skipped_nor_paused_nor_a_holiday():
    now = datetime(2026, 4, 1, 9, tzinfo=UTC)
    plan = replace(PLAN, skipped=date(2026, 4, 7), paused_until=date(2026, 4, 3))
    due = pulse_hours.next_due(TEAM, plan, now)

    assert due is not None
    assert due.day == date(2026, 4, 8)


async def test_a_pulse_whose_hour_is_moved_to_later_that_day_does_not_offer_to_skip_itself(organisation):
    before = datetime(2026, 3, 16, 7, tzinfo=UTC)
    async with organisation.open() as books:
        told, _ = await PULSE.prepare(books, replace(on(MONDAY), due_at=before, now=before))

    assert isinstance(told.content, StandupPulse)
    assert told.content.next_day == weekday(1)


async def test_taking_back_what_never_was_needs_no_letter(organisation):
    async with organisation.open() as books:
        assert await pulse.take_back(books, TEAM, MONDAY) is None
