"""An alarm says what did not arrive, why, and how to mend it."""

import pytest
from pydantic_core import to_json

from bot.blocks import limits
from bot.blocks.values import unpack
from bot.features.delivery import views
from rituals.alarms import Alarm
from rituals.letters import Letter, post
from rituals.sharing import SHARED
from rituals.win_words import WinTold
from storage.database import opened
from storage.records.deliveries import DeliveryState
from storage.records.people import Person
from tests.making import a_delivery
from tests.reading import buttons, reads


@pytest.mark.parametrize(
    ("why", "mend"),
    [
        ("not_in_channel", "/invite @polaris"),
        ("channel_not_found", "private channel"),
        ("is_archived", "archived"),
        ("missing_scope", "reinstall"),
        ("something_new", "polaris deliveries"),
    ],
)
def test_every_reason_comes_with_a_way_on(why, mend):
    message = views.alarm(Alarm(("C1",), why))

    assert mend in reads(message)
    assert mend in message.text
    assert "<#C1>" in message.text


def _carried(message):
    """The value of the only button."""
    return limits.message(message.blocks)[-1]["elements"][0]["value"]


def test_it_can_be_tried_again_from_the_alarm():
    message = views.alarm(Alarm(("C1",), "not_in_channel"))

    assert buttons(message) == ["Try again"]
    assert unpack(views.Addressees, _carried(message)) == views.Addressees(("C1",))


def test_what_nobody_knows_is_not_offered_again():
    message = views.alarm(Alarm(("U1",), "http_500", uncertain=True))

    assert buttons(message) == []
    assert "<@U1>" in message.text


@pytest.fixture
def tell_a_win(star, polaris, simulator):
    """Send a message to the company's channel as it is now."""

    async def tell(channel):
        async with polaris.ledger.open() as books:
            win = WinTold("U1", "It works", None, "", None)
            await post(books, Letter("win", channel.id, win), polaris.clock.now())
        await polaris.live()

    return tell


@pytest.fixture
def north_star(star, simulator):
    return simulator.workspace.channel("north-star")


async def test_whoever_presses_try_again_has_it_sent(tell_a_win, north_star, polaris, simulator, ana):
    simulator.workspace.archive(north_star, by=ana.id)
    await tell_a_win(north_star)
    alarm = ana.reads(ana.dm.id)[-1]
    simulator.workspace.archive(north_star, by=ana.id, archived=False)
    await ana.clicks(views.RETRY)
    await polaris.door.settled()
    await polaris.live()

    assert "is archived" in alarm
    assert any("It works" in text for text in simulator.texts("north-star"))
    assert "on its way again" in ana.reads(ana.dm.id)[-1]


async def test_a_guest_who_got_hold_of_an_alarm_sends_nothing(
    tell_a_win, north_star, polaris, simulator, ana
):
    simulator.workspace.archive(north_star, by=ana.id)
    await tell_a_win(north_star)
    simulator.workspace.archive(north_star, by=ana.id, archived=False)
    async with polaris.ledger.open() as books:
        await books.people.put(Person(ana.id, "Ana", "UTC", is_guest=True))
    await ana.clicks(views.RETRY)
    await polaris.live()

    assert not any("It works" in text for text in simulator.texts("north-star"))


async def test_inviting_the_bot_is_enough(tell_a_win, north_star, polaris, simulator):
    simulator.workspace.leave(north_star, simulator.workspace.bot.id)
    await tell_a_win(north_star)
    before = simulator.texts("north-star")
    simulator.workspace.join(north_star, simulator.workspace.bot.id)
    await simulator.settled()
    await polaris.door.settled()
    await polaris.live()

    assert before == []
    assert any("It works" in text for text in simulator.texts("north-star"))


async def test_where_other_organisations_read_nothing_is_posted_before_the_product_lead_says_so(
    tell_a_win, north_star, polaris, simulator, ana
):
    simulator.workspace.share(north_star)
    await tell_a_win(north_star)
    before, alarm = simulator.texts("north-star"), ana.reads(ana.dm.id)[-1]
    await ana.clicks(views.ALLOW)
    await polaris.door.settled()
    await polaris.live()

    assert before == []
    assert "people of other organisations are in it" in alarm
    assert any("It works" in text for text in simulator.texts("north-star"))


async def test_only_the_product_lead_can_say_so(tell_a_win, north_star, polaris, simulator, bo, posts):
    simulator.workspace.share(north_star)
    await posts(bo, views.alarm(Alarm((north_star.id,), SHARED)))
    await bo.clicks(views.ALLOW)
    await polaris.door.settled()
    await tell_a_win(north_star)

    assert simulator.texts("north-star") == []
    assert "the product lead" in bo.reads(bo.dm.id)[-1]


async def test_what_stands_in_a_channel_that_became_shared_is_edited_no_more(
    tell_a_win, north_star, polaris, simulator
):
    await tell_a_win(north_star)
    simulator.workspace.share(north_star)
    async with polaris.ledger.open() as books:
        again = Letter("again", north_star.id, WinTold("U1", "Changed", None, "", None), replaces="win")
        await post(books, again, polaris.clock.now())
    await polaris.live()

    assert not any("Changed" in text for text in simulator.texts("north-star"))


@pytest.fixture
async def refused_token(simulator, tmp_path, clock):
    """What an earlier start, with a token that was revoked, has left behind."""
    facts = {"state": DeliveryState.REJECTED, "error": "token_revoked", "written_at": clock.now()}
    content = to_json(WinTold("U1", "It works", None, "", None)).decode()
    channel = simulator.workspace.channel("north-star").id
    url = f"sqlite:///{tmp_path / 'polaris.db'}"
    async with opened(url) as database, database.ledger(simulator.workspace.team_id).open() as books:
        win = a_delivery("win", to=channel, kind=WinTold.kind, content=content, **facts)
        await books.deliveries.add(win)


async def test_starting_with_a_mended_token_is_enough(refused_token, polaris, simulator):
    await polaris.live()

    assert any("It works" in text for text in simulator.texts("north-star"))
