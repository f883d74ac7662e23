"""Somebody says how they want to be asked, and is."""

import re
from datetime import date, time

import pytest
from slack_sdk.models.blocks import ActionsBlock, ButtonElement, Option, OverflowMenuElement, SectionBlock

from bot.blocks.layout import Message
from bot.blocks.values import pack
from bot.features.home import offers
from bot.features.preferences import views
from bot.features.prompt import views as prompt_views
from rituals import prompts
from rituals.lead_left import LeadLeft
from rituals.letters import Letter
from storage.records.preferences import Absence, Consent
from tests.reading import reads

NOT_ASKED = re.compile(r"I ask you nothing <!date\^\d+\^before \{")


@pytest.fixture
def kept(polaris, bo):
    async def _read():
        async with polaris.ledger.open() as books:
            return await books.preferences.of(bo.id), await books.absences.of(bo.id)

    return _read


@pytest.fixture
def asked(polaris, ana):
    """Asks Ana something, and delivers it."""

    async def _ask(key="q", **how):
        async with polaris.ledger.open() as books:
            letter = Letter(key, ana.id, LeadLeft(key, f"Team {key}", ana.id))
            await prompts.ask(books, letter, polaris.clock.now(), **how)
        await polaris.live()

    return _ask


async def test_what_is_chosen_is_kept_and_shown_again(star, bo, kept, looks, polaris):
    await bo.runs("/nsm me")
    await polaris.door.settled()
    await bo.submits(
        quiet_from="17:30",
        quiet_until="09:00",
        budget="2",
        consent="team",
        country="de-by",
        away_first="2026-04-06",
        away_last="2026-04-10",
    )
    chosen, absences = await kept()
    await bo.closes()
    await bo.runs("/nsm me")
    shown = reads(await looks(bo))

    assert (chosen.consent, chosen.budget, chosen.country) == (Consent.TEAM, 2, "DE-BY")
    assert (chosen.quiet_from, chosen.quiet_until) == (time(17, 30), time(9))
    assert absences == [Absence(bo.id, date(2026, 4, 6), date(2026, 4, 10))]
    assert "Away 6–10 April" in shown
    assert "Now: DE-BY." in shown


async def test_an_absence_can_be_taken_back_where_it_stands(star, bo, kept, looks, polaris):
    async with polaris.ledger.open() as books:
        await books.absences.put(Absence(bo.id, date(2026, 4, 6), date(2026, 4, 6)))
    await bo.runs("/nsm me")
    await polaris.door.settled()
    await bo.clicks(views.BACK)

    assert "Away" not in reads(await looks(bo)).partition("Away from")[0]
    assert (await kept())[1] == []


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"country": "Bayern"}, "country"),
        ({"away_last": "2026-04-10"}, "away_first"),
        ({"away_first": "2026-04-10", "away_last": "2026-04-09"}, "away_last"),
        ({"away_first": "2026-03-02"}, "away_last"),
    ],
)
async def test_an_odd_wish_is_told_under_its_field(star, bo, typed, field, polaris):
    await bo.runs("/nsm me")
    await polaris.door.settled()

    assert list(await bo.submits(**typed)) == [field]


async def test_whoever_puts_a_question_off_is_asked_again_next_morning(star, ana, asked, polaris, clock):
    await asked()
    await ana.chooses(prompt_views.LATER, "tomorrow")
    await polaris.door.settled()
    await polaris.live()
    put_off, told = ana.reads(ana.dm.id)[-2:]
    clock.pass_(days=1)
    await polaris.live()

    assert "Put off" in put_off
    assert NOT_ASKED.search(told)
    assert "Who leads the team now?" in ana.reads(ana.dm.id)[-1]


async def test_not_this_week_is_not_this_week(star, ana, asked, polaris, clock, looks):
    await asked()
    await ana.chooses(prompt_views.LATER, "next_week")
    await polaris.door.settled()
    await asked("another")
    clock.pass_(days=4)
    await polaris.live()
    told = [each for each in ana.reads(ana.dm.id) if "not awake" not in each]
    assert NOT_ASKED.search(told[-1])
    await ana.runs("/nsm me")
    await polaris.door.settled()
    await ana.clicks(views.WAKE)
    await polaris.door.settled()
    await polaris.live()

    assert "Who leads the team now?" in ana.reads(ana.dm.id)[-1]


async def test_the_window_opens_from_the_question_itself(star, ana, asked, looks):
    await asked()
    await ana.chooses(prompt_views.LATER, "preferences")

    assert "Ask me at most" in reads(await looks(ana))


async def test_what_leads_are_asked_is_one_message_with_the_menu_once(star, ana, asked, polaris):
    async with polaris.ledger.open() as books:
        for key in "abc":
            letter = Letter(key, ana.id, LeadLeft(key, f"Team {key}", ana.id))
            await prompts.ask(books, letter, polaris.clock.now(), joined=True)
    await polaris.live()

    (said,) = ana.reads(ana.dm.id)
    assert [f"Team {key}" in said for key in "abc"] == [True] * 3
    assert reads(ana.sees()[-1].blocks).count("Not now?") == 1


async def test_a_forged_choice_puts_nothing_off(star, ana, posts, polaris):
    forged = OverflowMenuElement(
        action_id=prompt_views.LATER,
        options=[Option(value="never", text="Never again"), Option(value="x", text="x")],
    )
    await posts(ana, Message("x", [SectionBlock(text="x", accessory=forged)]))
    await ana.chooses(prompt_views.LATER, "never")
    await polaris.door.settled()

    assert "carries something I never put there" in ana.reads(ana.dm.id)[-1]


async def test_a_forged_setting_opens_nothing(star, ana, posts, polaris):
    forged = ButtonElement(action_id=offers.OFFER, text="Open", value=pack(offers.Offer("nothing")))
    await posts(ana, Message("x", [ActionsBlock(elements=[forged])]))
    await ana.clicks(offers.OFFER)
    await polaris.door.settled()

    assert "carries something I never put there" in ana.reads(ana.dm.id)[-1]
