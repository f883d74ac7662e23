"""A win is told where everybody reads it, after its author was told where that is and who is named."""

from datetime import date

import pytest
from slack_sdk.models.blocks import ActionsBlock

from bot.blocks.layout import Message
from bot.features.win.views import make_button
from storage.records.preferences import Consent, Preferences
from tests.making import MONDAY_NINE, a_commitment, a_metric, a_reading, a_team, an_input, joined
from tests.reading import choices, fields, reads


@pytest.fixture
async def lena(person, polaris, star, place):
    lena = person("lena")
    await joined(polaris.ledger, a_team(id="review", name="Review", channel=place("team-review")), lena.id)
    async with polaris.ledger.open() as books:
        await books.inputs.put(an_input(team="review"))
        await books.readings.put(
            a_reading(period_start=day, value=value)
            for day, value in ((date(2026, 2, 9), 21), (date(2026, 3, 2), 30), (date(2026, 3, 9), 27))
        )
    return lena


@pytest.fixture
def consents(polaris, person):
    async def _consents(handle, consent):
        async with polaris.ledger.open() as books:
            await books.preferences.put(Preferences(person(handle).id, consent))

    return _consents


@pytest.fixture
def told(polaris):
    """The wins that stand, newest first."""

    async def _told():
        async with polaris.ledger.open() as books:
            return await books.wins.search([], None)

    return _told


@pytest.fixture
def letters(polaris):
    async def _letters():
        async with polaris.ledger.open() as books:
            return [
                each
                for each in await books.deliveries.in_state("pending", "sending", "sent")
                if each.kind == "win"
            ]

    return _letters


async def test_the_form_says_where_the_win_will_stand(lena, looks, place):
    await lena.runs("/win")

    form = await looks(lena)
    assert f"It will stand in <#{place('north-star')}>, with your name" in reads(form)
    assert choices(form, "input") == ["Merged pull requests"]


async def test_words_after_the_command_are_in_the_form_and_nothing_is_posted_yet(lena, looks, letters):
    await lena.runs("/win Bo halved the <queue>")

    assert fields(await looks(lena))["text"] == "Bo halved the <queue>"
    assert await letters() == []


async def test_a_posted_win_is_on_its_way_and_says_so(lena, looks, letters):
    await lena.runs("/win Bo halved the queue")
    await looks(lena)
    assert await lena.submits(meaning="More stay") == {}

    assert "Thank you." in reads(lena.modal)
    assert len(await letters()) == 1


async def test_without_a_company_channel_the_words_come_back(person, polaris):
    ana = person("ana")
    await ana.runs("/win Bo halved the queue")

    assert "no company channel yet" in ana.reads()[-1]
    assert ">Bo halved the queue" in ana.reads()[-1]


async def test_without_a_company_channel_a_single_word_comes_back_too(person, polaris):
    ana = person("ana")
    await ana.runs("/win Shipped!")

    assert ">Shipped!" in ana.reads()[-1]


async def test_help_tells_how(lena):
    await lena.runs("/win help")

    assert "`/win [what happened]`" in lena.reads()[-1]


async def test_a_window_that_slack_does_not_open_gives_the_words_back(lena, polaris, simulator):
    simulator.faults.add("500", method="views.open")
    await lena.runs("/win Bo halved the <queue>")
    await polaris.door.settled()

    assert lena.modal is None
    assert ">Bo halved the &lt;queue&gt;" in lena.reads()[-1]


async def test_a_win_is_posted_cheered_and_shown_to_who_told_it(lena, person, polaris, simulator):
    await lena.runs("/win Bo halved the queue")
    await polaris.door.settled()
    await lena.submits(input="input-merged")
    await polaris.driver.drain()
    posted = simulator.workspace.channel("north-star").messages.values()
    win = next(each for each in posted if "*A win*" in each.text)
    for handle in ("bo", "ana", "lena"):
        await person(handle).reacts("tada", win)
    await simulator.settled()
    await lena.opens_home()
    await simulator.settled()
    await polaris.door.settled()

    assert "Contributed to *Merged pull requests*." in win.text
    assert "16 March · Review · *2 people cheered*" in reads(lena.home)


PAIR = "21 (week of 9 Feb) → 27 (week of 9 Mar)"


async def test_a_chosen_input_shows_its_readings_and_keeps_what_was_typed(lena, looks):
    await lena.runs("/win Bo halved the queue")
    await looks(lena)
    await lena.fills(text="Bo and Cy halved it", meaning="They stay")
    await lena.chooses("win.input", "Merged pull requests")
    form = fields(await looks(lena))

    assert (form["text"], form["meaning"], form["numbers"]) == ("Bo and Cy halved it", "They stay", PAIR)
    assert choices(lena.modal, "numbers") == [
        "No numbers: the words speak for themselves",
        "30 (week of 2 Mar) → 27 (week of 9 Mar)",
        PAIR,
    ]


async def test_the_numbers_of_another_input_take_the_place_of_those_before(lena, polaris, looks):
    slow = an_input(id="slow", team="review", metric=a_metric(key="slow", name="Review time", unit="d"))
    async with polaris.ledger.open() as books:
        await books.inputs.put(slow)
    await lena.runs("/win Done")
    await looks(lena)
    await lena.chooses("win.input", "Merged pull requests")
    await looks(lena)
    await lena.chooses("win.input", "Review time")

    assert "numbers" not in fields(await looks(lena))
    assert await lena.submits() == {}


async def test_chosen_numbers_stand_in_the_win(lena, looks, told):
    await lena.runs("/win Done")
    await looks(lena)
    await lena.chooses("win.input", "Merged pull requests")
    await looks(lena)
    await lena.submits()
    [win] = await told()

    assert (win.before, win.after, win.story) == (date(2026, 2, 9), date(2026, 3, 9), False)


async def test_people_mentioned_in_the_command_are_those_it_is_about(lena, bo, looks, told):
    await lena.runs(f"/win <@{bo.id}> halved the queue")
    form = await looks(lena)
    assert fields(form)["text"] == "@Bo Lindqvist halved the queue"
    assert f"It will name <@{bo.id}>." in reads(form)
    await lena.submits()

    assert (await told())[0].people == (bo.id,)


async def test_the_form_says_who_will_not_be_named_before_anything_is_posted(
    lena, bo, ana, looks, consents, team, polaris
):
    await joined(polaris.ledger, team, bo.id)
    await consents("bo", Consent.TEAM)
    await consents("ana", Consent.NO_MENTION)
    await lena.runs("/win The queue is halved")
    await looks(lena)
    await lena.chooses("win.people", [bo.id, ana.id])
    form = reads(await looks(lena))

    assert "It will name a colleague of *Engine*. One of them asked not to be named." in form


async def test_words_that_name_who_asked_not_to_be_come_back(lena, bo, looks, consents, told):
    await consents("bo", Consent.NO_MENTION)
    await lena.runs(f"/win <@{bo.id}> halved the queue")
    assert fields(await looks(lena))["text"] == "a colleague halved the queue"

    assert "asked not to be named" in (await lena.submits(text="Bo halved the queue"))["text"]
    assert await told() == []


async def test_emoji_alone_are_asked_for_words_and_nothing_is_lost(lena, looks, told):
    await lena.runs("/win :tada:")
    await looks(lena)

    assert "Say in words who did what" in (await lena.submits(meaning="They stay"))["text"]
    assert fields(await looks(lena))["text"] == ":tada:"
    await lena.submits(text="Bo halved the queue :tada:")
    assert [each.meaning for each in await told()] == ["They stay"]


async def test_a_public_message_is_shared_with_its_words_and_its_writer(lena, bo, looks, told):
    said = await bo.says("We halved the <review> queue", "general")
    await lena.uses("win.share", on=said)
    form = await looks(lena)

    assert fields(form)["text"] == "Bo Lindqvist wrote: “We halved the <review> queue”"
    assert f"It will name <@{bo.id}>." in reads(form)
    await lena.submits()
    assert (await told())[0].people == (bo.id,)


async def test_a_shared_message_names_only_who_agreed_to_it(lena, bo, ana, looks, consents):
    await consents("ana", Consent.NO_MENTION)
    said = await bo.says(f"Thanks <@{ana.id}>", "general")
    await lena.uses("win.share", on=said)
    form = await looks(lena)

    assert fields(form)["text"] == "Bo Lindqvist wrote: “Thanks a colleague”"
    assert f"It will name <@{bo.id}>. One of them asked not to be named." in reads(form)


async def test_ones_own_message_is_shared_as_it_is(lena, looks):
    said = await lena.says("We halved the queue", "general")
    await lena.uses("win.share", on=said)

    assert fields(await looks(lena))["text"] == "We halved the queue"


async def test_who_does_not_want_to_be_named_is_quoted_without_a_name(lena, bo, looks, consents):
    await consents("bo", Consent.NO_MENTION)
    said = await bo.says("We halved the queue", "general")
    await lena.uses("win.share", on=said)
    form = await looks(lena)

    assert fields(form)["text"] == "A colleague wrote: “We halved the queue”"
    assert "One of them asked not to be named." in reads(form)


async def test_what_was_said_to_a_few_is_not_put_into_the_form(lena, ana, bo, looks):
    said = await bo.says(f"Secret plan with <@{lena.id}>", "leads")
    await ana.uses("win.share", on=said)
    form = await looks(ana)

    assert fields(form)["text"] is None
    assert "Secret plan" not in str(form)
    assert lena.id not in str(form)
    assert "tell in your own words" in reads(form)


async def test_a_long_message_is_cut_to_what_fits(lena, bo, looks):
    said = await bo.says("wörd " * 800, "general")
    await lena.uses("win.share", on=said)
    text = fields(await looks(lena))["text"]

    assert len(text) <= 500
    assert text.endswith("…”")


async def test_without_a_company_channel_a_message_cannot_be_shared(person, polaris):
    ana = person("ana")
    said = await ana.says("Hello", "general")
    await ana.uses("win.share", on=said)
    await polaris.door.settled()

    assert ana.modal is None
    assert "no company channel yet" in ana.reads()[-1]


@pytest.fixture
async def promise(lena, polaris):
    made = a_commitment(user=lena.id, team="review", input="input-merged", made_at=MONDAY_NINE.replace(day=2))
    async with polaris.ledger.open() as books:
        await books.commitments.add(made)
    return made


@pytest.fixture
def offered(posts, promise):
    """Puts the button that makes Lena's commitment a win before somebody."""

    async def _offered(someone):
        await posts(someone, Message("Done", [ActionsBlock(elements=[make_button(promise.id)])]))

    return _offered


async def test_a_kept_commitment_becomes_a_win_with_what_followed_it(lena, offered, looks, letters):
    await offered(lena)
    await lena.clicks("Make it a win")
    form = fields(await looks(lena))
    assert form["text"] == "Review two pull requests"
    assert form["numbers"] == PAIR
    await lena.submits()

    [letter] = await letters()
    assert '"promised_on":"2026-03-02"' in letter.content


async def test_nobody_else_makes_it_a_win(offered, bo, polaris):
    await offered(bo)
    await bo.clicks("Make it a win")
    await polaris.door.settled()

    assert bo.modal is None
    assert "somebody else's commitment" in bo.reads(bo.dm.id)[-1]


async def test_it_becomes_a_win_once(lena, offered, looks, polaris):
    await offered(lena)
    await lena.clicks("Make it a win")
    await looks(lena)
    await lena.submits()
    await lena.closes()
    await lena.clicks("Make it a win")
    await polaris.door.settled()

    assert "is a win already" in lena.reads(lena.dm.id)[-1]
