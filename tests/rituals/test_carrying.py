"""Carrying over takes a tap, counts, and obeys the week's limit."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from rituals.carrying import Carrying
from rituals.commitments import (
    NoSuchCommitment,
    NothingToCarry,
    NotYours,
    TooLateToUndo,
    TooManyCommitments,
    WeekIsOver,
)
from rituals.committing import Commitments
from storage.records.commitments import CommitmentState, Visibility
from storage.records.metrics import InputState
from tests.making import ANA, BO, MONDAY, a_commitment, a_team, a_workspace, an_input, joined

NEXT = MONDAY + timedelta(weeks=1)


@pytest.fixture
async def company(ledger):
    await joined(ledger, a_team(), "UANA", "UBO")
    async with ledger.open() as books:
        await books.workspaces.put(a_workspace())
        await books.inputs.put(an_input())
        await books.commitments.add(
            a_commitment(state=CommitmentState.NOT_YET, line="a line", input="input-merged")
        )
    return ledger


@pytest.fixture
def carrying(company, clock, ids):
    return Carrying(company, clock, ids, limit=2)


@pytest.fixture
def commitments(company, clock, ids):
    return Commitments(company, clock, ids, limit=2)


@pytest.fixture
def now_is(clock):
    return lambda day, hour=9: clock.set_to(datetime(day.year, day.month, day.day, hour, tzinfo=UTC))


async def test_it_goes_on_in_the_next_week_with_its_words_and_its_aim(carrying):
    new = await carrying.carry(ANA, "c1")

    assert (new.text, new.team, new.input, new.week) == (
        "Review two pull requests",
        "rendering",
        "input-merged",
        NEXT,
    )
    assert (new.state, new.line, new.carried, new.carried_from) == (CommitmentState.OPEN, "", 1, "c1")


async def test_in_the_week_after_it_goes_on_in_that_week(carrying, now_is):
    now_is(NEXT)

    assert (await carrying.carry(ANA, "c1")).week == NEXT


async def test_each_time_counts(carrying, commitments, now_is):
    first = await carrying.carry(ANA, "c1")
    now_is(NEXT)
    await commitments.settle(ANA, first.id, CommitmentState.MOVED)

    assert (await carrying.carry(ANA, first.id)).carried == 2


async def test_what_was_open_is_not_yet(carrying, company):
    async with company.open() as books:
        await books.commitments.change(a_commitment())
    await carrying.carry(ANA, "c1")
    async with company.open() as books:
        old = await books.commitments.get("c1")

    assert old is not None
    assert old.state is CommitmentState.NOT_YET


async def test_a_second_tap_carries_nothing_over(carrying, company):
    await carrying.carry(ANA, "c1")

    with pytest.raises(NothingToCarry):
        await carrying.carry(ANA, "c1")
    async with company.open() as books:
        assert [one.week for one in await books.commitments.of_person("UANA", MONDAY)] == [MONDAY, NEXT]


@pytest.mark.parametrize("state", [CommitmentState.DONE, CommitmentState.DROPPED])
async def test_what_is_done_or_dropped_goes_nowhere(carrying, commitments, state):
    await commitments.settle(ANA, "c1", state)

    with pytest.raises(NothingToCarry):
        await carrying.carry(ANA, "c1")


async def test_the_weeks_limit_holds_for_what_is_carried_there(carrying, company):
    async with company.open() as books:
        for name in ("c2", "c3"):
            await books.commitments.add(a_commitment(id=name, week=NEXT))

    with pytest.raises(TooManyCommitments):
        await carrying.carry(ANA, "c1")


async def test_only_its_owner_carries_it_over_and_only_until_it_closes(carrying, now_is):
    with pytest.raises(NotYours):
        await carrying.carry(BO, "c1")
    with pytest.raises(NoSuchCommitment):
        await carrying.carry(ANA, "c9")
    now_is(NEXT + timedelta(weeks=1))
    with pytest.raises(WeekIsOver):
        await carrying.carry(ANA, "c1")


async def test_it_can_be_taken_back_while_it_is_open(carrying, commitments):
    new = await carrying.carry(ANA, "c1")
    await carrying.take_back(ANA, "c1")
    assert [one.id for one in (await commitments.list(ANA)).mine] == ["c1"]
    new = await carrying.carry(ANA, "c1")
    await commitments.settle(ANA, new.id, CommitmentState.DONE)

    with pytest.raises(TooLateToUndo):
        await carrying.take_back(ANA, "c1")
    with pytest.raises(NotYours):
        await carrying.take_back(BO, "c1")


async def test_what_is_carried_over_can_be_undone_before_its_week_begins(carrying, commitments):
    new = await carrying.carry(ANA, "c1")
    await commitments.undo(ANA, new.id)

    assert (await commitments.told(ANA, "c1")).carried_to is None


async def test_what_is_said_back_knows_where_it_went(carrying, commitments):
    await carrying.carry(ANA, "c1")

    assert (await commitments.told(ANA, "c1")).carried_to == NEXT
    assert (await commitments.list(ANA)).carried_to == {"c1": NEXT}


async def test_whoever_has_left_the_team_carries_it_to_where_they_are(carrying, company):
    async with company.open() as books:
        await books.memberships.remove("rendering", "UANA")

    new = await carrying.carry(ANA, "c1")
    assert (new.team, new.input, new.visibility) == (None, None, Visibility.ME)


async def test_an_input_nobody_looks_at_any_more_is_left_behind(carrying, company):
    async with company.open() as books:
        await books.inputs.put(an_input(state=InputState.RETIRED))

    assert (await carrying.carry(ANA, "c1")).input is None


async def test_in_another_team_it_stays_in_the_week_it_was_carried_to(carrying, commitments, company):
    await joined(company, a_team(id="docs", name="Docs", channel="CDOCS"), "UANA")
    new = await carrying.carry(ANA, "c1")
    moved = await commitments.place(ANA, new.id, "docs")

    assert replace(moved.commitment, team="rendering", input="input-merged") == new
