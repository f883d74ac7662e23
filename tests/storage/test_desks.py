"""One look gives somebody's teams, their active inputs and the company channel."""

from datetime import UTC, datetime

from storage.desks import Desk
from storage.records.metrics import InputState
from storage.records.teams import Membership, Standing
from tests.making import a_metric, a_team, a_workspace, an_input, joined

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
