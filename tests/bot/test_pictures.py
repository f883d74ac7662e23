"""A ritual never fails over a picture, and no chart is shown twice."""

from dataclasses import replace

import pytest

from storage.records.deliveries import DeliveryState, PictureState
from tests.bot.office import AT_ONCE, an_office


def blocks(message):
    return [block["type"] for block in message.blocks]


def files(office, channel="general"):
    return [message for message in office.messages(channel) if message.files]


@pytest.fixture
async def showing_office(ledger):
    """Where files may be read, and are ready soon."""
    async with an_office(ledger, ("files:read",)) as opened:
        yield opened


@pytest.fixture
async def office(ledger):
    async with an_office(ledger) as opened:
        yield opened


async def test_a_chart_stands_in_its_message_once_it_is_ready(showing_office):
    await showing_office.write("look", charted=True)
    await showing_office.deliver()

    (message,) = showing_office.messages()
    assert blocks(message) == ["section", "image", "section"]
    assert message.blocks[1]["alt_text"] == "A chart of look"


async def test_a_chart_that_is_not_ready_in_time_follows_in_the_thread(ledger):
    async with an_office(ledger, ("files:read",), replace(AT_ONCE, picture=0.2), ready_after=60) as office:
        await office.write("look", charted=True)
        await office.deliver()

    words, chart = office.messages()
    assert (words.text, blocks(words)) == ("look", ["section", "section", "section"])
    assert chart.thread_ts == words.ts


async def test_a_chart_that_slack_refuses_is_left_out_at_once(showing_office):
    office = showing_office
    office.slack.world.files.complaint = lambda _: "invalid slack file"
    key = await office.write("look", charted=True)
    await office.deliver()

    assert office.calls("chat.postMessage") == 2
    assert [message.text for message in office.messages()] == ["look", ""]
    assert (await office.row(key)).picture is PictureState.SHARED


async def test_without_files_read_the_words_come_on_time_and_the_chart_follows(office):
    key = await office.write("look", charted=True)
    await office.deliver()

    words, chart = office.messages()
    assert words.text == "look"
    assert chart.thread_ts == words.ts
    assert (await office.row(key)).picture is PictureState.SHARED


async def test_a_chart_that_cannot_be_drawn_leaves_a_table(office):
    key = await office.write("undrawable", charted=True)
    await office.deliver()
    await office.deliver(minutes=10)

    (message,) = office.messages()
    row = await office.row(key)
    assert "the numbers as a table" in str(message.blocks)
    assert (row.state, row.picture) == (DeliveryState.SENT, PictureState.GIVEN_UP)


@pytest.mark.parametrize("fault", ["drop_after_accept", "500"])
async def test_slack_is_asked_once_to_share_a_chart_whatever_it_answers(office, fault):
    office.slack.faults.add(fault, "files.completeUploadExternal")
    await office.write("look", charted=True)
    await office.deliver()
    await office.deliver(minutes=10)

    assert office.calls("files.completeUploadExternal") == 1
    assert len(files(office)) <= 1


@pytest.mark.parametrize(
    ("fault", "method"),
    [
        ("429", "files.completeUploadExternal"),
        ("500", "files.getUploadURLExternal"),
        ("429", "files.getUploadURLExternal"),
    ],
)
async def test_a_chart_that_surely_was_not_shared_is_shared_later(office, fault, method):
    office.slack.faults.add(fault, method)
    await office.write("look", charted=True)
    await office.deliver()
    before = files(office)
    await office.deliver(minutes=1)

    assert before == []
    assert len(files(office)) == 1


async def test_a_chart_that_may_not_be_shared_is_given_up_and_the_words_stay(office):
    office.slack.faults.add("429", "files.getUploadURLExternal")
    key = await office.write("look", charted=True)
    await office.deliver()
    office.slack.workspace.leave(office.slack.workspace.channel("general"), office.slack.workspace.bot.id)
    await office.deliver(minutes=1)

    row = await office.row(key)
    assert (row.state, row.picture) == (DeliveryState.SENT, PictureState.GIVEN_UP)


async def test_a_restart_between_the_words_and_the_chart_still_shares_it(office):
    office.slack.faults.add("429", "files.getUploadURLExternal")
    await office.write("look", charted=True)
    await office.deliver()
    office.driver = office.another_driver()
    await office.deliver(minutes=1)
    await office.deliver(minutes=1)

    assert [message.text for message in office.messages()] == ["look", ""]


async def test_an_edit_shares_a_chart_only_if_it_is_another_one(office):
    await office.write("first", charted=True, facts="24")
    for text, facts in (("again", "24"), ("once more", "24"), ("corrected", "25"), ("in the end", "25")):
        await office.write(text, charted=True, facts=facts, replaces="first")
        await office.deliver()

    (words, *charts) = office.messages()
    assert words.text == "in the end"
    assert len(charts) == 2


async def test_an_edit_brings_its_own_chart(showing_office):
    await showing_office.write("first", charted=True)
    await showing_office.write("better", charted=True, replaces="first")
    await showing_office.deliver()

    (message,) = showing_office.messages()
    assert message.text == "better"
    assert message.blocks[1]["alt_text"] == "A chart of better"
