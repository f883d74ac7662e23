"""The trail of changes comes back newest first, page by page, each workspace's own."""

from dataclasses import replace

from storage.ledger import Ledger
from storage.records.audit import Change
from tests.making import MONDAY_NINE

CHANGE = Change("UANA", "team.changed", "Engine", {"lead": "UBO"}, {"lead": "UCY"}, MONDAY_NINE)


async def test_changes_of_one_instant_keep_their_order_and_come_newest_first(either_ledger):
    numbered = [replace(CHANGE, subject=f"Team {number}") for number in range(5)]
    async with either_ledger.open() as books:
        for each in numbered:
            await books.audit.add(each)

        assert await books.audit.newest(2) == [numbered[4], numbered[3]]
        assert await books.audit.newest(2, skip=4) == [numbered[0]]
        assert await books.audit.count() == 5


async def test_what_polaris_did_itself_names_nobody(either_ledger):
    async with either_ledger.open() as books:
        await books.audit.add(replace(CHANGE, who=None))

        assert [each.who for each in await books.audit.newest(1)] == [None]


async def test_another_workspace_has_a_trail_of_its_own(ledger):
    async with ledger.open() as books:
        await books.audit.add(CHANGE)

    async with Ledger(ledger._engine, "T2").open() as books:
        assert (await books.audit.count(), await books.audit.newest(9)) == (0, [])
