"""`/escalate`: first the input framework, then both leads, and only then triage."""

import pytest

from storage.records.conflicts import ConflictKind, ConflictState
from tests.making import a_metric, a_team, an_input, joined
from tests.reading import choices, fields, reads

SIDES = {
    "our_want": "Both <weeks>",
    "our_input": "Merges <b>",
    "our_effect": "From 20 to 25",
    "our_until": "By May",
    "their_want": "The same & more",
    "their_effect": "10 %",
    "their_until": "By June",
    "customers": "New teams",
    "tried": "We met & talked",
}


@pytest.fixture
async def lena(person, polaris, place, team):
    """Who leads a second team, Review."""
    lena = person("lena")
    made = a_team(id="review", name="Review", lead=lena.id, channel=place("team-review"))
    await joined(polaris.ledger, made, lena.id)
    return lena


@pytest.fixture
async def merges(polaris, team):
    async with polaris.ledger.open() as books:
        await books.inputs.put(an_input(team=team.id, metric=a_metric(name="Merges <b>")))


@pytest.fixture
def kept(polaris):
    async def _kept():
        async with polaris.ledger.open() as books:
            return await books.conflicts.all()

    return _kept


@pytest.fixture
def delivered(polaris):
    """All that was written by now has arrived."""

    async def _delivered():
        await polaris.door.settled()
        await polaris.live()

    return _delivered


@pytest.fixture
async def raised(lena, merges, bo, looks, kept, delivered):
    """Bo, who leads Engine, has raised a conflict with Lena's Review."""
    await bo.runs("/escalate The same <two> weeks")
    await looks(bo)
    assert await bo.submits(other_team="Review") == {}
    assert await bo.submits(**SIDES) == {}
    await delivered()
    (made,) = await kept()
    return made


async def test_the_first_step_asks_what_it_is_about_and_between_whom(lena, merges, bo, looks):
    await bo.runs("/escalate We & they want the <same> weeks")

    form = await looks(bo)
    assert fields(form)["text"] == "We & they want the <same> weeks"
    assert choices(form, "other_team") == ["Review"]
    assert "Nothing is posted before you see where" in reads(form)


async def test_the_second_step_asks_for_both_sides_and_says_where_it_will_stand(
    lena, merges, ana, bo, looks, place
):
    await bo.runs("/escalate The same weeks")
    await looks(bo)
    await bo.submits()

    assert bo.modal["title"]["text"] == "Both sides"
    assert choices(bo.modal, "our_input") == ["Merges <b>", "None of these yet"]
    assert "their_input" not in fields(bo.modal)
    assert f"opens a thread in <#{place('team-engine')}>" in reads(bo.modal)
    assert f"asks <@{bo.id}> and <@{lena.id}>" in reads(bo.modal)


async def test_what_is_sent_opens_a_thread_and_asks_the_other_lead(raised, lena, bo, place):
    assert (raised.state, raised.kind, raised.tried_by) == (
        ConflictState.ASKING,
        ConflictKind.INPUTS,
        (bo.id,),
    )
    assert raised.ours.input == "input-merged"
    assert "Thank you for bringing it up" in reads(bo.modal)
    head = bo.sees("team-engine")[-1]
    sides = bo.reads("team-engine", thread=head.ts)[-1]
    assert "*To settle between Engine and Review*\n>The same &lt;two&gt; weeks" in head.text
    assert ">Both &lt;weeks&gt;\nmoves *Merges &lt;b&gt;* · From 20 to 25 · By May" in sides
    assert "Did you try this together?" in lena.reads(lena.dm.id)[-1]


async def test_when_both_leads_tried_it_goes_to_triage(raised, lena, bo, ana, kept, delivered):
    await lena.clicks("We tried, still open")
    await delivered()

    (conflict,) = await kept()
    assert conflict.state is ConflictState.UP
    assert "With triage since" in bo.reads("team-engine")[-1]
    assert "*To settle between Engine and Review*" in ana.reads(ana.dm.id)[0]
