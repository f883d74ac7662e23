"""Each input may name what must not get worse: its team's lead says what, and a signal is a breach."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from rituals.guardrails import Guardrails, NoSuchGuardrail, guardrails
from rituals.inputs import InputGone
from rituals.rights import NotTheTeamLead
from storage.records.dictionary import Entry, Standing
from storage.records.metrics import Direction, InputState, Reading
from tests.making import ANA, BO, MONDAY_NINE, a_metric, a_star, a_team, a_workspace, an_input

REFUNDS = a_metric(key="refunds", name="Refund rate", unit="percent", direction=Direction.DOWN)
TODAY = date(2026, 3, 16)
LAST_WEEK = date(2026, 3, 9)


@pytest.fixture
async def team(ledger):
    """Ana leads a team that pushes its merges."""
    async with ledger.open() as books:
        await books.workspaces.put(a_workspace())
        await books.teams.put(a_team())
        await books.north_stars.add(a_star())
        await books.inputs.put(an_input())
    return ledger


@pytest.fixture
def desk(team, clock):
    return Guardrails(team, clock)


def weekly(key, *values, last=LAST_WEEK):
    first = last - timedelta(weeks=len(values) - 1)
    return [
        Reading(key, first + timedelta(weeks=number), value, "UANA", MONDAY_NINE)
        for number, value in enumerate(values)
    ]


async def told(ledger, *values, last=LAST_WEEK):
    """How the guardrail stands after sixteen calm weeks and these."""
    async with ledger.open() as books:
        await books.readings.put(weekly("refund_rate", *[3.0, 3.4] * 8, *values, last=last))
        (only,) = await guardrails(books, TODAY)
    return only


async def test_the_lead_names_something_new_and_answers_for_it(desk, team):
    made = await desk.name_new(ANA, "input-merged", replace(REFUNDS, key=""))

    async with team.open() as books:
        assert await books.dictionary.get("refund_rate") == Entry("refund_rate", Standing.GUARDRAIL, "UANA")
    assert (await desk.sheet(ANA, "input-merged")).named == made


async def test_another_teams_input_can_be_watched_and_stays_what_it_is(desk, team):
    async with team.open() as books:
        await books.inputs.put(an_input(id="other", metric=a_metric(key="speed", name="Speed")))
    await desk.name_known(ANA, "input-merged", "speed")

    async with team.open() as books:
        assert await books.dictionary.get("speed") is None
    assert (await desk.sheet(ANA, "input-merged")).named.key == "speed"


async def test_an_output_can_be_watched_and_stays_an_output(desk, team):
    async with team.open() as books:
        await books.metrics.put(REFUNDS)
        await books.dictionary.put(Entry("refunds", Standing.OUTPUT))
    await desk.name_known(ANA, "input-merged", "refunds")
    await desk.remove(ANA, "input-merged")

    async with team.open() as books:
        assert (await books.dictionary.get("refunds")).standing is Standing.OUTPUT


@pytest.mark.parametrize("key", ["merged", "active_contributors", "gone", "nothing"])
async def test_neither_the_input_itself_nor_the_north_star_nor_what_is_retired_guards(desk, team, key):
    async with team.open() as books:
        gone = an_input(id="gone", metric=a_metric(key="gone", name="Gone"), state=InputState.RETIRED)
        await books.inputs.put(gone)

    with pytest.raises(NoSuchGuardrail):
        await desk.name_known(ANA, "input-merged", key)


async def test_only_the_teams_own_lead_names_one(desk):
    for forbidden in (
        desk.sheet(BO, "input-merged"),
        desk.name_new(BO, "input-merged", REFUNDS),
        desk.remove(BO, "input-merged"),
    ):
        with pytest.raises(NotTheTeamLead):
            await forbidden


async def test_a_retired_input_is_watched_with_nothing(desk, team):
    await desk.name_new(ANA, "input-merged", REFUNDS)
    async with team.open() as books:
        await books.inputs.put(an_input(state=InputState.RETIRED))

        assert await guardrails(books, TODAY) == []
    with pytest.raises(InputGone):
        await desk.sheet(ANA, "input-merged")


async def test_another_one_takes_the_place_of_the_first_which_is_let_go(desk, team):
    await desk.name_new(ANA, "input-merged", REFUNDS)
    await desk.name_new(ANA, "input-merged", a_metric(name="Complaints"))

    async with team.open() as books:
        assert [each.metric for each in await books.guardrails.all()] == ["complaints"]
        assert (await books.dictionary.get("refund_rate")).standing is None
        assert (await books.dictionary.get("complaints")).standing is Standing.GUARDRAIL


async def test_every_change_is_in_the_audit_trail(desk, team):
    await desk.name_new(ANA, "input-merged", REFUNDS)
    await desk.name_known(ANA, "input-merged", "refund_rate")
    await desk.remove(ANA, "input-merged")
    await desk.remove(ANA, "input-merged")

    async with team.open() as books:
        noted = await books.audit.newest(5, skip=0)
    assert [(each.what, each.before, each.after) for each in noted] == [
        ("guardrail.removed", {"": "Refund rate"}, {}),
        ("guardrail.named", {}, {"": "Refund rate"}),
    ]


@pytest.mark.parametrize(
    ("last", "is_breached"),
    [
        ((3.2,), False),
        ((9.0,), True),
        ((0.1,), False),
        ((3.9,) * 7, True),
        ((3.9,) * 12, True),
        ((2.5,) * 8, False),
    ],
)
async def test_a_signal_or_a_shift_in_its_bad_direction_is_a_breach(desk, team, last, is_breached):
    await desk.name_new(ANA, "input-merged", REFUNDS)

    only = await told(team, *last)
    assert only.is_breached is is_breached
    assert (only.team.name, only.input.metric.key, only.metric.name) == ("Rendering", "merged", "Refund rate")


async def test_while_a_number_is_not_in_yet_the_one_before_it_counts(desk, team):
    await desk.name_new(ANA, "input-merged", REFUNDS)

    only = await told(team, 9.0, last=LAST_WEEK - timedelta(weeks=1))
    assert only.is_breached
    assert only.score.verdict.period == date(2026, 3, 2)


async def test_a_signal_of_two_periods_ago_is_none_any_more(desk, team):
    await desk.name_new(ANA, "input-merged", REFUNDS)

    assert not (await told(team, 9.0, last=LAST_WEEK - timedelta(weeks=2))).is_breached
