"""Commitments are kept, counted in their weeks, and never one too many at once."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import event
from sqlalchemy.exc import IntegrityError

from rituals.carrying import Carrying
from rituals.commitments import TooManyCommitments
from rituals.committing import Commitments
from rituals.follow_through import prepare
from rituals.ritual import Occasion
from storage.engine import open_engine
from storage.ledger import Ledger
from storage.records.commitments import CommitmentState
from storage.records.prompts import PromptState
from tests.fakes import CountingIds, HandClock
from tests.making import ANA, MONDAY, MONDAY_NINE, a_commitment, a_workspace
from tests.postgres import fresh_database

NEXT = MONDAY + timedelta(weeks=1)


async def test_a_commitment_comes_back_as_it_was_put_in(ledger):
    made = a_commitment(text="Zażółć 漢字 😀\n<!channel>", weeks=2, input="input-merged", line="halfway")
    async with ledger.open() as books:
        await books.commitments.add(made)

    async with ledger.open() as books:
        assert await books.commitments.get(made.id) == made


async def test_a_two_week_commitment_counts_in_its_second_week_and_no_further(ledger):
    async with ledger.open() as books:
        await books.commitments.add(a_commitment(id="one", weeks=1))
        await books.commitments.add(a_commitment(id="two", weeks=2))

        counted = [
            [each.id for each in await books.commitments.counting_in(MONDAY + timedelta(weeks=n))]
            for n in (-1, 0, 1, 2)
        ]

    assert counted == [[], ["one", "two"], ["two"], []]


async def test_a_change_is_written_and_an_undone_commitment_is_gone(ledger):
    async with ledger.open() as books:
        await books.commitments.add(a_commitment(id="kept"))
        await books.commitments.add(a_commitment(id="undone"))
        await books.commitments.change(a_commitment(id="kept", state=CommitmentState.DONE))
        await books.commitments.remove("undone")

    async with ledger.open() as books:
        assert [each.state for each in await books.commitments.counting_in(MONDAY)] == [CommitmentState.DONE]


async def test_a_second_workspace_sees_nothing_of_the_first(ledger):
    async with ledger.open() as books:
        await books.commitments.add(a_commitment())

    async with Ledger(ledger._engine, "T2").open() as books:
        assert await books.commitments.get("c1") is None


async def test_ten_promises_at_the_same_moment_leave_three(ledger, clock):
    commitments = Commitments(ledger, clock, CountingIds(), limit=3)

    outcomes = await asyncio.gather(
        *(commitments.make(ANA, f"promise {n}") for n in range(10)), return_exceptions=True
    )

    assert sum(isinstance(each, TooManyCommitments) for each in outcomes) == 7


async def test_a_commitment_is_carried_over_once(ledger):
    async with ledger.open() as books:
        await books.commitments.add(a_commitment())
        await books.commitments.add(a_commitment(id="c2", carried=1, carried_from="c1"))
        found = await books.commitments.successor_of("c1")
        assert await books.commitments.successor_of("c2") is None

    assert (found and found.id) == "c2"
    with pytest.raises(IntegrityError):
        async with ledger.open() as books:
            await books.commitments.add(a_commitment(id="c3", carried=1, carried_from="c1"))


async def test_two_taps_in_one_moment_carry_it_over_once(ledger):
    async with ledger.open() as books:
        await books.commitments.add(a_commitment())
    carrying = Carrying(ledger, HandClock(MONDAY_NINE), CountingIds(), limit=3)
    ends = await asyncio.gather(*(carrying.carry(ANA, "c1") for _ in range(4)), return_exceptions=True)

    assert sorted(type(end).__name__ for end in ends) == ["Commitment", *["NothingToCarry"] * 3]


async def test_answers_in_one_moment_all_show_in_what_was_asked(ledger):
    names = [f"c{number}" for number in range(9)]
    friday = MONDAY_NINE + timedelta(days=4, hours=6)
    async with ledger.open() as books:
        await books.workspaces.put(a_workspace())
        for name in names:
            await books.commitments.add(a_commitment(id=name, team=None))
        await prepare(books, Occasion("follow_through", None, friday.date(), friday, friday))
    commitments = Commitments(ledger, HandClock(friday), CountingIds(), 3)
    await asyncio.gather(*(commitments.settle(ANA, name, CommitmentState.DONE) for name in names))
    async with ledger.open() as books:
        (asked,) = await books.prompts.of_person("UANA", PromptState.ANSWERED)

    assert asked.content.count('"state":"done"') == 9


async def test_it_is_known_when_something_was_last_said_of_a_week(ledger):
    early, late = MONDAY_NINE, MONDAY_NINE + timedelta(hours=1)
    async with ledger.open() as books:
        assert await books.commitments.last_settled_in(MONDAY) is None
        await books.commitments.add(a_commitment(settled_at=late))
        await books.commitments.add(
            a_commitment(id="c2", week=MONDAY - timedelta(weeks=1), weeks=2, settled_at=early)
        )
        weeks = [MONDAY + timedelta(weeks=number) for number in (-1, 0, 1)]

        assert [await books.commitments.last_settled_in(week) for week in weeks] == [early, late, None]


async def test_one_is_added_only_where_there_is_room_in_each_of_its_weeks(ledger):
    async with ledger.open() as books:
        await books.commitments.add(a_commitment(id="two weeks", weeks=2))
        await books.commitments.add(a_commitment(id="done", state=CommitmentState.DONE))
        await books.commitments.add(a_commitment(id="another's", user="UBO"))
        added = [
            await books.commitments.added(a_commitment(id=name, week=week, weeks=weeks), most=2)
            for name, week, weeks in (
                ("the second week", NEXT, 1),
                ("into a full week", MONDAY, 2),
                ("the first week", MONDAY, 1),
                ("one too many", MONDAY, 1),
                ("after both", NEXT + timedelta(weeks=1), 1),
            )
        ]

    assert added == [True, False, True, False, True]


async def test_what_somebody_of_the_same_name_promised_elsewhere_takes_no_room_here(ledger):
    async with Ledger(ledger._engine, "T2").open() as books:
        assert await books.commitments.added(a_commitment(), most=1)

    async with ledger.open() as books:
        assert await books.commitments.added(a_commitment(), most=1)


@pytest.mark.postgres
async def test_room_is_looked_for_among_ones_own_although_nothing_is_known_of_the_table_yet(
    postgres, migrated_postgres
):
    # Of the database that others use too, PostgreSQL may have learnt by itself how small its tables are.
    engine, plan = open_engine(await fresh_database(postgres, migrated_postgres)), list[str]()

    def explain(_connection, cursor, statement, parameters, _context, _many):
        if statement.startswith("INSERT INTO commitments"):
            cursor.execute(f"EXPLAIN {statement}", parameters)
            plan.extend(line for (line,) in cursor.fetchall())

    event.listen(engine.sync_engine, "before_cursor_execute", explain)
    async with Ledger(engine, "T1").open() as books:
        await books.commitments.added(a_commitment(), most=3)
    await engine.dispose()

    (condition,) = [line for line in plan if "Index Cond" in line]
    assert '"user" = ' in condition


async def test_what_is_added_where_there_is_room_comes_back_as_it_was_put_in(ledger):
    made = a_commitment(text="Zażółć 漢字 😀", weeks=2, input="input-merged", line="halfway", team=None)
    async with ledger.open() as books:
        await books.commitments.added(made, most=1)

    async with ledger.open() as books:
        assert await books.commitments.get(made.id) == made


async def test_those_of_a_team_are_its_own_of_the_week_and_the_week_before_for_two(either_ledger):
    before = MONDAY - timedelta(weeks=1)
    made = [
        a_commitment(id="theirs"),
        a_commitment(id="still running", week=before, weeks=2),
        a_commitment(id="over", week=before),
        a_commitment(id="of others", team="docs"),
    ]
    async with either_ledger.open() as books:
        for each in made:
            await books.commitments.add(each)
        found = await books.commitments.of_teams(["rendering"], MONDAY)

    assert {each.id for each in found} == {"theirs", "still running"}
