"""Commitments are kept, counted in their weeks, and never one too many at once."""

import asyncio
from datetime import timedelta

from rituals.commitments import TooManyCommitments
from rituals.committing import Commitments
from storage.ledger import Ledger
from storage.records.commitments import CommitmentState
from tests.fakes import CountingIds
from tests.making import ANA, MONDAY, a_commitment


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
