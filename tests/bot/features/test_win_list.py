"""Wins are found again, corrected and taken back where they stand, and names with them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from storage.records.preferences import Consent, Preferences
from tests.making import MONDAY_NINE
from tests.reading import buttons, fields, reads


@pytest.fixture
async def told(star, ana, bo, polaris, simulator):
    """Bo has told a win about Ana; it stands in the company channel, with a reaction."""
    await bo.runs(f"/win <@{ana.id}> halved the <queue>")
    await polaris.door.settled()
    await bo.submits()
    await bo.closes()
    await polaris.driver.drain()
    [message] = company(simulator)
    await ana.reacts("tada", message)
    await simulator.settled()
    return message


def company(simulator):
    bot = simulator.workspace.bot.id
    said = simulator.workspace.channel("north-star").messages.values()
    return [each for each in said if each.user == bot]


@pytest.fixture
def answers(polaris, simulator):
    """What somebody reads in the channel they typed a command in, once all has been delivered."""

    async def _answer(someone):
        await polaris.door.settled()
        await polaris.driver.drain()
        await simulator.settled()
        return someone.sees()[-1]

    return _answer


async def test_a_list_shows_ones_own_wins_to_correct_and_withdraw(told, bo, answers):
    await bo.runs("/win list")
    answer = await answers(bo)

    assert ">@Ana Duarte halved the &lt;queue&gt;" in reads(answer.blocks)
    assert "one person cheered" in reads(answer.blocks)
    assert buttons(answer.blocks) == ["Correct", "Withdraw", "Celebrate a win"]


async def test_a_correction_edits_the_message_and_keeps_its_reactions(told, bo, looks, answers, simulator):
    await bo.runs("/win list")
    await bo.clicks("Correct")
    assert fields(await looks(bo))["text"] == "@Ana Duarte halved the <queue>"
    assert await bo.submits(text="ana and Hana halved the queue") == {}
    await answers(bo)

    [message] = company(simulator)
    assert message.ts == told.ts
    assert ">ana and Hana halved the queue" in message.text
    assert "Corrected since." in message.text
    assert "tada" in str(message.reactions)


async def test_a_withdrawn_win_says_so_and_its_words_come_back_to_whoever_withdrew_it(
    told, bo, answers, simulator
):
    await bo.runs("/win list")
    await bo.clicks("Withdraw")
    answer = await answers(bo)

    assert company(simulator)[0].text == "_This win was withdrawn by its author._"
    assert "tada" in str(company(simulator)[0].reactions)
    assert ">@Ana Duarte halved the &lt;queue&gt;" in reads(answer.blocks)
    assert "None for now." in reads(answer.blocks)


async def test_the_product_lead_may_withdraw_it_and_its_author_hears_of_it(told, ana, bo, answers, simulator):
    await ana.runs("/win search queue")
    await ana.clicks("Withdraw")
    await answers(ana)

    assert company(simulator)[0].text == "_This win was withdrawn by the product lead._"
    assert f"<@{ana.id}>, the product lead, withdrew a win you told" in bo.reads(bo.dm.id)[-1]


async def test_others_are_offered_nothing_to_change(told, person, answers):
    lena = person("lena")
    await lena.runs("/win search queue")

    assert buttons((await answers(lena)).blocks) == []


async def test_a_withdrawn_win_cannot_be_changed_by_an_old_button(told, bo, ana, answers):
    await ana.runs("/win search")
    await bo.runs("/win list")
    await bo.clicks("Withdraw")
    await answers(bo)
    await ana.clicks("Correct")

    assert "That win has been withdrawn." in (await answers(ana)).text


async def test_who_is_named_takes_their_name_out(told, ana, answers, simulator):
    assert f"<@{ana.id}>" in company(simulator)[0].text
    await ana.runs("/win list")
    await ana.clicks("Take my name out")
    answer = await answers(ana)

    assert f"<@{ana.id}>" not in company(simulator)[0].text
    assert "Your name is out of it" in reads(answer.blocks)
    assert "Wins that name you" not in reads(answer.blocks)


async def test_a_search_finds_words_and_people(told, bo, ana, person, answers):
    lena = person("lena")
    for query in ("QUEU halv", "", f"<@{ana.id}> queue", f"<@{bo.id}>"):
        await lena.runs(f"/win search {query}")
        assert ">@Ana Duarte halved the &lt;queue&gt;" in reads((await answers(lena)).blocks)
    for query in ("bridge", f"<@{lena.id}>", f"<@{ana.id}> bridge"):
        await lena.runs(f"/win search {query}")
        assert "No win has all of" in (await answers(lena)).text


async def test_a_search_for_somebody_nobody_knows_mentions_them_not(told, ana, answers):
    await ana.runs("/win search queue <@UNOBODY>")

    assert (await answers(ana)).text.startswith("No win has all of “queue @somebody” in it.")


async def test_after_a_press_the_same_search_stands_there(told, bo, ana, person, polaris, answers):
    async with polaris.ledger.open() as books:
        [win] = await books.wins.of_person(bo.id)
        await books.wins.add(replace(win, id="w2", text="Another", people=()))
    await ana.runs(f"/win search <@{ana.id}>")
    assert "Another" not in reads((await answers(ana)).blocks)
    await ana.clicks("Take my name out")
    answer = await answers(ana)

    assert "Another" not in reads(answer.blocks)
    assert f"No win has all of <@{ana.id}> in it." in reads(answer.blocks)


async def test_a_search_names_nobody_who_asked_not_to_be(told, ana, person, polaris, answers):
    async with polaris.ledger.open() as books:
        await books.preferences.put(Preferences(ana.id, Consent.NO_MENTION))
    lena = person("lena")
    await lena.runs("/win search queue")
    assert f"<@{ana.id}>" not in reads((await answers(lena)).blocks)
    await lena.runs(f"/win search <@{ana.id}>")

    assert "No win has all of" in (await answers(lena)).text


async def test_what_is_searched_for_is_said_back_harmless(star, bo, answers):
    await bo.runs("/win search &lt;!channel&gt; *x*")
    answer = await answers(bo)

    assert "“&lt;!channel&gt; *x*”" in answer.text


async def test_more_wins_than_a_page_holds_are_announced(told, bo, polaris, answers):
    async with polaris.ledger.open() as books:
        [win] = await books.wins.of_person(bo.id)
        for n in range(12):
            older = MONDAY_NINE - timedelta(days=n + 1)
            await books.wins.add(type(win)(f"w{n}", bo.id, f"Win number {n}", None, "", older))
    await bo.runs("/win search")
    answer = await answers(bo)

    assert "There are older ones" in reads(answer.blocks)
    assert "Win number 8" in reads(answer.blocks)
    assert "Win number 9" not in reads(answer.blocks)
