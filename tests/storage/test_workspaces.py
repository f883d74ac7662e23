"""The organisation is read once in a transaction, and always as it was last written there."""

from dataclasses import replace

from sqlalchemy import event

from tests.making import a_workspace


async def test_the_organisation_is_asked_for_once_in_a_transaction(ledger):
    async with ledger.open() as books:
        await books.workspaces.put(a_workspace())
    asked = []
    event.listen(ledger._engine.sync_engine, "before_cursor_execute", lambda *_: asked.append(1))
    async with ledger.open() as books:
        found = [await books.workspaces.get() for _ in range(9)]

    assert len(asked) == 1
    assert found == [a_workspace()] * 9


async def test_what_is_written_of_the_organisation_is_read_at_once(ledger):
    async with ledger.open() as books:
        await books.workspaces.put(a_workspace())
        before = await books.workspaces.get()
        moved = replace(a_workspace(), time_zone="Asia/Kolkata")
        await books.workspaces.put(moved)

        assert [before, await books.workspaces.get()] == [a_workspace(), moved]


async def test_before_there_is_an_organisation_its_days_are_those_of_utc(ledger):
    async with ledger.open() as books:
        before = await books.workspaces.zone()
        await books.workspaces.put(a_workspace(time_zone="Asia/Kolkata"))

        assert [before, await books.workspaces.zone()] == ["UTC", "Asia/Kolkata"]
