"""`/nsm input`: anyone proposes, only the team's own lead agrees, three at most, nothing is forgotten."""

from dataclasses import replace

import pytest

from bot.drawing import VIEWS, draw
from bot.features.input import views
from bot.features.input.list_views import listing
from rituals.inputs import TeamInputs
from rituals.proposed import InputProposed
from storage.records.metrics import InputState, Lever
from tests.making import ANA, MONDAY_NINE, a_metric, a_reading, a_team, an_input
from tests.reading import buttons, fields, reads

FILLED = {
    "name": "Reviews within a day",
    "definition": "Share of pull requests with a first review inside 24 hours",
    "unit": "percent",
    "lever": Lever.EFFICIENCY,
    "hypothesis": "Whoever is answered soon <b>comes back</b> & stays",
    "lag": "3",
}


@pytest.fixture
def inputs(polaris, team):
    """The team's inputs by name."""

    async def _read():
        async with polaris.ledger.open() as books:
            return {each.metric.name: each for each in await books.inputs.of_team(team.id)}

    return _read


@pytest.fixture
def kofi(person):
    return person("kofi")


@pytest.fixture
async def full(polaris, team):
    """Three inputs are agreed, and a fourth is proposed."""
    async with polaris.ledger.open() as books:
        for number in range(1, 5):
            await books.inputs.put(
                an_input(
                    id=f"i{number}",
                    team=team.id,
                    metric=a_metric(key=f"m{number}", name=f"Metric {number}"),
                    state=InputState.ACTIVE if number < 4 else InputState.PROPOSED,
                )
            )


async def lists(person, polaris):
    await person.runs("/nsm input", channel="general")
    await polaris.door.settled()
    return person.sees("general")[-1]


async def proposes(person, polaris, **values):
    await lists(person, polaris)
    await person.clicks("Propose an input")
    await polaris.door.settled()
    return await person.submits(**{**FILLED, **values})


async def presses(person, polaris, label, **values):
    await lists(person, polaris)
    await person.clicks(label)
    await polaris.door.settled()
    return await person.submits(**values) if values else {}


async def test_anybody_proposes_and_the_lead_is_asked(kofi, bo, polaris, inputs):
    assert await proposes(kofi, polaris) == {}

    made = (await inputs())["Reviews within a day"]
    assert (made.state, made.proposed_by, made.agreed_by) == (InputState.PROPOSED, kofi.id, None)
    assert (made.lever, made.lag_periods, made.metric.unit) == (Lever.EFFICIENCY, 3, "percent")
    assert f"<@{bo.id}> decides" in reads(kofi.modal)
    async with polaris.ledger.open() as books:
        letter = await books.prompts.get(f"input-proposed:{made.id}")
    message = draw(VIEWS, letter.kind, letter.content)
    assert letter.user == bo.id
    assert ">Whoever is answered soon &lt;b&gt;comes back&lt;/b&gt; &amp; stays" in message.text
    assert buttons(message) == ["Agree", "Edit first"]


async def test_agreed_by_direct_message_the_question_is_settled_there(kofi, bo, polaris, inputs):
    await proposes(kofi, polaris)
    await polaris.live()
    await bo.clicks("Agree")
    await polaris.door.settled()
    await polaris.live()

    assert (await inputs())["Reviews within a day"].state is InputState.ACTIVE
    assert "There is nothing left to answer." in bo.reads(bo.dm.id)[0]


def test_the_day_of_an_agreement_is_that_of_the_reader():
    agreed = an_input(agreed_by="UBO", agreed_at=MONDAY_NINE.replace(hour=21))
    shown = listing([TeamInputs(a_team(), [agreed])], replace(ANA, time_zone="Pacific/Auckland"), {})

    assert "by <@UBO> on 17 March 2026" in reads(shown)


async def test_guests_propose_nothing(person, polaris, inputs):
    gus = person("gus")
    await gus.runs("/nsm input", channel="team-docs")
    await gus.clicks("Propose an input")
    await polaris.door.settled()

    assert gus.modal is None
    assert await inputs() == {}


async def test_only_the_teams_own_lead_agrees(ana, bo, kofi, polaris, inputs):
    await proposes(kofi, polaris)
    assert "Agree" not in buttons((await lists(ana, polaris)).blocks)
    await presses(bo, polaris, "Agree")

    agreed = (await inputs())["Reviews within a day"]
    assert (agreed.state, agreed.agreed_by, agreed.agreed_at) == (
        InputState.ACTIVE,
        bo.id,
        polaris.clock.now(),
    )


async def test_the_product_lead_cannot_impose_an_input_with_a_forged_button(
    ana, kofi, polaris, inputs, posts
):
    await proposes(kofi, polaris)
    made = (await inputs())["Reviews within a day"]
    forged = views.for_the_lead(InputProposed(made.id, "Engine", made.metric.name, "x", kofi.id))
    await posts(ana, forged)
    await ana.clicks("Agree")
    await polaris.door.settled()

    assert (await inputs())["Reviews within a day"].state is InputState.PROPOSED
    assert "who leads Engine" in ana.reads(ana.dm.id)[-1]


async def test_a_fourth_asks_which_to_retire(full, bo, polaris, inputs):
    await presses(bo, polaris, "Agree", instead_of="Metric 2")

    states = {name: each.state for name, each in (await inputs()).items()}
    assert states == {
        "Metric 1": InputState.ACTIVE,
        "Metric 2": InputState.RETIRED,
        "Metric 3": InputState.ACTIVE,
        "Metric 4": InputState.ACTIVE,
    }


async def test_a_retired_input_can_be_brought_back(team, bo, polaris, inputs):
    async with polaris.ledger.open() as books:
        await books.inputs.put(an_input(team=team.id, state=InputState.RETIRED))
    await presses(bo, polaris, "Bring back Merged pull requests")

    assert (await inputs())["Merged pull requests"].state is InputState.ACTIVE


async def test_a_renamed_input_keeps_its_readings_and_its_agreement(team, bo, polaris, inputs):
    async with polaris.ledger.open() as books:
        await books.inputs.put(an_input(team=team.id, metric=a_metric(definition="By hand")))
        await books.readings.put([a_reading()])
    await presses(bo, polaris, "Edit", name="Merges", lever="breadth")

    renamed = (await inputs())["Merges"]
    assert (renamed.state, renamed.lever) == (InputState.ACTIVE, Lever.BREADTH)
    async with polaris.ledger.open() as books:
        assert len(await books.readings.of_metric(renamed.metric.key)) == 1


async def test_two_metrics_never_share_a_name(full, kofi, polaris):
    errors = await proposes(kofi, polaris, name="metric  1")

    assert "There is a metric called Metric 1 already" in errors["name"]


async def test_a_moved_input_waits_for_the_new_lead_who_is_asked(full, bo, kofi, polaris, place, inputs):
    async with polaris.ledger.open() as books:
        review = a_team(id="review", name="Review", lead=kofi.id, channel=place("team-review"))
        await books.teams.put(review)
    await presses(bo, polaris, "Move", team="Review")

    async with polaris.ledger.open() as books:
        (moved,) = await books.inputs.of_team("review")
    assert (moved.state, moved.agreed_by) == (InputState.PROPOSED, None)
    assert f"<@{kofi.id}> decides" in reads(bo.modal)
    await polaris.live()
    await kofi.clicks("Agree")
    await polaris.door.settled()
    async with polaris.ledger.open() as books:
        (answered,) = await books.inputs.of_team("review")
    assert (answered.state, answered.agreed_by) == (InputState.ACTIVE, kofi.id)


async def test_with_one_team_there_is_nowhere_to_move_to(full, bo, polaris):
    await presses(bo, polaris, "Move")

    assert "There is no other team yet" in bo.reads("general")[-1]


async def test_whoever_proposed_may_take_it_back(kofi, polaris, inputs):
    await proposes(kofi, polaris)
    await kofi.closes()
    await presses(kofi, polaris, "Take back")

    assert (await inputs())["Reviews within a day"].state is InputState.RETIRED


async def test_what_was_typed_before_a_wrong_field_stays(kofi, polaris, inputs):
    errors = await proposes(kofi, polaris, lag="99")

    assert "lag" in errors
    assert await inputs() == {}


async def test_a_closed_window_gives_its_words_back(kofi, polaris, team):
    await lists(kofi, polaris)
    await kofi.clicks("Propose an input")
    await polaris.door.settled()
    await kofi.fills(trigger="character", hypothesis="Because it is right")
    await kofi.closes()
    await presses(kofi, polaris, "Propose an input")

    assert fields(kofi.modal)["hypothesis"] == "Because it is right"
