"""A team's lead names what must not get worse; when it does, they are asked once, and nobody is blamed."""

from datetime import date, timedelta

import pytest

from bot.drawing import VIEWS, draw
from bot.features.monday import views as monday
from rituals import pulse
from rituals.letters import packed
from rituals.monday import gather, prepare
from rituals.ritual import Occasion
from storage.records.metrics import Direction, Reading
from storage.records.pulses import Gathering, PulsePlan
from tests.making import MONDAY_NINE, a_metric, a_team, an_input
from tests.reading import buttons, fields, reads

MONDAY = Occasion("monday", None, date(2026, 3, 16), MONDAY_NINE, MONDAY_NINE)
REFUNDS = {
    "name": "Refund rate",
    "definition": "Refunds per order",
    "unit": "percent",
    "direction": Direction.DOWN,
}


@pytest.fixture
async def speed(polaris, team):
    """The input that Bo's team pushes."""
    made = an_input(id="speed", team=team.id, metric=a_metric(key="speed", name="Checkout <speed>"))
    async with polaris.ledger.open() as books:
        await books.inputs.put(made)
    return made


@pytest.fixture
def guardrail(polaris):
    async def _read():
        async with polaris.ledger.open() as books:
            return (await books.guardrails.named()).get("speed")

    return _read


@pytest.fixture
def presses(polaris):
    """Somebody presses what the list of inputs offers."""

    async def _press(person, label="Guardrail"):
        await person.runs("/nsm input", channel="general")
        await polaris.door.settled()
        await person.clicks(label)
        await polaris.door.settled()

    return _press


@pytest.fixture
async def watched(speed, bo, presses):
    """Bo has named the refund rate, which is new here."""
    await presses(bo)
    await bo.submits(guardrail="A metric that is not here yet …")
    await bo.submits(**REFUNDS)
    return speed


@pytest.fixture
async def breached(watched, bo, polaris, delivered, place):
    """Refunds leapt last week; it is Monday, and Bo has been asked. The docs team has no guardrail."""
    await bo.closes()
    last = date(2026, 3, 9)
    async with polaris.ledger.open() as books:
        docs = a_team(id="docs", name="Docs", lead="UDOC", channel=place("team-docs"))
        await books.teams.put(docs)
        await books.readings.put(
            Reading("refund_rate", last - timedelta(weeks=back), value, bo.id, MONDAY_NINE)
            for back, value in enumerate([9.0, *[3.0, 3.4] * 8])
        )
        await prepare(books, MONDAY)
    await delivered()


async def test_the_lead_names_something_new_and_everybody_reads_it(watched, bo, ana, polaris, guardrail):
    assert await guardrail() == "Refund rate"
    assert "*Refund rate* is watched beside *Checkout &lt;speed&gt;*" in reads(bo.modal)

    await ana.runs("/nsm input", channel="general")
    await polaris.door.settled()
    assert "Must not get worse: *Refund rate*" in reads(ana.sees("general")[-1].blocks)


async def test_the_tree_says_it_below_the_input(watched, ana, polaris):
    await ana.runs("/nsm tree", channel="general")
    await polaris.door.settled()

    assert "must not get worse: *Refund rate*" in ana.reads("general")[-1]


async def test_something_known_is_chosen_from_the_list_and_taken_away_again(
    speed, bo, polaris, presses, guardrail
):
    async with polaris.ledger.open() as books:
        await books.metrics.add(a_metric(key="complaints", name="Complaints"))
    await presses(bo)
    await bo.submits(guardrail="Complaints")
    assert await guardrail() == "Complaints"

    await bo.closes()
    await presses(bo)
    assert fields(bo.modal)["guardrail"]
    await bo.submits(guardrail="Nothing any more")
    assert await guardrail() is None


async def test_nobody_but_the_lead_has_the_button(speed, ana, polaris):
    await ana.runs("/nsm input", channel="general")
    await polaris.door.settled()

    assert "Guardrail" not in buttons(ana.sees("general")[-1].blocks)


async def test_the_lead_is_asked_what_changed_and_may_take_it_to_triage(breached, bo, polaris, delivered):
    asked = bo.sees(bo.dm.id)[-1]
    assert "*Refund rate* is above its usual range" in reads(asked.blocks)
    assert "*Checkout &lt;speed&gt;* (Engine) has no number yet. What changed?" in reads(asked.blocks)

    await bo.clicks("Take it to triage")
    await polaris.door.settled()
    assert fields(bo.modal)["text"] == "Refund rate got worse while we push Checkout <speed>"
    assert fields(bo.modal)["kind"] == "Two KPIs seem to work against each other"
    assert fields(bo.modal)["other_team"] == "Docs"

    await delivered()
    assert "You are taking it up with the other team" in bo.reads(bo.dm.id)[-1]
    assert "Take it to triage" not in buttons(bo.sees(bo.dm.id)[-1].blocks)


async def test_the_lead_may_look_at_it_with_the_team(breached, bo, delivered):
    await bo.clicks("We look at it ourselves")
    await delivered()

    assert "You look at it among yourselves." in bo.reads(bo.dm.id)[-1]


async def test_a_breach_stands_on_monday_as_a_question_without_a_person(breached, polaris, bo):
    async with polaris.ledger.open() as books:
        told = await gather(books, MONDAY.day)
    assert told is not None
    said = reads(monday.pulse(told))

    assert "*Guardrail:* *Refund rate* is above its usual range" in said
    assert "What changed?" in said
    assert bo.id not in said


async def test_the_thread_of_the_standup_tells_how_it_stands(breached, polaris, team):
    occasion = Occasion("pulse", team.id, MONDAY.day, MONDAY_NINE, MONDAY_NINE)
    async with polaris.ledger.open() as books:
        await books.pulses.put(PulsePlan(team.id, Gathering.STANDUP))
        _, details = await pulse.prepare(books, occasion)

    said = draw(VIEWS, details.content.kind, packed(details.content)).text
    assert "Must not get worse: refund rate at 9" in said
