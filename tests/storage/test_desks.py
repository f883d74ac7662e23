"""One look gives somebody's teams, their active inputs and the company channel."""

import asyncio
from datetime import UTC, datetime

import pytest

from storage.desks import Desk
from storage.engine import open_engine
from storage.ledger import Ledger
from storage.records.metrics import InputState
from storage.records.teams import Membership, Standing
from tests.making import a_metric, a_team, a_workspace, an_input, joined
from tests.postgres import fresh_database

DOCS = a_team(id="docs", name="Docs", channel="CDOCS")
RENDERING = a_team()


async def desk_of(ledger, user):
    async with ledger.open() as books:
        return await books.desks.of_person(user)


async def test_teams_come_by_name_each_with_its_active_inputs_in_turn(ledger):
    await joined(ledger, RENDERING, "UANA")
    await joined(ledger, DOCS, "UANA")
    later = datetime(2026, 3, 17, tzinfo=UTC)
    first = an_input(id="z")
    second = an_input(id="a", metric=a_metric(key="reverts"), proposed_at=later)
    async with ledger.open() as books:
        await books.workspaces.put(a_workspace(company_channel="CALL"))
        for each in (second, first, an_input(id="old", metric=a_metric(key="old"), state=InputState.RETIRED)):
            await books.inputs.put(each)

    desk = await desk_of(ledger, "UANA")

    assert desk == Desk([DOCS, RENDERING], {"docs": [], "rendering": [first, second]}, "CALL")


async def test_whoever_is_in_no_team_has_the_company_channel_alone(ledger):
    await joined(ledger, RENDERING, "UANA")
    async with ledger.open() as books:
        await books.workspaces.put(a_workspace(company_channel="CALL"))
        await books.inputs.put(an_input())

    assert await desk_of(ledger, "UBO") == Desk([], {}, "CALL")


async def test_a_team_that_was_left_or_retired_is_not_on_the_desk(ledger):
    await joined(ledger, a_team(retired_at=datetime(2026, 3, 1, tzinfo=UTC)), "UANA")
    await joined(ledger, DOCS)
    async with ledger.open() as books:
        await books.workspaces.put(a_workspace())
        await books.memberships.put(Membership("docs", "UANA", Standing.LEFT_OUT))

    assert (await desk_of(ledger, "UANA")).teams == []


async def test_a_workspace_nobody_has_set_up_has_an_empty_desk(ledger):
    assert await desk_of(ledger, "UANA") == Desk([], {}, None)


@pytest.mark.postgres
async def test_who_looks_to_add_something_holds_it_even_in_an_organisation_that_is_not_set_up(
    postgres, migrated_postgres
):
    engine = open_engine(await fresh_database(postgres, migrated_postgres))
    ledger = Ledger(engine, "T1")
    second_has_it = asyncio.Event()

    async def look():
        async with ledger.open() as books:
            await books.commitments.hold("UANA")
            second_has_it.set()

    async with ledger.open() as books:
        await books.desks.of_person("UANA", hold=True)
        looking = asyncio.create_task(look())
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(second_has_it.wait(), 0.2)
    await looking
    await engine.dispose()

    assert second_has_it.is_set()
