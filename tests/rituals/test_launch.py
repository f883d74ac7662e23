"""An announcement opens a dialogue: questions stay open until answered, and silence is noticed."""

from dataclasses import replace

import pytest

from rituals.launch import DIALOGUE, Launches, NotTheOwner, NowhereToLaunch, QuestionGone, look
from rituals.north_star import NoNorthStar
from rituals.rights import GuestsRead, NotTheProductLead
from storage.records.people import Person
from storage.records.prompts import PromptState
from tests.making import ANA, BO, a_star, a_team, a_workspace, joined

CY = Person("UCY", "Cy", "UTC")
GUS = Person("UGUS", "Gus", "UTC", is_guest=True)


@pytest.fixture
async def launches(ledger, clock, ids):
    """Ana owns the star; Cy is of Rendering, nobody is of Docs, which Bo leads."""
    async with ledger.open() as books:
        await books.workspaces.put(a_workspace())
        await books.north_stars.add(a_star())
        for person in (ANA, BO, CY, GUS):
            await books.people.put(person)
    await joined(ledger, a_team(), "UCY")
    await joined(ledger, a_team(id="docs", name="Docs", lead="UBO", channel="CDOCS"))
    return Launches(ledger, clock, ids)


@pytest.fixture
async def launch(launches):
    return await launches.launch(ANA, "What would have to be true?")


@pytest.fixture
def prompted(ledger, clock):
    """Who is to be asked for what."""

    async def _read():
        async with ledger.open() as books:
            return [(each.user, each.kind) for each in await books.prompts.due(clock.now())]

    return _read


async def test_the_product_lead_announces_in_the_company_channel(launches, launch, outbox):
    (letter,) = await outbox.letters()

    assert (letter.to, letter.kind) == ("CALL", "launch.post")
    assert "What would have to be true?" in letter.content
    assert "It follows value" in letter.content


async def test_nobody_else_announces_and_not_without_a_place(launches, ledger):
    with pytest.raises(NotTheProductLead):
        await launches.launch(BO, "Why?")
    async with ledger.open() as books:
        await books.workspaces.put(a_workspace(company_channel=None))
    with pytest.raises(NowhereToLaunch):
        await launches.stage(ANA)


async def test_without_a_star_there_is_nothing_to_announce(ledger, clock, ids):
    async with ledger.open() as books:
        await books.workspaces.put(a_workspace())

    with pytest.raises(NoNorthStar):
        await Launches(ledger, clock, ids).stage(ANA)


async def test_what_slack_sends_twice_is_announced_and_asked_once(launches, outbox):
    launch = await launches.launch(ANA, "Why?", "V1")
    again = await launches.launch(ANA, "Why?", "V1")
    question = await launches.ask(ANA, launch.id, "Whose number is it?", "V2")
    asked_again = await launches.ask(ANA, launch.id, "Whose number is it?", "V2")

    assert (again, asked_again) == (launch, question)
    assert len(await outbox.letters()) == 2


async def test_anybody_asks_in_the_thread_and_the_product_lead_owns_the_answer(
    launches, launch, outbox, prompted
):
    question = await launches.ask(GUS, launch.id, "Whose number is it?")

    letter = (await outbox.letters())[-1]
    assert (letter.to, letter.thread_of) == ("CALL", f"launch:{launch.id}")
    assert question.owner == "UANA"
    assert await prompted() == [("UANA", "launch.ask")]


async def test_the_answer_stands_where_the_question_does_and_the_asker_is_told(
    launches, launch, outbox, prompted
):
    question = await launches.ask(CY, launch.id, "Whose number is it?")
    await launches.answer(ANA, question.id, "Everybody's")

    said = [each for each in await outbox.letters() if "Everybody's" in each.content]
    told, edit = sorted(said, key=lambda each: each.replaces is not None)
    assert edit.replaces == f"question:{question.id}"
    assert (told.to, told.kind) == ("UCY", "launch.answered")
    assert await prompted() == []
    with pytest.raises(QuestionGone):
        await launches.answer(ANA, question.id, "Again")


async def test_a_question_is_given_to_somebody_who_knows(launches, launch, prompted):
    question = await launches.ask(CY, launch.id, "Whose number is it?")
    with pytest.raises(NotTheOwner):
        await launches.answer(BO, question.id, "Mine")
    with pytest.raises(GuestsRead):
        await launches.give(ANA, question.id, "UGUS")
    await launches.give(ANA, question.id, "UBO")

    assert await prompted() == [("UBO", "launch.ask")]
    assert (await launches.answer(BO, question.id, "Mine")).answered_by == "UBO"


async def test_whoever_is_given_a_question_back_is_asked_again(launches, launch, prompted, ledger):
    question = await launches.ask(CY, launch.id, "Whose number is it?")
    await launches.give(ANA, question.id, "UBO")
    await launches.give(BO, question.id, "UANA")

    assert await prompted() == [("UANA", "launch.ask")]
    await launches.answer(ANA, question.id, "Everybody's")
    async with ledger.open() as books:
        wanted = [(each.user, each.state) for each in await books.prompts.named("question-ask:")]
    withdrawn = [("UANA", PromptState.EXPIRED), ("UBO", PromptState.EXPIRED)]
    assert sorted(wanted) == sorted([*withdrawn, ("UANA", PromptState.ANSWERED)])


async def test_the_product_lead_may_still_answer_what_was_given_away(launches, launch):
    question = await launches.ask(CY, launch.id, "Whose number is it?")
    await launches.give(ANA, question.id, "UBO")

    assert (await launches.answer(ANA, question.id, "Ours")).answer == "Ours"


async def test_open_questions_come_first(launches, launch):
    first = await launches.ask(CY, launch.id, "First")
    second = await launches.ask(CY, launch.id, "Second")
    await launches.answer(ANA, first.id, "Yes")

    assert [each.id for each in (await launches.dialogue()).questions] == [second.id, first.id]


async def test_after_five_days_the_product_lead_hears_once_which_teams_asked_nothing(
    launches, launch, ledger, clock, outbox
):
    await launches.ask(CY, launch.id, "First")

    async def looked():
        async with ledger.open() as books:
            await look(books, clock.now())
        return [each for each in await outbox.letters() if each.kind == "launch.no_dialogue"]

    clock.pass_(days=DIALOGUE.days, seconds=-1)
    assert await looked() == []
    clock.pass_(seconds=1)
    await looked()

    (told,) = await looked()
    assert (told.to, told.content) == ("UANA", '{"teams":[["Docs","UBO"]]}')
    assert (await launches.dialogue()).silent == ["Docs"]


async def test_where_everybody_talks_nobody_is_told_of_silence(launches, launch, ledger, clock, outbox):
    await joined(ledger, a_team(id="docs", name="Docs", lead="UBO", channel="CDOCS"), "UBO")
    for who in (CY, BO):
        await launches.ask(who, launch.id, "Why?")
    clock.pass_(days=6)
    async with ledger.open() as books:
        await look(books, clock.now())

    assert not [each for each in await outbox.letters() if each.kind == "launch.no_dialogue"]


async def test_questions_about_nothing_are_gone(launches):
    with pytest.raises(QuestionGone):
        await launches.ask(CY, "nothing", "x")
    with pytest.raises(QuestionGone):
        await launches.open_question(replace(ANA), "nothing")
    assert (await launches.dialogue()).launch is None
