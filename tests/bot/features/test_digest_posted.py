"""The digest in the company channel: its thread, the reactions it gets, and what is corrected afterwards."""

from datetime import UTC, date, datetime, time

import pytest

from bot.features.digest import table, views
from rituals import digest_hours
from rituals.digest_hours import Hours
from rituals.digest_keys import entry_key, issue_key
from rituals.ids import random_id
from rituals.win_telling import Telling
from rituals.wins import Wins
from tests.making import a_win
from tests.reading import buttons, reads

THURSDAY = date(2026, 3, 19)
TUESDAY_ELEVEN = datetime(2026, 3, 17, 11, tzinfo=UTC)
ELEVEN = datetime(2026, 3, 19, 11, tzinfo=UTC)


@pytest.fixture
async def organisation(polaris, star, team, clock):
    """Ana leads; Bo has told of three wins, and their digest comes this Thursday at eleven."""
    async with polaris.ledger.open() as books:
        await digest_hours.keep(books, "UTC", Hours(4, time(11), THURSDAY), clock.now())
        for win in ("w1", "w2", "w3"):
            told = a_win(id=win, user=team.lead, text=f"Win {win}", celebrated_at=clock.now())
            await books.wins.add(told)
    return polaris


@pytest.fixture
async def posted(organisation, clock, simulator):
    """It is Thursday, and everything has arrived: the first message, and those in its thread."""
    clock.set_to(ELEVEN)
    await organisation.live()
    messages = simulator.workspace.channel("north-star").messages.values()
    return [message for message in messages if message.user == simulator.workspace.bot.id]


@pytest.fixture
async def asked(organisation, clock, ana):
    """It is Tuesday, and Ana has been asked."""
    clock.set_to(TUESDAY_ELEVEN)
    await organisation.live()
    return ana


def newest(someone):
    """The newest message but for the note of what was missed as the clock was set forward."""
    return [each for each in someone.sees(someone.dm.id) if "not awake" not in each.text][-1].blocks


async def cheered(polaris, win):
    async with polaris.ledger.open() as books:
        return await books.wins.cheered_by(win)


async def test_each_win_stands_in_the_thread_in_its_order(posted):
    parent, *threaded = posted

    assert "3 wins." in reads(parent.blocks)
    assert {message.thread_ts for message in threaded} == {parent.ts}
    assert [f"Win w{number}" in reads(each.blocks) for number, each in enumerate(threaded, start=1)] == [
        True
    ] * 3


async def test_however_often_it_is_looked_after_it_is_posted_once(posted, organisation, clock, simulator):
    for _ in range(3):
        clock.pass_(minutes=5)
        await organisation.live()

    assert len(simulator.texts("north-star")) == len(posted) == 4


async def test_a_reaction_in_the_thread_is_the_wins_and_one_above_it_the_issues(posted, organisation, person):
    parent, first, *_ = posted
    lena = person("lena")
    await lena.reacts("tada", first)
    await lena.reacts("heart", first)
    await lena.reacts("tada", parent)
    assert await cheered(organisation, "w1") == 1
    async with organisation.ledger.open() as books:
        assert await books.digests.cheered_by(THURSDAY) == 1

    await lena.unreacts("tada", first)
    assert await cheered(organisation, "w1") == 1
    await lena.unreacts("heart", first)
    assert await cheered(organisation, "w1") == 0


async def test_a_win_corrected_or_withdrawn_afterwards_is_edited_where_it_stands(
    posted, organisation, clock, bo, simulator
):
    wins = Wins(organisation.ledger, clock, random_id)
    clock.pass_(minutes=1)
    async with organisation.ledger.open() as books:
        told = await books.people.get(bo.id)
    assert told is not None
    await wins.correct(told, "w1", Telling("Win w1, told <better>"))
    await wins.withdraw(told, "w2")
    await organisation.live()
    messages = simulator.workspace.channel("north-star").messages
    corrected, withdrawn = (reads(messages[each.ts].blocks) for each in posted[1:3])

    assert "Win w1, told &lt;better&gt;" in corrected
    assert "withdrawn" in withdrawn
    assert "Win w2" not in withdrawn
    assert len(messages) == len(posted)


async def test_the_product_lead_is_asked_in_one_message_and_answers_from_there(
    asked, looks, organisation, clock
):
    assert "*The wins digest of Thu 19 Mar, 11:00 (UTC)*" in reads(newest(asked))
    await asked.clicks(views.OPEN)
    await looks(asked)
    await asked.chooses(table.MOVE, "Leave out", beside="Win w2")
    await looks(asked)
    await asked.submits(intro="Well <done>")
    await organisation.live()

    assert "is approved. Until then you can change it." in reads(newest(asked))
    assert "Look at it again" in buttons(newest(asked))


async def test_once_it_is_out_there_is_nothing_left_to_press(asked, organisation, clock):
    clock.set_to(ELEVEN)
    await organisation.live()

    assert "*The wins digest of Thu 19 Mar, 11:00 (UTC)* is out." in reads(newest(asked))
    assert views.OPEN not in str(newest(asked))


async def test_what_was_approved_is_what_is_posted(asked, looks, organisation, clock, simulator):
    await asked.clicks(views.OPEN)
    await looks(asked)
    await asked.chooses(table.MOVE, "Leave out", beside="Win w2")
    await looks(asked)
    await asked.submits(intro="Well <done>")
    clock.set_to(ELEVEN)
    await organisation.live()
    said = [reads(each.blocks) for each in simulator.workspace.channel("north-star").messages.values()]

    assert f">Well &lt;done&gt;\n— <@{asked.id}>" in said[0]
    assert len(said) == 3
    assert not any("Win w2" in each for each in said)


async def test_the_messages_have_names_that_cannot_be_given_twice(posted, organisation):
    async with organisation.ledger.open() as books:
        keys = [issue_key(THURSDAY), *(entry_key(THURSDAY, n, f"win:w{n}") for n in (1, 2, 3))]
        found = [await books.deliveries.get(key) for key in keys]

    assert all(found)
