"""Teams, their people and their inputs on both databases."""

import asyncio
from dataclasses import replace

import pytest

from rituals.inputs import Inputs, TooManyInputs
from storage.records.metrics import InputState
from storage.records.teams import RosterChange
from storage.taken import Taken
from tests.fakes import CountingIds
from tests.making import ANA, MONDAY_NINE, a_metric, a_team, an_input


async def test_a_channel_belongs_to_one_team_and_a_refusal_spoils_nothing(ledger):
    async with ledger.open() as books:
        await books.teams.put(a_team())
        with pytest.raises(Taken):
            await books.teams.put(a_team(id="other"))
        await books.teams.put(a_team(id="third", channel="COTHER"))

    async with ledger.open() as books:
        assert {team.id for team in await books.teams.all()} == {"rendering", "third"}


async def test_the_channel_of_a_retired_team_is_free_again(ledger):
    async with ledger.open() as books:
        await books.teams.put(a_team(retired_at=MONDAY_NINE))
        await books.teams.put(a_team(id="other"))

        assert (await books.teams.of_channel("CRENDER")).id == "other"


async def test_somebody_who_came_and_went_between_two_letters_is_no_news(ledger):
    async with ledger.open() as books:
        await books.teams.put(a_team())
        for user, joined in [("UBO", True), ("UANA", True), ("UBO", False)]:
            await books.roster_changes.note(RosterChange("rendering", user, joined))

        assert await books.roster_changes.take("rendering") == [
            RosterChange("rendering", "UANA", joined=True)
        ]
        assert await books.roster_changes.take("rendering") == []


async def test_two_agreements_at_once_never_make_four_active_inputs(ledger, clock):
    async with ledger.open() as books:
        await books.teams.put(a_team())
        for number in range(4):
            state = InputState.ACTIVE if number < 2 else InputState.PROPOSED
            metric = a_metric(key=f"m{number}", name=f"Metric {number}")
            await books.inputs.put(an_input(id=f"i{number}", metric=metric, state=state))
    inputs = Inputs(ledger, clock, CountingIds())

    outcomes = await asyncio.gather(
        inputs.activate(ANA, "i2"), inputs.activate(ANA, "i3"), return_exceptions=True
    )

    assert [type(outcome) for outcome in outcomes].count(TooManyInputs) == 1
    async with ledger.open() as books:
        states = [each.state for each in await books.inputs.of_team("rendering")]
    assert states.count(InputState.ACTIVE) == 3


async def test_a_new_input_does_not_overwrite_a_metric_of_the_same_key(ledger):
    async with ledger.open() as books:
        await books.teams.put(a_team())
        await books.inputs.put(an_input())

    with pytest.raises(Taken):
        async with ledger.open() as books:
            await books.inputs.add(replace(an_input(), id="other"))
