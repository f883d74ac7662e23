"""`/nsm launch`: announced with a question; questions asked by a button stay open until they are answered."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.features.launch import views
from rituals.launch import (
    Dialogue,
    LaunchPost,
    NoDialogue,
    QuestionAnswered,
    QuestionAsk,
    QuestionPosted,
    Stage,
)
from rituals.narrative import Narrative
from storage.records.launch import Launch, Question
from tests.hostile import require_harmless, texts
from tests.making import ANA, MONDAY_NINE, a_metric, a_star
from tests.reading import buttons, reads


@pytest.fixture
async def launched(star, ana, polaris):
    await ana.runs("/nsm launch")
    await polaris.door.settled()
    assert await ana.submits(question="What would it change for you?") == {}
    await ana.closes()
    await polaris.live()


async def asks(someone, polaris, text):
    await someone.clicks("Ask a question")
    await polaris.door.settled()
    errors = await someone.submits(text=text)
    await someone.closes()
    await polaris.live()
    return errors


def thread(simulator, reader):
    (parent,) = [each for each in reader.sees("north-star") if "Our North Star" in each.text]
    return reader.sees("north-star", thread=parent.ts)


async def test_the_announcement_tells_the_story_and_asks_a_question(launched, bo, ana):
    said = reads(bo.sees("north-star")[-1].blocks)

    assert "Our North Star: Weekly active contributors" in said
    assert "*Why now?* We grow" in said
    assert f"<@{ana.id}> asks everybody: *What would it change for you?*" in said
    assert buttons(bo.sees("north-star")[-1].blocks) == ["Ask a question"]


async def test_a_question_is_answered_in_its_thread_and_the_asker_hears_of_it(
    launched, bo, ana, polaris, simulator
):
    assert await asks(bo, polaris, "Whose number <!here> is it?") == {}
    asked = thread(simulator, bo)[-1]
    assert "Whose number &lt;!here&gt; is it?" in asked.text
    assert f"*Open*, with <@{ana.id}>" in asked.text
    assert "You own the answer" in ana.reads(ana.dm.id)[-1]
    await ana.clicks("Answer")
    await polaris.door.settled()
    await ana.submits(text="Everybody's")
    await polaris.live()

    assert f"*Answered* by <@{ana.id}>:\n>Everybody's" in thread(simulator, bo)[-1].text
    assert "has an answer" in bo.reads(bo.dm.id)[-1]


async def test_a_question_is_handed_to_whoever_knows(launched, bo, ana, person, polaris, simulator):
    await asks(bo, polaris, "Whose number is it?")
    await ana.chooses(views.GIVE, person("chidi").id)
    await polaris.door.settled()
    await polaris.live()

    assert f"*Open*, with <@{person('chidi').id}>" in thread(simulator, bo)[-1].text
    assert "You own the answer" in person("chidi").reads(person("chidi").dm.id)[-1]


async def test_the_list_shows_whats_open_and_who_may_answer(launched, bo, ana, polaris):
    await asks(bo, polaris, "Whose number is it?")
    await bo.runs("/nsm questions")
    await ana.runs("/nsm questions")

    assert "1 open" in bo.reads()[-1]
    assert buttons(bo.sees()[-1].blocks) == ["Ask a question"]
    assert buttons(ana.sees()[-1].blocks) == ["Answer", "Ask a question"]


async def test_only_the_product_lead_announces(star, bo, ana, polaris):
    await bo.runs("/nsm launch")
    await polaris.door.settled()

    assert bo.modal is None
    assert f"<@{ana.id}>, the product lead" in bo.reads()[-1]


async def test_before_an_announcement_there_are_no_questions(star, bo):
    await bo.runs("/nsm questions")

    assert "Nothing has been announced yet" in bo.reads()[-1]


async def test_a_team_that_asked_nothing_is_named_to_the_product_lead(
    launched, team, ana, bo, polaris, clock
):
    clock.pass_(days=5, hours=1)
    await polaris.live()

    said = [text for text in ana.reads(ana.dm.id) if "no dialogue yet" in text]
    assert len(said) == 1
    assert f"• Engine, led by <@{bo.id}>" in said[0]


@settings(max_examples=25)
@given(text=texts(1500), name=texts(80), number=st.integers(0, 60))
def test_nothing_people_wrote_pings_links_or_is_too_long(text, name, number):
    star = a_star(metric=a_metric(name=name), vision=text, story=text)
    narrative = Narrative(name, "plain", text, text, text, is_own=False)
    launch = Launch("l", "C1", text[:300], "U1", MONDAY_NINE)
    one = Question("q", "l", text[:1000], "U1", MONDAY_NINE, "U2")
    done = Question("q", "l", text[:1000], "U1", MONDAY_NINE, "U2", text[:1000], "U2", MONDAY_NINE)
    many = [one, done] * number

    require_harmless(views.stage(Stage(star, narrative, "C1", launch), ANA, {}))
    require_harmless(views.post(LaunchPost("l", text, narrative, text, text[:300], "U1")))
    for question in (one, done):
        require_harmless(views.posted(QuestionPosted(question)))
    require_harmless(views.ask(QuestionAsk(one)))
    require_harmless(views.answered(QuestionAnswered(done)))
    require_harmless(views.asking("l", {}))
    require_harmless(views.answering(one, {}))
    require_harmless(views.no_dialogue(NoDialogue(tuple([(name, "U1")] * number))))
    require_harmless(views.listing(Dialogue(launch, many, [name] * number, ANA.user), ANA))


def test_days_are_those_of_the_reader():
    late, reader = MONDAY_NINE.replace(hour=21), replace(ANA, time_zone="Pacific/Auckland")
    launch = Launch("l", "C1", "What now?", ANA.user, late)
    asked = Question("q", "l", "Why?", "U1", late, "U2")
    narrative = Narrative("Makers", "plain", "a", "b", "c", is_own=False)

    listed = reads(views.listing(Dialogue(launch, [asked], [], ANA.user), reader))
    assert "announcement of 17 March*" in listed
    assert "with <@U2> since 17 March" in listed
    assert "was on 17 March." in reads(views.stage(Stage(a_star(), narrative, "C1", launch), reader, {}))


def test_the_longest_story_is_announced_to_its_end():
    long = "word " * 299 + "end-"
    narrative = Narrative("Active people", "plain", f"{long}1", f"{long}2", f"{long}3", is_own=False)
    shown = reads(views.post(LaunchPost("l", "A vision", narrative, "A story", "Why?", "U1")))

    assert all(f"end-{number}" in shown for number in (1, 2, 3))
