"""The sentence for Monday: asked for, typed, kept, said back."""

from datetime import date

import pytest

from bot.blocks.limits import message
from bot.features.sentence import views
from bot.features.sentence.about import About
from rituals import prompts
from rituals.letters import Letter
from rituals.sentence import LONGEST, SentenceAsk, SentenceKept
from tests.contracts.checking import faults_of_message, faults_of_view
from tests.making import a_metric, a_star, a_workspace
from tests.reading import buttons, fields, reads

RUNNING = date(2026, 3, 16)
ACTIVE = a_metric(key="active", name="Weekly <active>", unit="count")
ASK = SentenceAsk(ACTIVE, RUNNING, date(2026, 3, 23))
KEPT = SentenceKept(ACTIVE, RUNNING, "We <shipped> 0.16.")


@pytest.fixture
async def dana(simulator, polaris, posts):
    """The product lead, asked in a direct message."""
    dana = simulator.people["dana"]
    async with polaris.ledger.open() as books:
        await books.workspaces.put(a_workspace(id=polaris.installation.workspace, product_lead=dana.id))
        await books.north_stars.put(a_star(metric=ACTIVE))
    await posts(dana, views.ask(ASK))
    return dana


async def written(polaris):
    async with polaris.ledger.open() as books:
        return await books.sentences.of_period("active", RUNNING)


def test_the_question_names_the_week_and_the_monday():
    assert reads(views.ask(ASK)).startswith(
        "What would you say about Weekly &lt;active&gt; in the week of 16 Mar? "
        "One sentence in your own words goes into the pulse of 23 March."
    )
    assert buttons(views.ask(ASK)) == ["Write it"]


def test_it_is_said_back():
    assert ">We &lt;shipped&gt; 0.16." in reads(views.kept(KEPT))
    assert buttons(views.kept(KEPT)) == ["Change it"]


@pytest.mark.parametrize("shown", [views.ask(ASK), views.kept(KEPT)])
def test_slack_accepts_the_messages(shown):
    assert faults_of_message({"text": shown.text, "blocks": message(shown.blocks)}) == []


def test_slack_accepts_the_form():
    about = About("active", RUNNING)

    assert faults_of_view(views.form(about, {"text": "A draft"}, "")) == []


async def test_one_press_one_sentence(dana, polaris):
    await dana.clicks(views.WRITE)
    await polaris.door.settled()
    await dana.submits(text="  We shipped 0.16.  ")

    kept = await written(polaris)
    assert kept is not None
    assert (kept.text, kept.written_by) == ("We shipped 0.16.", dana.id)
    assert dana.modal is None


async def test_the_answer_takes_the_place_of_what_was_asked(dana, polaris, clock):
    clock.set_to(clock.now().replace(hour=18))  # she is in Los Angeles
    async with polaris.ledger.open() as books:
        await prompts.ask(books, Letter("sentence:active:2026-03-16", dana.id, ASK), polaris.clock.now())
    await polaris.live()
    before = len(dana.reads(dana.dm.id))
    for text in ("We shipped 0.16.", "We shipped 0.17."):
        await dana.clicks(views.WRITE)
        await polaris.door.settled()
        await dana.submits(text=text)
        await polaris.live()

    told = dana.reads(dana.dm.id)
    assert len(told) == before
    assert told[-1].startswith("Kept for")
    assert "0.17" in told[-1]


async def test_the_form_starts_with_what_was_written_or_typed(dana, polaris):
    await dana.clicks(views.WRITE)
    await polaris.door.settled()
    await dana.submits(text="We shipped 0.16.")
    await dana.clicks(views.WRITE)
    await polaris.door.settled()
    assert fields(dana.modal) == {"text": "We shipped 0.16."}

    await dana.fills(text="We shipped 0.17", trigger="character")
    await dana.closes()
    await dana.clicks(views.WRITE)
    await polaris.door.settled()

    assert fields(dana.modal) == {"text": "We shipped 0.17"}


@pytest.mark.parametrize(("text", "complaint"), [("   ", "fill this in"), ("x" * LONGEST, None)])
async def test_a_sentence_is_neither_empty_nor_cut(dana, polaris, text, complaint):
    await dana.clicks(views.WRITE)
    await polaris.door.settled()
    errors = await dana.submits(text=text)

    assert (complaint is None) == (errors == {})
    assert complaint is None or complaint in errors["text"]
