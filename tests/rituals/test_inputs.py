"""One to three inputs a team agreed to itself, each with the link it claims."""

from dataclasses import replace

import pytest

from rituals.inputs import InputGone, Inputs, NoOtherTeam, NotTheProposer, Proposal, TooManyInputs
from rituals.letters import unpacked
from rituals.metrics import MetricNameTaken
from rituals.north_star import CadenceIsKept
from rituals.proposed import InputProposed
from rituals.recording import NotTheOwner, owners, require_answerable
from rituals.rights import GuestsRead, NotTheTeamLead
from rituals.teams import TeamGone
from storage.records.dictionary import Entry, Standing
from storage.records.metrics import Cadence, Direction, InputState, Lever
from storage.records.people import Person
from tests.making import ANA, BO, a_metric, a_reading, a_team, a_workspace, an_input

CY = Person("UCY", "Cy", "UTC")


def proposal(**values):
    given = {
        "name": "Reviews within a day",
        "definition": "Share reviewed inside 24 hours",
        "unit": "percent",
        "direction": Direction.UP,
        "cadence": Cadence.WEEK,
        "lever": Lever.EFFICIENCY,
        "hypothesis": "Whoever is answered soon comes back",
        "lag_periods": 3,
    }
    return Proposal(**{**given, **values})


@pytest.fixture
async def inputs(ledger, clock, ids):
    """Bo leads Rendering; Ana owns the star."""
    async with ledger.open() as books:
        await books.workspaces.put(a_workspace())
        await books.teams.put(a_team(lead="UBO"))
    return Inputs(ledger, clock, ids)


async def active(ledger, number):
    async with ledger.open() as books:
        for n in range(number):
            metric = a_metric(key=f"m{n}", name=f"Metric {n}")
            await books.inputs.put(an_input(id=f"i{n}", metric=metric))


async def test_a_proposal_waits_and_its_proposer_is_remembered(inputs, clock):
    made = await inputs.propose(CY, "rendering", proposal())

    assert (made.state, made.proposed_by, made.proposed_at) == (InputState.PROPOSED, "UCY", clock.now())
    assert (made.metric.key, made.agreed_by) == ("reviews_within_a_day", None)


async def test_the_lead_is_told_of_others_proposals_and_not_of_their_own(inputs, ledger):
    theirs = await inputs.propose(CY, "rendering", proposal())
    own = await inputs.propose(BO, "rendering", proposal(name="Another"))

    async with ledger.open() as books:
        assert (await books.prompts.get(f"input-proposed:{theirs.id}")).user == "UBO"
        assert await books.prompts.get(f"input-proposed:{own.id}") is None


async def test_only_the_own_lead_agrees_not_even_the_product_lead(inputs):
    made = await inputs.propose(ANA, "rendering", proposal())

    for other in (ANA, CY):
        with pytest.raises(NotTheTeamLead):
            await inputs.activate(other, made.id)
    assert (await inputs.activate(BO, made.id)).agreed_by == "UBO"


async def test_guests_propose_nothing(inputs):
    with pytest.raises(GuestsRead):
        await inputs.propose(Person("UG", "Gus", "UTC", is_guest=True), "rendering", proposal())


async def test_a_fourth_input_names_the_three_and_takes_the_place_of_one(inputs, ledger):
    await active(ledger, 3)
    made = await inputs.propose(BO, "rendering", proposal())

    with pytest.raises(TooManyInputs) as full:
        await inputs.activate(BO, made.id)
    assert full.value.active == ["Metric 0", "Metric 1", "Metric 2"]
    await inputs.activate(BO, made.id, instead_of="i1")
    of_team = await inputs.of_team("rendering")
    assert [each.id for each in of_team.having(InputState.ACTIVE)] == ["i0", "i2", made.id]


async def test_making_room_with_something_that_is_not_active_makes_none(inputs, ledger):
    await active(ledger, 3)
    made = await inputs.propose(BO, "rendering", proposal())

    with pytest.raises(TooManyInputs):
        await inputs.activate(BO, made.id, instead_of=made.id)


async def test_agreeing_twice_keeps_the_first_date(inputs, clock):
    made = await inputs.propose(BO, "rendering", proposal())
    first = await inputs.activate(BO, made.id)
    clock.pass_(days=1)

    assert await inputs.activate(BO, made.id) == first


async def test_a_name_is_taken_even_by_a_retired_input_but_not_by_itself(inputs):
    made = await inputs.propose(BO, "rendering", proposal())
    await inputs.retire(BO, made.id)

    with pytest.raises(MetricNameTaken):
        await inputs.propose(CY, "rendering", proposal(name="reviews within A day"))
    assert (await inputs.change(BO, made.id, proposal(lag_periods=5))).lag_periods == 5


async def test_a_new_name_keeps_the_key_so_a_newcomer_gets_another(inputs):
    made = await inputs.propose(BO, "rendering", proposal())
    renamed = await inputs.change(BO, made.id, proposal(name="Soon answered"))
    newcomer = await inputs.propose(BO, "rendering", proposal())

    assert renamed.metric.key == "reviews_within_a_day"
    assert newcomer.metric.key == "reviews_within_a_day_2"


async def test_a_proposal_is_changed_by_its_proposer_until_it_is_agreed(inputs):
    made = await inputs.propose(CY, "rendering", proposal())
    await inputs.change(CY, made.id, proposal(unit="count"))
    await inputs.activate(BO, made.id)

    with pytest.raises(NotTheProposer):
        await inputs.may_change(CY, made.id)
    with pytest.raises(NotTheProposer):
        await inputs.retire(CY, made.id)


async def test_an_input_with_readings_keeps_its_rhythm(inputs, ledger):
    await active(ledger, 1)
    async with ledger.open() as books:
        await books.readings.put([a_reading(metric="m0")])

    with pytest.raises(CadenceIsKept):
        await inputs.change(BO, "i0", proposal(cadence=Cadence.DAY))


async def test_a_moved_input_is_agreed_to_anew_by_the_new_lead(inputs, ledger):
    await active(ledger, 1)
    with pytest.raises(NoOtherTeam):
        await inputs.may_move(BO, "i0")
    async with ledger.open() as books:
        await books.teams.put(a_team(id="docs", name="Docs", lead="UCY", channel="CDOCS"))
    await inputs.may_move(BO, "i0")
    moved = await inputs.move(BO, "i0", "docs")

    assert (moved.team, moved.state, moved.agreed_at) == ("docs", InputState.PROPOSED, None)
    with pytest.raises(NotTheTeamLead):
        await inputs.activate(BO, "i0")
    assert (await inputs.activate(CY, "i0")).state is InputState.ACTIVE


async def test_each_time_an_input_is_moved_the_new_lead_is_asked_and_the_one_before_no_more(
    inputs, ledger, clock
):
    async with ledger.open() as books:
        await books.teams.put(a_team(id="docs", name="Docs", lead="UCY", channel="CDOCS"))
        await books.teams.put(a_team(id="own", name="Own", lead="UBO", channel="COWN"))
    made = await inputs.propose(CY, "rendering", proposal())

    async def moved(who, team):
        clock.pass_(minutes=1)
        await inputs.move(who, made.id, team)
        async with ledger.open() as books:
            asked = await books.prompts.open_named("input-proposed:")
            return [(each.user, unpacked(InputProposed, each.content).team) for each in asked]

    assert await moved(BO, "docs") == [("UCY", "Docs")]
    assert await moved(CY, "rendering") == [("UBO", "Rendering")]
    assert await moved(BO, "docs") == [("UCY", "Docs")]
    assert await moved(CY, "rendering") == [("UBO", "Rendering")]
    assert await moved(BO, "own") == []


async def test_moving_to_where_it_is_changes_nothing(inputs, ledger):
    await active(ledger, 1)

    assert (await inputs.move(BO, "i0", "rendering")).state is InputState.ACTIVE


async def test_what_is_not_there_any_more_is_told_so(inputs):
    with pytest.raises(InputGone):
        await inputs.get("nothing")
    with pytest.raises(TeamGone):
        await inputs.propose(BO, "nowhere", proposal())


async def test_what_was_not_connected_becomes_an_input_with_its_readings_and_its_history(inputs, ledger):
    metric = a_metric(key="old_key", name="reviews WITHIN a day", unit="percent")
    async with ledger.open() as books:
        await books.metrics.add(metric)
        await books.readings.put([a_reading(metric="old_key")])
        await books.dictionary.put(Entry("old_key", Standing.UNCONNECTED, CY.user, department="Quality"))
    with pytest.raises(CadenceIsKept):
        await inputs.propose(CY, "rendering", proposal(cadence=Cadence.MONTH))
    made = await inputs.propose(CY, "rendering", proposal())

    async with ledger.open() as books:
        versions = await books.versions.of("old_key")
        assert await books.dictionary.get("old_key") == Entry("old_key", None, CY.user, department="Quality")
    assert (made.metric.key, made.metric.definition) == ("old_key", "Share reviewed inside 24 hours")
    assert [each.definition for each in versions] == ["", "Share reviewed inside 24 hours"]


@pytest.fixture
async def owned(ledger):
    """A metric of somebody's that is not connected yet, and is read."""
    metric = a_metric(key="old_key", name="Reviews within a day", unit="percent")
    async with ledger.open() as books:
        await books.metrics.add(metric)
        await books.readings.put([a_reading(metric="old_key")])
        await books.dictionary.put(Entry("old_key", Standing.UNCONNECTED, "UOWNER"))
    return metric


async def test_whoever_proposes_what_somebody_else_answers_for_leaves_its_words(inputs, ledger, owned):
    made = await inputs.propose(CY, "rendering", proposal(definition="Another thing", unit="hours"))
    with pytest.raises(NotTheProposer):
        await inputs.change(CY, made.id, proposal(definition="Another thing", unit="hours"))

    async with ledger.open() as books:
        assert await books.metrics.get("old_key") == owned


async def test_its_owner_goes_on_writing_it_down_until_the_lead_agrees(inputs, ledger, owned):
    made = await inputs.propose(CY, "rendering", proposal())
    owner = replace(CY, user="UOWNER")
    async with ledger.open() as books:
        await require_answerable(books, owner, owned)
        assert (await owners(books))["old_key"] == "UOWNER"
        with pytest.raises(NotTheOwner):
            await require_answerable(books, BO, owned)
    await inputs.activate(BO, made.id)

    async with ledger.open() as books:
        await require_answerable(books, BO, owned)
        assert (await owners(books))["old_key"] == BO.user
        with pytest.raises(NotTheTeamLead):
            await require_answerable(books, owner, owned)


async def test_a_metric_that_is_something_already_is_no_input_beside(inputs, ledger):
    async with ledger.open() as books:
        await books.metrics.add(a_metric(name="Reviews within a day"))
        await books.dictionary.put(Entry("merged", Standing.OUTPUT))

    with pytest.raises(MetricNameTaken):
        await inputs.propose(CY, "rendering", proposal())
