"""“Ask: moves our NSM?” asks in the thread, with the team's inputs, and says why when it does not."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.features.reflex import views
from bot.manifest import manifest
from rituals.reflex import ReflexQuestion
from tests.hostile import require_harmless, texts
from tests.making import an_input


@pytest.fixture
async def said(team, polaris, bo):
    """Something that Bo said in the channel of his team, which has an input."""
    async with polaris.ledger.open() as books:
        await books.inputs.put(an_input(team=team.id))
    return await bo.says("Let us rewrite the scheduler", "team-engine")


@pytest.fixture
def asks(polaris):
    async def _ask(person, message):
        await person.uses(views.ASK, on=message)
        await polaris.door.settled()
        await polaris.driver.drain()

    return _ask


async def test_it_asks_in_the_thread_of_the_message(said, asks, bo):
    await asks(bo, said)

    assert bo.reads("team-engine", thread=said.ts)[-1] == (
        "*How does this move our North Star*, Weekly active contributors?\n"
        "The inputs of Engine: Merged pull requests.\n"
        f"Asked by <@{bo.id}>. “It does not” is a good answer too, and so is “it makes room for what will”."
    )
    assert "the question stands in the thread" in bo.reads("team-engine")[-1]


async def test_in_a_thread_it_asks_that_thread_and_only_once_a_day(said, asks, bo, person):
    hana = person("hana")
    reply = await hana.says("And the renderer", "team-engine", thread=said.ts)
    await asks(hana, reply)
    await asks(bo, said)

    assert sum("How does this move" in text for text in bo.reads("team-engine", thread=said.ts)) == 1
    assert "asked today already" in bo.reads("team-engine")[-1]


async def test_after_a_few_a_day_it_waits_for_tomorrow(said, asks, bo):
    for number in range(4):
        await asks(bo, await bo.says(f"Idea {number}", "team-engine"))

    assert "You asked 3 threads today" in bo.reads("team-engine")[-1]


async def test_where_it_is_not_it_says_how_to_let_it_in(said, asks, ana):
    await asks(ana, await ana.says("Something private", "leads"))

    assert "`/invite @polaris` lets me in" in ana.reads("leads")[-1]
    assert not any("How does this move" in text for text in ana.reads("leads"))


async def test_where_others_read_nothing_is_asked(said, asks, ana, simulator):
    simulator.workspace.share(simulator.workspace.channel("general"))
    await asks(ana, await ana.says("Hello partners", "general"))

    assert "The product lead can allow this channel" in ana.reads("general")[-1]


async def test_before_setup_it_says_what_comes_first(polaris, asks, bo):
    await asks(bo, await bo.says("An idea", "general"))

    assert "There is no North Star yet" in bo.reads("general")[-1]


def test_its_name_fits_a_message_menu():
    shortcuts = manifest({})["features"]["shortcuts"]

    assert [len(each["name"]) <= 24 for each in shortcuts if each["callback_id"] == views.ASK] == [True]


@settings(deadline=None)
@given(star=texts(80), team=st.none() | texts(60), names=st.lists(texts(80), max_size=3))
def test_nothing_that_people_named_pings_or_links(star, team, names):
    require_harmless(views.question(ReflexQuestion(star, team, tuple(names), "UANA")))
