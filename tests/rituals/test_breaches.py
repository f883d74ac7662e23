"""A guardrail that is breached: its team's lead is asked once, and answers."""

from datetime import date, timedelta

import pytest

from rituals.breaches import Breaches, BreachSettled, ask, breaches
from rituals.rights import NotTheTeamLead
from storage.records.guardrails import Guardrail
from storage.records.metrics import Direction, Reading
from storage.records.prompts import PromptState
from tests.making import ANA, BO, MONDAY_NINE, a_metric, a_star, a_team, a_workspace, an_input

TODAY = date(2026, 3, 16)
REFUNDS = a_metric(key="refunds", name="Refund rate", unit="percent", direction=Direction.DOWN)


def weekly(values, last=date(2026, 3, 9)):
    return [
        Reading("refunds", last - timedelta(weeks=back), value, "UANA", MONDAY_NINE)
        for back, value in enumerate(reversed(values))
    ]


@pytest.fixture
async def furnished(ledger):
    """Ana's team pushes its merges; refunds leapt last week."""
    async with ledger.open() as books:
        await books.workspaces.put(a_workspace())
        await books.teams.put(a_team())
        await books.teams.put(a_team(id="shop", name="Shop", channel="CSHOP", lead="UBO"))
        await books.north_stars.add(a_star())
        await books.inputs.put(an_input())
        await books.metrics.put(REFUNDS)
        await books.guardrails.put(Guardrail("input-merged", "refunds", "UANA", MONDAY_NINE))
        await books.readings.put(weekly([3.0, 3.4] * 8 + [9.0]))
    return ledger


async def asked(ledger, day, clock):
    async with ledger.open() as books:
        await ask(books, await breaches(books, day), clock.now())
        return await books.prompts.due(clock.now())


@pytest.fixture
async def about(furnished, clock):
    (prompt,) = await asked(furnished, TODAY, clock)
    assert (prompt.user, prompt.joined, prompt.kind) == ("UANA", True, "guardrail.ask")
    return prompt.key


@pytest.fixture
def desk(furnished, clock):
    return Breaches(furnished, clock)


async def test_a_breach_tells_what_got_worse_beside_what_and_since_when(furnished):
    async with furnished.open() as books:
        (found,) = await breaches(books, TODAY)

    assert (found.team_name, found.input.name, found.metric.name) == (
        "Rendering",
        "Merged pull requests",
        "Refund rate",
    )
    assert (found.verdict.value, found.since) == (9.0, date(2026, 3, 9))


async def test_a_breach_that_lasts_is_asked_about_once(furnished, about, clock):
    async with furnished.open() as books:
        await books.readings.put(weekly([12.0], last=TODAY))
        (found,) = await breaches(books, date(2026, 3, 23))
    assert (found.since, found.verdict.value) == (date(2026, 3, 9), 12.0)

    clock.pass_(days=7)
    assert [each.key for each in await asked(furnished, date(2026, 3, 23), clock)] == [about]


async def test_a_level_that_stays_worse_is_asked_about_once_however_long(furnished, clock):
    async with furnished.open() as books:
        await books.readings.put(weekly([*[3.0, 3.4] * 8, *[9.0] * 40], last=date(2026, 11, 30)))
    keys = set()
    for week in range(40):
        day = date(2026, 3, 9) + timedelta(weeks=week)
        keys |= {each.key for each in await asked(furnished, day, clock)}

    assert len(keys) == 1


async def test_a_later_breach_is_another_one(furnished, about, clock):
    async with furnished.open() as books:
        await books.readings.put(weekly([3.2, 12.0], last=date(2026, 3, 23)))
    clock.pass_(days=14)

    keys = {each.key for each in await asked(furnished, date(2026, 3, 30), clock)}
    assert len(keys - {about}) == 1


async def test_a_guardrail_that_holds_is_no_ones_business(furnished, clock):
    async with furnished.open() as books:
        await books.readings.put(weekly([3.1]))

    assert await asked(furnished, TODAY, clock) == []


async def test_it_is_settled_with_the_team_that_has_the_guardrail_as_its_input(desk, about, furnished):
    assert (await desk.settling(ANA, about)).other_team is None
    async with furnished.open() as books:
        await books.inputs.put(an_input(id="theirs", team="shop", metric=REFUNDS))

    assert (await desk.settling(ANA, about)).other_team == "shop"


@pytest.mark.parametrize("goes_to_triage", [True, False])
async def test_once_answered_it_is_settled(desk, about, furnished, goes_to_triage):
    await desk.answer(ANA, about, goes_to_triage=goes_to_triage)

    async with furnished.open() as books:
        assert (await books.prompts.get(about)).state is PromptState.ANSWERED
    with pytest.raises(BreachSettled):
        await desk.settling(ANA, about)


async def test_only_the_teams_own_lead_answers(desk, about):
    with pytest.raises(NotTheTeamLead):
        await desk.settling(BO, about)
    with pytest.raises(NotTheTeamLead):
        await desk.answer(BO, about, goes_to_triage=False)
