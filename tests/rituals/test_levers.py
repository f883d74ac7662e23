"""Co-creation: a lead's own levers, from what they care about to an agreed input."""

from dataclasses import replace

import pytest

from rituals.inputs import Inputs
from rituals.levers import CANDIDATES, LeadsNoTeam, Levers, NoCandidates, TooManyCandidates
from rituals.north_star import NoNorthStar
from rituals.rights import GuestsRead, NotTheTeamLead
from rituals.tree import Trees
from storage.records.metrics import InputState
from tests.making import ANA, BO, a_metric, a_star, a_team, a_workspace, an_input
from tests.rituals.test_inputs import proposal


@pytest.fixture
async def levers(ledger, clock, ids):
    """Bo leads Rendering; Ana owns the star."""
    async with ledger.open() as books:
        await books.workspaces.put(a_workspace())
        await books.north_stars.add(a_star())
        await books.teams.put(a_team(lead="UBO"))
    return Levers(ledger, clock, Inputs(ledger, clock, ids))


async def keep(levers, *candidates, who=BO, ask_team=False):
    return await levers.keep(who, "rendering", "Reviews are kind", candidates, ask_team=ask_team)


async def test_a_talk_begins_with_the_star_and_the_notes_of_last_time(levers):
    assert (await levers.start(BO)).notes is None
    kept = await keep(levers, "Reviews within a day")

    start = await levers.start(BO)
    assert (start.star.metric.name, start.notes) == ("Weekly active contributors", kept)
    assert [team.name for team in start.teams] == ["Rendering"]


async def test_it_is_for_leads_and_only_of_their_own_team(levers):
    with pytest.raises(LeadsNoTeam):
        await levers.start(ANA)
    with pytest.raises(GuestsRead):
        await levers.start(replace(BO, is_guest=True))
    with pytest.raises(NotTheTeamLead):
        await keep(levers, "One", who=ANA)
    with pytest.raises(NotTheTeamLead):
        await levers.agree(ANA, "rendering", proposal())


async def test_without_a_star_there_is_nothing_to_move(ledger, clock, ids):
    with pytest.raises(NoNorthStar):
        await Levers(ledger, clock, Inputs(ledger, clock, ids)).start(BO)


async def test_candidates_are_tidied_and_one_at_least_is_named(levers):
    talk = await keep(levers, "  Reviews   within a day ", "", "Reviews within a day", "Docs")
    assert talk.candidates == ("Reviews within a day", "Docs")
    with pytest.raises(NoCandidates):
        await keep(levers, "", "  ")
    with pytest.raises(TooManyCandidates):
        await keep(levers, *(f"Lever {n}" for n in range(CANDIDATES + 1)))


async def test_the_team_is_asked_in_its_channel_only_if_the_lead_wants_it(levers, outbox):
    await keep(levers, "Docs")
    assert await outbox.letters() == []
    await keep(levers, "Docs", ask_team=True)
    await keep(levers, "Docs", ask_team=True)

    (asked,) = await outbox.letters()
    assert (asked.to, asked.kind) == ("CRENDER", "levers_asked")


async def test_agreeing_writes_an_input_and_leaves_the_other_candidates(levers):
    await keep(levers, "reviews within a DAY", "Docs")
    agreement = await levers.agree(BO, "rendering", proposal())

    assert (agreement.full, agreement.an_input.state) == (None, InputState.ACTIVE)
    assert (agreement.an_input.proposed_by, agreement.an_input.agreed_by) == ("UBO", "UBO")
    assert await levers.left_over(BO, "rendering") == ["Docs"]


async def test_a_fourth_is_kept_as_a_proposal(levers, ledger):
    async with ledger.open() as books:
        for n in range(3):
            metric = a_metric(key=f"m{n}", name=f"Metric {n}")
            await books.inputs.put(an_input(id=f"i{n}", metric=metric))
    agreement = await levers.agree(BO, "rendering", proposal())

    assert agreement.full.active == ["Metric 0", "Metric 1", "Metric 2"]
    assert agreement.an_input.state is InputState.PROPOSED


async def test_what_a_lead_answers_for_is_the_first_link_in_the_tree(levers, ledger, clock):
    await keep(levers, "Docs")

    assert (await Trees(ledger, clock).tree()).teams[0].outcome == "Reviews are kind"
