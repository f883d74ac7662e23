"""`/nsm escalate`: what two teams could not settle, told to those who can help and to nobody else."""

import pytest

from bot.drawing import VIEWS, draw
from bot.features.escalate.views import raised
from rituals.conflicts import ConflictRaised
from tests.making import a_metric, a_team, an_input, joined
from tests.reading import choices, fields, reads

TOLD = ConflictRaised(
    by="UBO",
    team="En<gine>",
    other_team="Re & view",
    input="Mer<ged>",
    text="The same <!channel>\ntwo weeks",
    tried="We *met* & <@UANA>",
    readers=("UANA", "ULENA"),
)


@pytest.fixture
async def lena(person, polaris, place):
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
def letters(polaris):
    """Who was told, and what they read."""

    async def _letters():
        async with polaris.ledger.open() as books:
            letters = await books.deliveries.in_state("pending", "sending", "sent")
        ours = [each for each in letters if each.kind == ConflictRaised.kind]
        return {each.to: draw(VIEWS, each.kind, each.content) for each in ours}

    return _letters


async def test_the_form_asks_what_was_tried_and_says_who_will_read_it(team, lena, merges, ana, bo, looks):
    await bo.runs("/nsm escalate We & they want the <same> weeks")

    form = await looks(bo)
    assert f"Read by <@{ana.id}>, the product lead, and the other team's lead" in reads(form)
    assert "by nobody else" in reads(form)
    assert choices(form, "other_team") == ["Review"]
    assert choices(form, "input") == ["Merges <b>"]
    assert fields(form)["text"] == "We & they want the <same> weeks"
    assert (await bo.submits())["tried"]


async def test_what_is_sent_is_kept_and_told_to_the_two_leads_alone(
    team, lena, merges, ana, bo, looks, kept, letters
):
    await bo.runs("/nsm escalate The same <two> weeks")
    await looks(bo)
    assert await bo.submits(input="Merges <b>", tried="We met & talked") == {}

    (made,) = await kept()
    assert (made.raised_by, made.team, made.other_team) == (bo.id, team.id, "review")
    assert (made.ours.input, made.text, made.tried) == (
        "input-merged",
        "The same <two> weeks",
        "We met & talked",
    )
    assert f"direct message to <@{ana.id}> and <@{lena.id}>, and to nobody else" in reads(bo.modal)
    told = await letters()
    assert set(told) == {ana.id, lena.id}
    assert ">The same &lt;two&gt; weeks" in told[lena.id].text
    assert "What would settle it?" in told[ana.id].text


async def test_somebody_of_both_teams_says_for_which_they_speak(team, lena, bo, polaris, looks, kept):
    await joined(polaris.ledger, team, lena.id)
    await lena.runs("/nsm escalate The same weeks")
    assert choices(await looks(lena), "team") == ["Engine", "Review"]
    same = await lena.submits(team="Review", other_team="Review", tried="We met")
    assert same == {"other_team": "That is the team you speak for. Choose the other one."}
    assert await lena.submits(team="Review", other_team="Engine", tried="We met") == {}

    assert [(each.team, each.other_team) for each in await kept()] == [("review", team.id)]


async def test_what_was_typed_is_there_again_and_new_words_go_before_it(team, lena, bo, looks):
    await bo.runs("/nsm escalate")
    await looks(bo)
    await bo.fills(text="The same weeks", trigger="character")
    await bo.fills(tried="We met", trigger="character")
    await bo.closes()
    await bo.runs("/nsm escalate Another thing")

    form = await looks(bo)
    assert (fields(form)["text"], fields(form)["tried"]) == ("Another thing", "We met")


async def test_a_guest_is_refused(team, lena, person, polaris):
    gus = person("gus")
    await joined(polaris.ledger, team, gus.id)
    await gus.runs("/nsm escalate The same weeks", channel="team-docs")
    await polaris.door.settled()

    assert gus.modal is None
    assert "Guests can read everything here" in gus.reads("team-docs")[-1]


async def test_who_is_in_no_team_learns_how_to_be(team, lena, person):
    kofi = person("kofi")
    await kofi.runs("/nsm escalate The same weeks")

    assert "none counts you yet" in kofi.reads()[-1]


async def test_without_a_product_lead_nobody_could_help(ana):
    await ana.runs("/nsm escalate The same weeks")

    assert "no product lead at the moment" in ana.reads()[-1]
    assert "`/nsm setup`" in ana.reads()[-1]


async def test_without_teams_there_is_nothing_between_them(star, ana):
    await ana.runs("/nsm escalate The same weeks")

    assert "there is no other team yet" in ana.reads()[-1]
    assert ">escalate The same weeks" in ana.reads()[-1]


async def test_too_many_words_come_back(team, lena, bo):
    await bo.runs(f"/nsm escalate {'x' * 601}")

    assert "1 character too long: 600 fit here" in bo.reads()[-1]


@pytest.mark.parametrize("forged", ["", "{}", '{"team": "review"}', '{"team": null}'])
async def test_a_forged_window_speaks_for_no_other_team(
    team, lena, bo, looks, kept, letters, forged, simulator
):
    await bo.runs("/nsm escalate The same weeks")
    await looks(bo)
    simulator.world.views.stacks[bo.id][-1].content["private_metadata"] = forged
    await bo.submits(tried="We met")

    assert await kept() == []
    assert await letters() == {}
    assert ">We met" in reads(bo.modal)


async def test_the_longest_words_arrive(team, lena, ana, bo, looks, simulator):
    await bo.runs(f"/nsm escalate {'&' * 600}")
    await looks(bo)
    await bo.submits(tried="<\n" * 299 + "<")
    for lead in (ana, lena):
        await simulator.until(lambda lead=lead: lead.reads(lead.dm.id))

    assert "Something to settle between Engine and Review" in ana.reads(ana.dm.id)[-1]
    assert reads(lena.sees(lena.dm.id)[-1].blocks).count("&amp;") == 600
    assert "What would settle it?" in reads(lena.sees(lena.dm.id)[-1].blocks)


def test_the_letter_takes_no_side_and_pings_nobody():
    message = raised(TOLD)

    assert message.text == reads(message)
    assert "*Something to settle between En&lt;gine&gt; and Re &amp; view.* <@UBO> asks" in message.text
    assert "\n>The same &lt;!channel&gt;\n>two weeks\n" in message.text
    assert "\n>We *met* &amp; &lt;@UANA&gt;\n" in message.text
    assert "It touches *Mer&lt;ged&gt;*." in message.text
    assert "Only <@UANA> and <@ULENA> can read this." in message.text
