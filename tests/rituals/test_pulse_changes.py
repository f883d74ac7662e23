"""A team's leads skip, pause, resume and move its pulse; nobody else does."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from rituals import pulse_hours
from rituals.letters import post
from rituals.pulse import PULSE, StandupPulse
from rituals.pulse_changes import LONGEST_PAUSE, NoPulse, PauseOutOfRange, PulseIsOver, Pulses
from rituals.pulse_hours import NAME, QuestionTooLong, TooManyQuestions, checked
from rituals.rights import NotTheTeamLead
from rituals.ritual import Occasion
from storage.records.people import Person
from tests.making import ANA, BO, MONDAY, a_star, a_team, a_workspace

CY = Person("UCY", "Cy", "UTC")
TEAM = a_team(lead="UBO", standup_days=(1, 2, 3), standup_time=time(9, 30))
TUESDAY, WEDNESDAY = MONDAY + timedelta(days=1), MONDAY + timedelta(days=2)


@pytest.fixture
def ledger(either_ledger):
    return either_ledger


@pytest.fixture
async def pulses(ledger, clock):
    """It is Monday, nine o'clock; Bo leads the team, and Ana the product."""
    async with ledger.open() as books:
        await books.workspaces.put(a_workspace())
        await books.teams.put(TEAM)
        await books.north_stars.put(a_star())
        await pulse_hours.follow(books, clock.now())
    return Pulses(ledger, clock)


async def due(ledger):
    async with ledger.open() as books:
        return (await books.appointments.get(NAME, TEAM.id)).next_due


@pytest.mark.parametrize("lead", [ANA, BO])
async def test_a_lead_skips_a_day_beforehand(pulses, lead):
    hours = await pulses.skip(lead, TEAM.id, MONDAY)

    assert hours.next_day == TUESDAY


async def test_others_are_told_whose_it_is(pulses):
    for act in (
        pulses.hours(CY, TEAM.id),
        pulses.skip(CY, TEAM.id, MONDAY),
        pulses.pause(CY, TEAM.id, TUESDAY),
        pulses.resume(CY, TEAM.id),
        pulses.move(CY, TEAM.id, (), time(8)),
    ):
        with pytest.raises(NotTheTeamLead) as refused:
            await act

        assert refused.value.lead == "UBO"


async def test_skipping_today_takes_back_what_was_posted(pulses, ledger):
    at = datetime(2026, 3, 16, 9, 30, tzinfo=UTC)
    async with ledger.open() as books:
        for letter in await PULSE.prepare(books, Occasion(NAME, TEAM.id, MONDAY, due_at=at, now=at)):
            await post(books, letter, at)
    await pulses.skip(BO, TEAM.id, MONDAY)
    async with ledger.open() as books:
        silenced = await books.deliveries.get("pulse:rendering:2026-03-16:skipped")

    assert silenced.replaces == "pulse:rendering:2026-03-16"
    assert '"is_skipped":true' in silenced.content


async def test_what_was_told_on_an_earlier_day_stays(pulses, clock):
    clock.pass_(days=1)
    with pytest.raises(PulseIsOver):
        await pulses.skip(BO, TEAM.id, MONDAY)


async def test_a_pause_ends_on_its_day_or_when_the_lead_says_so(pulses):
    paused = await pulses.pause(BO, TEAM.id, WEDNESDAY)
    resumed = await pulses.resume(BO, TEAM.id)

    assert (paused.is_paused, paused.next_day) == (True, WEDNESDAY)
    assert (resumed.is_paused, resumed.next_day) == (False, MONDAY)


@pytest.mark.parametrize("until", [MONDAY, date(2020, 1, 1), MONDAY + LONGEST_PAUSE + timedelta(days=1)])
async def test_a_pause_ends_within_a_quarter(pulses, until):
    with pytest.raises(PauseOutOfRange):
        await pulses.pause(BO, TEAM.id, until)


async def test_another_hour_counts_from_now_on(pulses, ledger):
    await pulses.move(BO, TEAM.id, (), time(10))
    moved = await due(ledger)
    await pulses.move(BO, TEAM.id, (3,), time(10))

    assert moved == datetime(2026, 3, 16, 10, tzinfo=UTC)
    assert await due(ledger) == datetime(2026, 3, 18, 10, tzinfo=UTC)


async def test_an_hour_later_on_a_day_that_had_its_pulse_waits_for_the_next_day(pulses, ledger):
    at = datetime(2026, 3, 16, 9, tzinfo=UTC)
    async with ledger.open() as books:
        for letter in await PULSE.prepare(books, Occasion(NAME, TEAM.id, MONDAY, due_at=at, now=at)):
            await post(books, letter, at)

    assert (await pulses.move(BO, TEAM.id, (), time(17))).next_day == TUESDAY


async def test_every_change_is_written_down(pulses, ledger):
    await pulses.pause(BO, TEAM.id, WEDNESDAY)
    await pulses.move(BO, TEAM.id, (), time(10))
    async with ledger.open() as books:
        trail = await books.audit.newest(5)

    assert [each.what for each in trail] == ["team.changed", "pulse.changed"]


async def test_a_team_without_a_pulse_has_none_to_change(pulses, ledger):
    async with ledger.open() as books:
        await books.teams.put(a_team(id="quiet", channel="CQUIET"))

    for team in ("quiet", "gone"):
        with pytest.raises(NoPulse):
            await pulses.hours(ANA, team)


def test_own_questions_are_short_and_few():
    assert checked(["  What \n now? ", "", " "]) == ("What now?",)
    with pytest.raises(QuestionTooLong):
        checked(["?" * 161])
    with pytest.raises(TooManyQuestions):
        checked(["Why?"] * 9)


async def test_a_number_that_was_taken_back_is_told_in_full_the_day_after(pulses, ledger):
    at = datetime(2026, 3, 16, 9, 30, tzinfo=UTC)
    async with ledger.open() as books:
        for letter in await PULSE.prepare(books, Occasion(NAME, TEAM.id, MONDAY, due_at=at, now=at)):
            await post(books, letter, at)
    await pulses.skip(BO, TEAM.id, MONDAY)
    later = at + timedelta(days=1)
    async with ledger.open() as books:
        [told, *_] = await PULSE.prepare(books, Occasion(NAME, TEAM.id, TUESDAY, due_at=later, now=later))

    assert isinstance(told.content, StandupPulse)
    assert told.content.star.told is None
