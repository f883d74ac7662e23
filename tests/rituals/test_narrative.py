"""The story: the same number for all, each audience's own words, and what a colleague makes of them."""

from dataclasses import replace

import pytest

from rituals.audit import Audits
from rituals.narrative import Narratives, NoSuchAudience, NotAnotherFunction, NotAskedOfYou, for_audience
from rituals.north_star import NoNorthStar
from rituals.rights import NotTheProductLead
from storage.records.narrative import Heard
from storage.records.people import Person
from tests.making import ANA, BO, a_star, a_team, a_workspace, joined

CY = Person("UCY", "Cy", "UTC")


@pytest.fixture
async def narratives(ledger, clock, ids):
    """Ana owns the star; Bo is on a team with her, Cy is not."""
    async with ledger.open() as books:
        await books.workspaces.put(a_workspace())
        await books.north_stars.add(a_star())
        for person in (ANA, BO, CY, replace(CY, user="UGUS", is_guest=True)):
            await books.people.put(person)
    await joined(ledger, a_team(), "UANA", "UBO")
    return Narratives(ledger, clock, ids)


async def read(ledger, audience):
    async with ledger.open() as books:
        return await for_audience(books, audience)


async def test_an_audience_without_words_of_its_own_reads_the_plain_ones(narratives, ledger):
    told = await read(ledger, "engineering")

    assert (told.why_this, told.is_own) == ("It follows value", False)
    assert told.metric == "Weekly active contributors"


async def test_an_audience_reads_its_own_words_and_others_are_left_alone(narratives, ledger):
    await narratives.tell(ANA, "engineering", "Latency leads to depth", "Data", "Speed")

    assert (await read(ledger, "engineering")).why_this == "Latency leads to depth"
    assert (await read(ledger, "sales")).why_this == "It follows value"


async def test_the_plain_words_are_the_stars_own(narratives, ledger):
    await narratives.tell(ANA, "plain", "Anew", "Now", "Then")

    async with ledger.open() as books:
        assert (await books.north_stars.active()).why_this == "Anew"
    assert [each.why_this for each in (await narratives.story()).told] == ["Anew"] * 7
    (change,) = (await Audits(ledger).page(ANA)).changes
    assert (change.what, change.before["why_this"], change.after["why_this"]) == (
        "story.told",
        "It follows value",
        "Anew",
    )


async def test_only_the_product_lead_tells_it_and_for_audiences_there_are(narratives):
    with pytest.raises(NotTheProductLead):
        await narratives.tell(BO, "plain", "a", "b", "c")
    with pytest.raises(NotTheProductLead):
        await narratives.try_on(BO, "plain", "UCY")
    with pytest.raises(NoSuchAudience):
        await narratives.tell(ANA, "aliens", "a", "b", "c")


async def test_without_a_star_there_is_no_story(ledger, clock, ids):
    assert await read(ledger, "plain") is None
    with pytest.raises(NoNorthStar):
        await Narratives(ledger, clock, ids).story()


@pytest.mark.parametrize("colleague", ["UANA", "UBO", "UGUS", "UNKNOWN"])
async def test_it_is_tried_on_a_member_of_another_function(narratives, colleague):
    with pytest.raises(NotAnotherFunction):
        await narratives.try_on(ANA, "plain", colleague)


async def test_a_colleagues_words_come_back_to_the_author_beside_the_story(narratives, ledger, clock, outbox):
    test = await narratives.try_on(ANA, "plain", "UCY")
    async with ledger.open() as books:
        (asked,) = await books.prompts.due(clock.now())
    assert (asked.user, asked.kind, asked.joined) == ("UCY", "repeat_back.ask", False)
    await narratives.answer(CY, test.id, "People come back because it is good")

    (letter,) = await outbox.letters()
    assert (letter.to, letter.kind) == ("UANA", "repeat_back.heard")
    assert "It follows value" in letter.content
    assert "People come back" in letter.content


async def test_only_whoever_was_asked_answers_and_only_the_author_judges(narratives):
    test = await narratives.try_on(ANA, "plain", "UCY")
    for other in (ANA, BO):
        with pytest.raises(NotAskedOfYou):
            await narratives.answer(other, test.id, "x")
    with pytest.raises(NotAskedOfYou):
        await narratives.judge(CY, test.id, Heard.READY)
    with pytest.raises(NotAskedOfYou):
        await narratives.answer(CY, "nothing", "x")


async def test_what_was_judged_is_kept_and_answered_no_more(narratives):
    test = await narratives.try_on(ANA, "plain", "UCY")
    await narratives.answer(CY, test.id, "First")
    await narratives.answer(CY, test.id, "Second thoughts")
    await narratives.judge(ANA, test.id, Heard.READY)

    (kept,) = (await narratives.story()).tests
    assert (kept.answer, kept.heard) == ("Second thoughts", Heard.READY)
    with pytest.raises(NotAskedOfYou):
        await narratives.answer(CY, test.id, "Third")
