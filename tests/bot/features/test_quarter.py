"""How the quarter's question about links reads, and how it is answered."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.features.links import quarter
from rituals.letters import Letter
from rituals.link_verdicts import LinkVerdict
from rituals.prompts import ask
from rituals.quality import Caveat, CaveatKind
from rituals.quarter import LinksAsked, LinkTold
from storage.records.metrics import Cadence
from tests.making import a_metric, a_reading, an_input

DAY = date(2026, 7, 6)


def asked(*verdicts, about="quarter:x", may_change=True, name="Merged pull requests"):
    links = tuple(LinkTold("input-merged", a_metric(name=name), "Engine", each, 2) for each in verdicts)
    return LinksAsked(about, DAY, "Weekly active contributors", Cadence.WEEK, links, may_change)


@pytest.mark.parametrize("verdict", list(LinkVerdict))
def test_every_verdict_is_told_in_words_and_asked_about_and_never_as_a_cause(verdict):
    text = quarter.ask(asked(verdict)).text

    assert str(verdict) in text
    assert "What do you make of it" in text
    assert "caus" not in text
    assert not any(sign in text for sign in ("_r_", "p =", "0."))


def test_names_are_harmless_and_many_links_are_counted():
    text = quarter.ask(asked(*[LinkVerdict.NO_SIGN] * 15, name="<!channel> & co")).text

    assert "&lt;!channel&gt; &amp; co" in text
    assert "… and 3 more" in text


def test_only_those_who_lead_the_input_are_offered_to_change_its_link():
    def labels(message):
        return [block.accessory.text.text for block in message.blocks if getattr(block, "accessory", None)]

    assert labels(quarter.ask(asked(LinkVerdict.OPPOSITE))) == ["Change its link"]
    assert labels(quarter.ask(asked(LinkVerdict.OPPOSITE, may_change=False))) == []


async def test_a_lead_changes_the_link_or_says_they_have_looked(polaris, team, bo, clock):
    clock.set_to(datetime(2026, 7, 6, 9, tzinfo=UTC))
    about = f"quarter:{DAY}:{bo.id}"
    async with polaris.ledger.open() as books:
        await books.inputs.put(an_input(team=team.id))
        letter = Letter(about, bo.id, asked(LinkVerdict.TOGETHER, about=about))
        await ask(books, letter, clock.now(), joined=True)
    await polaris.live()
    assert "moves together, 2 weeks later" in bo.reads(bo.dm.id)[-1]

    await bo.clicks("Change its link")
    await polaris.door.settled()
    assert bo.modal["callback_id"] == "input.change"
    await bo.closes()
    await bo.clicks("I have looked")
    await polaris.live()
    assert "You looked at what moved with Weekly active contributors" in bo.reads(bo.dm.id)[-1]
    assert not bo.can_press("I have looked")


def test_what_is_doubtful_about_an_input_stands_beside_its_verdict():
    stale = Caveat(CaveatKind.STALE, date(2026, 6, 1), periods=4)
    link = LinkTold("input-merged", a_metric(), "Engine", LinkVerdict.NO_SIGN, 2, (stale,))
    facts = LinksAsked("quarter:x", DAY, "Active", Cadence.WEEK, (link,), may_change=True)

    assert "4 weeks old" in quarter.ask(facts).text


async def test_on_the_first_monday_of_a_quarter_the_running_bot_asks(polaris, team, bo, ana, clock):
    clock.set_to(datetime(2026, 7, 6, 12, tzinfo=UTC))
    weeks = [date(2026, 6, 29) - timedelta(weeks=number) for number in range(40)]
    async with polaris.ledger.open() as books:
        await books.inputs.put(an_input(team=team.id))
        for metric, spread in (("active_contributors", 7), ("merged", 11)):
            await books.readings.put(
                a_reading(metric=metric, period_start=week, value=float((number * spread) % 13))
                for number, week in enumerate(weeks)
            )
    await polaris.live()

    for lead in (ana, bo):
        assert "what moved with Weekly active contributors?" in lead.reads(lead.dm.id)[-1]
