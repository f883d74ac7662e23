"""A shift is offered once to whoever answers for the metric; once it is accepted, limits begin anew."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from pydantic import TypeAdapter

from rituals.history import taken
from rituals.monday import MONDAY
from rituals.rights import NotTheProductLead, NotTheTeamLead
from rituals.ritual import Occasion
from rituals.scoreboard import inputs, score
from rituals.shifts import NoShift, ShiftAnswered, ShiftOffer, Shifts
from rituals.signals import Kind
from rituals.versions import comparable_since
from storage.records.dictionary import Entry
from storage.records.metrics import Direction, Reading
from storage.records.prompts import PromptState
from storage.records.shifts import AcceptedShift
from tests.making import ANA, BO, a_metric, a_star, a_team, a_version, a_workspace, an_input

TODAY = date(2026, 3, 16)
LAST_WEEK = date(2026, 3, 9)
NINE = datetime(2026, 3, 16, 9, tzinfo=UTC)
ACTIVE = a_metric(key="active", name="Weekly active contributors", unit="count")
QUIET = [20.0, 24.0, 22.0, 18.0, 21.0, 25.0, 19.0, 23.0, 20.0, 22.0, 24.0, 18.0]
HIGHER = [40.0, 42.0] * 5
SHIFT = LAST_WEEK - timedelta(weeks=9)


def weekly(values, metric, last=LAST_WEEK):
    first = last - timedelta(weeks=len(values) - 1)
    weeks = (first + timedelta(weeks=number) for number in range(len(values)))
    return [Reading(metric, week, value, "UANA", NINE) for week, value in zip(weeks, values, strict=True)]


def mondays(day=TODAY):
    now = NINE + (day - TODAY)
    return Occasion("monday", None, day, due_at=now, now=now)


@pytest.fixture
async def organisation(ledger):
    """Ana is the product lead; Bo leads a team, whose input and the star have both shifted."""
    async with ledger.open() as books:
        await books.workspaces.put(a_workspace())
        await books.north_stars.put(a_star(metric=ACTIVE))
        await books.teams.put(a_team(lead="UBO"))
        await books.inputs.put(an_input())
        await books.readings.put(weekly([*QUIET, *HIGHER], "active"))
        await books.readings.put(weekly([*QUIET, *HIGHER], "merged"))
    return ledger


@pytest.fixture
def shifts(organisation, clock):
    return Shifts(organisation, clock)


async def on_monday(ledger, day=TODAY):
    async with ledger.open() as books:
        await MONDAY.prepare(books, mondays(day))


async def prompts(ledger):
    async with ledger.open() as books:
        return await books.prompts.named("shift:")


async def standing(ledger):
    async with ledger.open() as books:
        return (await score(books, ACTIVE, TODAY)).verdict


async def test_on_monday_those_who_answer_for_metrics_are_asked_about_their_shifts(organisation):
    await on_monday(organisation)
    asked = await prompts(organisation)

    assert [(each.key, each.user) for each in asked] == [
        ("shift:active:2026-01-05", "UANA"),
        ("shift:merged:2026-01-05", "UBO"),
    ]
    assert all(each.joined and each.until is None for each in asked)
    offer = TypeAdapter(ShiftOffer).validate_json(asked[0].content)
    assert (offer.metric, offer.verdict.kind, offer.verdict.accepts) == (ACTIVE, Kind.STILL_UP, SHIFT)


async def test_a_shift_is_asked_about_once(organisation, shifts):
    await on_monday(organisation)
    await shifts.not_yet(ANA, "active")
    async with organisation.open() as books:
        await books.readings.put(weekly([41.0], "active", TODAY))
    await on_monday(organisation, TODAY + timedelta(weeks=1))
    asked = {each.key: each.state for each in await prompts(organisation)}

    assert asked == {
        "shift:active:2026-01-05": PromptState.ANSWERED,
        "shift:merged:2026-01-05": PromptState.WAITING,
    }


async def test_what_came_back_by_itself_is_not_asked_about_any_more(organisation, shifts):
    await on_monday(organisation)
    async with organisation.open() as books:
        await books.readings.put(weekly([20.0, 20.0], "active", TODAY + timedelta(weeks=1)))
    await on_monday(organisation, TODAY + timedelta(weeks=2))

    assert (await prompts(organisation))[0].state is PromptState.EXPIRED
    with pytest.raises(NoShift):
        await shifts.accept(ANA, "active")


async def test_the_dictionary_s_owner_is_asked_and_may_accept(organisation, shifts):
    async with organisation.open() as books:
        await books.dictionary.put(Entry("active", owner="UBO"))
    await on_monday(organisation)

    assert (await prompts(organisation))[0].user == "UBO"
    assert (await shifts.accept(BO, "active")).accepted_by == "UBO"


async def test_limits_stay_until_the_shift_is_accepted_and_then_begin_with_it(organisation, shifts):
    before = await standing(organisation)
    await on_monday(organisation)
    accepted = await shifts.accept(ANA, "active", "The new site is out")
    after = await standing(organisation)

    assert (before.kind, before.usual.last) == (Kind.STILL_UP, SHIFT - timedelta(weeks=1))
    assert accepted == AcceptedShift("active", SHIFT, "UANA", NINE, "The new site is out")
    assert (after.kind, after.since, after.accepts) == (Kind.SETTLING, SHIFT, None)
    told = (await prompts(organisation))[0]
    assert told.state is PromptState.ANSWERED
    answer = TypeAdapter(ShiftAnswered).validate_json(told.content)
    assert answer == ShiftAnswered(ACTIVE, SHIFT, accepted=True, why="The new site is out")


async def test_an_accepted_input_is_scored_by_its_new_level(organisation, shifts):
    await shifts.accept(BO, "merged")
    async with organisation.open() as books:
        seen = await inputs(books, TODAY)

    assert [each.verdict.kind for each in seen] == [Kind.SETTLING]


async def test_who_accepted_what_and_who_took_it_back_stands_in_the_trail(organisation, shifts):
    before = await standing(organisation)
    await on_monday(organisation)
    await shifts.accept(ANA, "active", "It holds")
    await shifts.take_back(ANA, "active", SHIFT)
    async with organisation.open() as books:
        trail = await books.audit.newest(5)

    assert await standing(organisation) == before
    assert [(each.who, each.what) for each in trail] == [
        ("UANA", "shift.taken_back"),
        ("UANA", "shift.accepted"),
    ]
    assert (trail[1].after["why"], trail[1].after["since"]) == ("It holds", "2026-01-05")
    told = TypeAdapter(ShiftAnswered).validate_json((await prompts(organisation))[0].content)
    assert told == ShiftAnswered(ACTIVE, SHIFT, accepted=False)
    with pytest.raises(NoShift):
        await shifts.take_back(ANA, "active", SHIFT)


async def test_nobody_else_decides(shifts):
    with pytest.raises(NotTheProductLead):
        await shifts.accept(BO, "active")
    with pytest.raises(NotTheTeamLead):
        await shifts.not_yet(ANA, "merged")
    with pytest.raises(NotTheTeamLead):
        await shifts.take_back(ANA, "merged", SHIFT)


@pytest.mark.parametrize("metric", ["nothing", "active"])
async def test_without_a_shift_there_is_nothing_to_accept(shifts, organisation, metric):
    async with organisation.open() as books:
        await books.readings.put(weekly([21.0, 23.0] * 5, "active"))

    with pytest.raises(NoShift):
        await shifts.offer(ANA, metric)


async def test_what_can_no_longer_be_compared_is_no_shift(shifts, organisation):
    cut = a_version(metric="active", number=2, effective_from=SHIFT, comparable=False)
    async with organisation.open() as books:
        await books.versions.add(a_version(metric="active", direction=Direction.UP))
        await books.versions.add(cut)

    assert comparable_since([cut], LAST_WEEK) == SHIFT
    with pytest.raises(NoShift):
        await shifts.offer(ANA, "active")


async def test_a_history_that_comes_in_at_once_begins_with_its_latest_level(organisation):
    story = weekly([*QUIET, *HIGHER, *HIGHER], "old")
    async with organisation.open() as books:
        await books.metrics.put(a_metric(key="old"))
        async with taken(books, {"old"}, "load", NINE):
            await books.readings.put(story)
        accepted = await books.shifts.of_metric("old")

    assert accepted == [AcceptedShift("old", story[len(QUIET)].period_start, "load", NINE)]


async def test_what_comes_in_week_by_week_is_accepted_by_people_alone(organisation):
    async with organisation.open() as books, taken(books, {"active"}, "load", NINE):
        await books.readings.put(weekly([41.0], "active", TODAY))

    async with organisation.open() as books:
        assert await books.shifts.starts() == {}


async def test_an_older_history_does_not_undo_what_somebody_accepted(organisation, shifts):
    await shifts.accept(ANA, "active")
    older = SHIFT - timedelta(weeks=20)
    async with organisation.open() as books, taken(books, {"active"}, "load", NINE):
        await books.readings.put(weekly([*HIGHER, *HIGHER, *QUIET], "active", older))

    async with organisation.open() as books:
        assert await books.shifts.starts() == {"active": [SHIFT]}


@pytest.mark.parametrize("weeks_at_a_time", [13, 52, 400])
async def test_a_history_in_several_goes_begins_with_the_level_it_ends_at(organisation, weeks_at_a_time):
    story = weekly([*QUIET, *QUIET, *QUIET, *HIGHER, *HIGHER, *QUIET, *QUIET, *HIGHER, *HIGHER], "old")
    async with organisation.open() as books:
        await books.metrics.put(a_metric(key="old"))
    for first in range(0, len(story), weeks_at_a_time):
        async with organisation.open() as books, taken(books, {"old"}, "push:billing", NINE):
            await books.readings.put(story[first : first + weeks_at_a_time])

    async with organisation.open() as books:
        assert (await books.shifts.starts_of("old"))[-1] == story[-len([*HIGHER, *HIGHER])].period_start


async def test_what_a_source_missed_for_weeks_is_for_people_to_accept(organisation):
    later = NINE + timedelta(weeks=20)
    missed = [
        replace(each, recorded_at=later)
        for each in weekly([61.0, 63.0] * 10, "active", LAST_WEEK + timedelta(weeks=20))
    ]
    async with organisation.open() as books, taken(books, {"active"}, "source:billing", later):
        await books.readings.put(missed)

    async with organisation.open() as books:
        assert await books.shifts.starts() == {}
