"""`/nsm story`: each audience reads its own words; a colleague says it back, and both stand side by side."""

from dataclasses import replace

import pytest
from hypothesis import given, settings

from bot.features.story import views
from rituals.narrative import Narrative, RepeatBackAsk, RepeatBackHeard, RepeatBackThanks, Story
from rituals.teams import AUDIENCES
from storage.records.narrative import Heard, RepeatBack
from tests.hostile import require_harmless, texts
from tests.making import ANA, MONDAY_NINE
from tests.reading import buttons, fields, reads


async def test_everybody_reads_it_and_is_told_who_tells_it(star, bo, ana):
    await bo.runs("/nsm story")

    said = reads(bo.sees()[-1].blocks)
    assert "*Why this metric?* It follows value" in said
    assert f"<@{ana.id}>, the product lead, tells it." in said
    assert buttons(bo.sees()[-1].blocks) == []


async def test_the_product_lead_tells_it_for_an_audience(star, ana, polaris):
    await ana.runs("/nsm story")
    await ana.chooses(views.EDIT, "Engineering")
    await polaris.door.settled()
    assert fields(ana.modal)["why_this"] == "It follows value"
    assert await ana.submits(why_this="Latency leads <to> depth") == {}
    await ana.runs("/nsm story")

    said = ana.reads()[-1]
    assert "for: Engineering\n*Why this metric?* Latency leads &lt;to&gt; depth" in said


async def test_a_colleague_says_it_in_their_own_words_and_the_author_judges(star, ana, person, polaris):
    await ana.runs("/nsm story")
    await ana.clicks("Try it on a colleague")
    await polaris.door.settled()
    esha = person("esha")
    assert await ana.submits(colleague=esha.id) == {}
    await ana.closes()
    await polaris.live()
    assert "no wrong answer" in esha.reads(esha.dm.id)[-1]
    await esha.clicks("In my own words")
    await polaris.door.settled()
    await esha.submits(words="More people make games & stay")
    await polaris.live()
    assert "*Theirs*\n>More people make games &amp; stay" in reads(ana.sees(ana.dm.id)[-1].blocks)
    await ana.clicks("It is ready")
    await polaris.door.settled()

    assert "Thank you" in esha.reads(esha.dm.id)[-1]
    assert "Marked as ready." in reads(ana.sees(ana.dm.id)[-1].blocks)


async def test_revising_opens_the_story(star, ana, person, polaris, posts):
    esha = person("esha")
    async with polaris.ledger.open() as books:
        test = RepeatBack("t1", "plain", "told", ana.id, esha.id, MONDAY_NINE, "said", MONDAY_NINE)
        await books.repeat_backs.put(test)
    await posts(ana, views.heard(RepeatBackHeard("t1", "plain", "told", esha.id, "said")))
    await ana.clicks("Revise it")
    await polaris.door.settled()

    assert fields(ana.modal)["why_now"] == "We grow"
    async with polaris.ledger.open() as books:
        assert (await books.repeat_backs.get("t1")).heard is Heard.REVISE


async def test_a_colleague_of_the_same_team_is_not_the_one_to_ask(star, ana, polaris, person):
    await ana.runs("/nsm story")
    await ana.clicks("Try it on a colleague")
    await polaris.door.settled()
    errors = await ana.submits(colleague=person("gus").id)

    assert "shares no team with you" in errors["colleague"]


async def test_a_forged_button_lets_nobody_else_tell_it(star, ana, bo, polaris, posts):
    plain = Narrative("Makers", "plain", "a", "b", "c", is_own=False)
    told = Story(bo.id, [plain], [])
    await posts(bo, views.story(told, replace(ANA, user=bo.id)))
    await bo.chooses(views.EDIT, "Sales")
    await polaris.door.settled()

    assert bo.modal is None
    assert f"<@{ana.id}>, the product lead" in bo.reads(bo.dm.id)[-1]


def test_on_whom_it_was_tried_is_dated_by_the_day_of_the_reader():
    tried = RepeatBack("t1", "plain", "told", "UANA", "UESHA", MONDAY_NINE.replace(hour=21))
    told = Story(ANA.user, [Narrative("Makers", "plain", "a", "b", "c", is_own=True)], [tried])

    assert "17 March, <@UESHA>" in reads(views.story(told, replace(ANA, time_zone="Pacific/Auckland")))


@pytest.mark.parametrize("audience", AUDIENCES)
def test_every_audience_has_a_name_and_a_hint(audience):
    now = Narrative("Makers", audience, "a", "b", "c", is_own=True)

    assert views.AUDIENCES[audience] in reads(views.tell(now, {}))


@settings(max_examples=25)
@given(text=texts(1500), metric=texts(80))
def test_nothing_people_wrote_pings_links_or_is_too_long(text, metric):
    told = [Narrative(metric, each, text, text, text, is_own=True) for each in AUDIENCES]
    tests = [RepeatBack("t", "plain", text, "U1", "U2", MONDAY_NINE, text, MONDAY_NINE, Heard.READY)] * 9
    in_one = f"{metric}\n{text}\n{text}\n{text}"

    require_harmless(views.story(Story(ANA.user, told, tests), ANA))
    require_harmless(views.tell(told[0], {}))
    require_harmless(views.ask(RepeatBackAsk("t", "U1", in_one)))
    require_harmless(views.say(tests[0], {}))
    require_harmless(views.thanks(RepeatBackThanks("U1", text[:1000])))
    for heard in (None, Heard.READY):
        require_harmless(views.heard(RepeatBackHeard("t", "plain", in_one, "U2", text[:1000], heard)))


def test_the_longest_story_is_read_to_its_end():
    long = "word " * 299 + "end-"
    told = Narrative("Active people", "plain", f"{long}1", f"{long}2", f"{long}3", is_own=True)
    in_one = f"{told.metric}\n{told.why_this}\n{told.why_now}\n{told.what_if}"
    heard = RepeatBackHeard("t", "plain", in_one, "U2", "short")

    for shown in (views.story(Story("U1", [told], []), ANA), views.ask(RepeatBackAsk("t", "U1", in_one))):
        assert all(f"end-{number}" in reads(shown) for number in (1, 2, 3))
    assert "end-3" in reads(views.heard(heard))
