"""An appointment has one next hour, and each of its days happens once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from storage.records.appointments import Occurrence, OccurrenceState
from tests.making import MONDAY, MONDAY_NINE, an_appointment

LATER = MONDAY_NINE + timedelta(hours=1)


@pytest.mark.parametrize("team", ["rendering", None])
async def test_an_appointment_comes_back_as_it_was_put(ledger, team):
    appointment = an_appointment(team=team)
    async with ledger.open() as books:
        await books.appointments.put(appointment)
        found = await books.appointments.get("check-in", team)

    assert found == appointment


async def test_an_appointment_remembers_its_weeks(ledger):
    appointment = an_appointment(every=2, anchor=MONDAY)
    async with ledger.open() as books:
        await books.appointments.put(appointment)
        found = await books.appointments.get("check-in", "rendering")

    assert found == appointment


async def test_only_what_is_due_comes_up_earliest_first(ledger):
    async with ledger.open() as books:
        await books.appointments.put(an_appointment(team="late", next_due=LATER))
        await books.appointments.put(an_appointment(team="now"))
        await books.appointments.put(an_appointment(team="early", next_due=MONDAY_NINE - timedelta(hours=1)))
        due = [appointment.team for appointment in await books.appointments.due(MONDAY_NINE)]
        next_due = await books.appointments.next_due()

    assert due == ["early", "now"]
    assert next_due == MONDAY_NINE - timedelta(hours=1)


async def test_an_appointment_somebody_else_moved_is_not_moved_on(ledger):
    seen = an_appointment()
    async with ledger.open() as books:
        await books.appointments.put(replace(seen, next_due=LATER))
        moved = await books.appointments.move_on([seen], LATER + timedelta(days=7))
        kept = await books.appointments.next_due()

    assert (moved, kept) == ([], LATER)


async def test_of_several_appointments_those_move_on_that_nobody_moved(ledger):
    seen = [an_appointment(team="docs"), an_appointment(team="early"), an_appointment(team=None)]
    async with ledger.open() as books:
        for each in [*seen, an_appointment(ritual="another", team="docs")]:
            await books.appointments.put(each)
        await books.appointments.put(replace(seen[1], next_due=MONDAY_NINE - timedelta(hours=1)))
        moved = await books.appointments.move_on(seen, LATER)
        due = await books.appointments.due(MONDAY_NINE)

    assert moved == [seen[0], seen[2]]
    assert [(each.ritual, each.team) for each in due] == [("check-in", "early"), ("another", "docs")]


async def test_an_appointment_that_is_removed_is_no_longer_due(ledger):
    async with ledger.open() as books:
        await books.appointments.put(an_appointment())
        await books.appointments.remove("check-in", "rendering")
        due = await books.appointments.due(LATER)

    assert due == []


@pytest.mark.parametrize("team", ["rendering", None])
async def test_a_local_day_happens_once(ledger, team):
    occurrence = Occurrence("check-in", team, MONDAY, MONDAY_NINE, OccurrenceState.DUE)
    async with ledger.open() as books:
        for at in (MONDAY_NINE, LATER):
            await books.appointments.note([replace(occurrence, due_at=at)])

        assert await books.appointments.in_state(OccurrenceState.DUE) == [occurrence]


async def test_an_occurrence_is_led_on_by_one_alone(ledger):
    first, second = (
        Occurrence("check-in", team, MONDAY, MONDAY_NINE, OccurrenceState.DUE) for team in (None, "docs")
    )
    async with ledger.open() as books:
        await books.appointments.note([first, second])
        settled = [
            await books.appointments.settle(some, OccurrenceState.PREPARED)
            for some in ([first], [first, second])
        ]

    assert settled == [[first], [second]]


async def test_a_ritual_is_open_until_all_of_it_is_prepared(ledger):
    occurrence = Occurrence("check-in", None, MONDAY, MONDAY_NINE, OccurrenceState.DUE)
    async with ledger.open() as books:
        await books.appointments.note([occurrence])
        before = await books.appointments.is_open("check-in"), await books.appointments.is_open("another")
        await books.appointments.settle([occurrence], OccurrenceState.PREPARED)

        assert before == (True, False)
        assert not await books.appointments.is_open("check-in")


async def test_the_appointments_with_one_ritual_are_found(ledger):
    mine = [an_appointment(team=None), an_appointment(team="docs"), an_appointment()]
    async with ledger.open() as books:
        for each in [*mine, an_appointment(ritual="another")]:
            await books.appointments.put(each)

        assert await books.appointments.of_ritual("check-in") == mine
