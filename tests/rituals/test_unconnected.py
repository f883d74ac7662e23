"""“We can't influence that” is a beginning: not yet until a day, or a finding with its reason, kept."""

from datetime import date, timedelta

import pytest

from rituals.rights import NotTheTeamLead
from rituals.teams import TeamGone
from rituals.tree import Trees
from rituals.unconnected import ReasonMissing, RevisitWhen, Search, Searches, WorkGone, ask_again
from storage.records.levers import Finding
from tests.making import ANA, BO, MONDAY, a_star, a_team, a_workspace


def search(finding=Finding.NOT_YET, **values):
    return Search("Safe deployments", "The other teams", "They ship daily", finding, **values)


@pytest.fixture
async def searches(ledger, clock, ids):
    """Bo leads Rendering, in Auckland."""
    async with ledger.open() as books:
        await books.workspaces.put(a_workspace())
        await books.north_stars.add(a_star())
        await books.teams.put(a_team(lead="UBO", time_zone="Pacific/Auckland"))
    return Searches(ledger, clock, ids)


@pytest.fixture
def asked(ledger, clock):
    """What Bo may be asked by now."""

    async def _ask():
        async with ledger.open() as books:
            await ask_again(books, clock.now())
            return [(each.key, each.joined) for each in await books.prompts.due(clock.now())]

    return _ask


async def test_not_yet_is_asked_again_on_the_day_in_the_teams_zone_and_once(searches, asked, clock):
    day = MONDAY + timedelta(days=9)
    kept = await searches.keep(BO, "rendering", search(revisit_on=day))
    clock.pass_(days=8, hours=1)  # 10:00 UTC; it is 23:00 in Auckland
    assert await asked() == []
    clock.pass_(hours=1)

    for _ in range(2):
        assert await asked() == [(f"look-again:{kept.id}:{day}", True)]


async def test_without_a_day_it_is_asked_again_in_four_weeks(searches):
    assert (await searches.keep(BO, "rendering", search())).revisit_on == MONDAY + timedelta(weeks=4)


@pytest.mark.parametrize("day", [MONDAY, date(2025, 1, 1), date(2099, 1, 1)])
async def test_a_day_to_look_again_lies_ahead_within_a_year(searches, day):
    with pytest.raises(RevisitWhen):
        await searches.keep(BO, "rendering", search(revisit_on=day))


@pytest.mark.parametrize("finding", [Finding.TOO_NARROW, Finding.INCOMPLETE, Finding.OUTSIDE])
async def test_a_finding_needs_its_reason_and_is_not_asked_about_again(searches, finding, ledger, clock):
    with pytest.raises(ReasonMissing):
        await searches.keep(BO, "rendering", search(finding))
    kept = await searches.keep(BO, "rendering", search(finding, reason="It counts customers only"))

    assert kept.revisit_on is None
    async with ledger.open() as books:
        assert await books.unconnected.open() == [kept]
    assert [work.id for work in (await Trees(ledger, clock).tree()).teams[0].unconnected] == [kept.id]


async def test_put_off_again_it_is_asked_again_later(searches, asked, clock):
    kept = await searches.keep(BO, "rendering", search())
    clock.pass_(weeks=4)
    assert len(await asked()) == 1
    later = await searches.put_off(BO, kept.id)

    assert later.revisit_on == MONDAY + timedelta(weeks=8)
    assert await asked() == []


async def test_a_way_that_was_found_settles_the_question(searches, asked, clock, ledger):
    kept = await searches.keep(BO, "rendering", search())
    clock.pass_(weeks=4)
    await asked()
    await searches.connected(BO, kept.id)

    assert await asked() == []
    async with ledger.open() as books:
        assert await books.unconnected.open() == []
    with pytest.raises(WorkGone):
        await searches.put_off(BO, kept.id)


async def test_looking_again_replaces_what_was_found(searches, ledger):
    kept = await searches.keep(BO, "rendering", search())
    await searches.keep(BO, "rendering", search(Finding.OUTSIDE, reason="Truly"), kept.id)

    async with ledger.open() as books:
        assert [work.finding for work in await books.unconnected.open()] == [Finding.OUTSIDE]


async def test_only_the_teams_lead_speaks_for_it(searches):
    kept = await searches.keep(BO, "rendering", search())

    for act in (
        searches.keep(ANA, "rendering", search()),
        searches.get(ANA, kept.id),
        searches.put_off(ANA, kept.id),
        searches.connected(ANA, kept.id),
    ):
        with pytest.raises(NotTheTeamLead):
            await act
    with pytest.raises(TeamGone):
        await searches.keep(BO, "nowhere", search())


async def test_nobody_is_asked_for_a_team_that_is_no_more(searches, asked, clock, ledger):
    await searches.keep(BO, "rendering", search())
    clock.pass_(weeks=5)
    async with ledger.open() as books:
        await books.teams.put(a_team(retired_at=clock.now()))

    assert await asked() == []


async def test_work_of_another_team_is_nobody_elses_to_find_anew(searches, ledger):
    async with ledger.open() as books:
        await books.teams.put(a_team(id="docs", name="Docs", lead="UANA", channel="CDOCS"))
    kept = await searches.keep(BO, "rendering", search())
    with pytest.raises(WorkGone):
        await searches.keep(ANA, "docs", search(), kept.id)

    assert await searches.get(BO, kept.id) == (kept, a_team(lead="UBO", time_zone="Pacific/Auckland"))
