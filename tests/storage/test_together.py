"""Two processes that change the same row at once, each something else, both get their way (PostgreSQL)."""

from dataclasses import replace

import pytest

from storage.engine import open_engine
from storage.ledger import Ledger
from tests.making import a_star, a_team, a_workspace, an_input

pytestmark = pytest.mark.postgres


@pytest.fixture
async def ledgers(postgres_url):
    """Two processes' ways to the same books."""
    engines = [open_engine(postgres_url), open_engine(postgres_url)]
    yield [Ledger(engine, "T1") for engine in engines]
    for engine in engines:
        await engine.dispose()


async def changed_together(ledgers, read, write, ours, theirs):
    """What stands there when one has read before the other wrote, and writes after that."""
    async with ledgers[0].open() as mine:
        before = await read(mine)
        async with ledgers[1].open() as others:
            await write(others, replace(await read(others), **theirs))
        await write(mine, replace(before, **ours))
    async with ledgers[0].open() as books:
        return await read(books)


async def test_a_role_and_the_triage_channel(ledgers):
    async with ledgers[0].open() as books:
        await books.workspaces.put(a_workspace())
    after = await changed_together(
        ledgers,
        lambda books: books.workspaces.get(),
        lambda books, workspace: books.workspaces.put(workspace),
        {"sponsor": "USPONSOR"},
        {"triage_channel": "CTRIAGE"},
    )

    assert (after.sponsor, after.triage_channel) == ("USPONSOR", "CTRIAGE")


async def test_a_teams_lead_and_its_standup(ledgers):
    async with ledgers[0].open() as books:
        await books.teams.put(a_team())
    after = await changed_together(
        ledgers,
        lambda books: books.teams.get(a_team().id),
        lambda books, team: books.teams.put(team),
        {"lead": "UNEW"},
        {"standup_days": (1, 3)},
    )

    assert (after.lead, after.standup_days) == ("UNEW", (1, 3))


async def test_an_inputs_link_and_the_name_of_its_metric(ledgers):
    metric = an_input().metric
    async with ledgers[0].open() as books:
        await books.teams.put(a_team(id=an_input().team))
        await books.inputs.add(an_input())
    after = await changed_together(
        ledgers,
        lambda books: books.inputs.get(an_input().id),
        lambda books, one: books.inputs.put(one),
        {"hypothesis": "because"},
        {"metric": replace(metric, name="Another name")},
    )

    assert (after.hypothesis, after.metric.name) == ("because", "Another name")


async def test_the_words_of_the_north_star_and_its_metric(ledgers):
    async with ledgers[0].open() as books:
        await books.north_stars.add(a_star())
    after = await changed_together(
        ledgers,
        lambda books: books.north_stars.active(),
        lambda books, star: books.north_stars.put(star),
        {"why_now": "now"},
        {"metric": replace(a_star().metric, name="Another name")},
    )

    assert (after.why_now, after.metric.name) == ("now", "Another name")


async def test_what_is_changed_and_changed_back_in_one_transaction_stands_as_it_was(ledgers):
    async with ledgers[0].open() as books:
        await books.workspaces.put(a_workspace())
    async with ledgers[0].open() as books:
        before = await books.workspaces.get()
        await books.workspaces.put(replace(before, sponsor="USPONSOR"))
        await books.workspaces.put(before)

    async with ledgers[0].open() as books:
        assert await books.workspaces.get() == before
