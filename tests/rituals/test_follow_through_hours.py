"""Follow-through is kept at each team's own hour, and follows its team."""

from datetime import UTC, datetime, time

import pytest

from rituals.follow_through_hours import Hours, in_step
from storage.records.teams import FollowThrough
from tests.making import a_team, a_workspace

MONDAY_NINE = datetime(2026, 3, 16, 9, tzinfo=UTC)


@pytest.fixture
def kept(ledger):
    """The appointments, after a tick."""

    async def _kept(ritual, now=MONDAY_NINE, hours=Hours()):  # noqa: B008 - it is frozen
        async with ledger.open() as books:
            await in_step(hours)(books, now)
            return {each.team: each for each in await books.appointments.of_ritual(ritual)}

    return _kept


@pytest.fixture
async def company(ledger):
    async with ledger.open() as books:
        await books.workspaces.put(a_workspace(time_zone="Europe/Berlin"))
        await books.teams.put(a_team(time_zone="Pacific/Auckland"))
        monday = FollowThrough.MONDAY
        await books.teams.put(a_team(id="docs", name="Docs", channel="CDOCS", follow_through=monday))
    return ledger


async def test_without_an_organisation_there_is_none(kept):
    assert await kept("follow_through") == {}


async def test_a_team_has_it_on_friday_or_on_monday_in_its_own_zone(kept, company):
    found = await kept("follow_through")

    assert {team: (each.days, each.at, each.time_zone) for team, each in found.items()} == {
        None: ((5,), time(15), "Europe/Berlin"),
        "rendering": ((5,), time(15), "Pacific/Auckland"),
        "docs": ((1,), time(9), "UTC"),
    }


async def test_halfway_is_asked_on_monday_where_the_rest_is_not(kept, company):
    found = await kept("halfway")

    assert {team: (each.days, each.at) for team, each in found.items()} == {
        None: ((1,), time(9)),
        "rendering": ((1,), time(9)),
    }


async def test_the_hours_are_the_settings(kept, company):
    found = await kept("follow_through", hours=Hours(time(16, 30), time(8)))

    assert {team: each.at for team, each in found.items()} == {
        None: time(16, 30),
        "rendering": time(16, 30),
        "docs": time(8),
    }


async def test_it_follows_a_team_that_moves_and_leaves_one_that_retires(kept, company):
    await kept("follow_through")
    async with company.open() as books:
        await books.teams.put(a_team(follow_through=FollowThrough.MONDAY))
        await books.teams.put(a_team(id="docs", name="Docs", channel="CDOCS", retired_at=MONDAY_NINE))
    found = await kept("follow_through")

    assert {team: (each.days, each.time_zone) for team, each in found.items()} == {
        None: ((5,), "Europe/Berlin"),
        "rendering": ((1,), "UTC"),
    }


async def test_a_tick_moves_nothing_that_stays(kept, company):
    before = await kept("follow_through")

    assert await kept("follow_through", datetime(2026, 3, 19, tzinfo=UTC)) == before
