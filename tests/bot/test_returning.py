"""Whatever form somebody sends, and however it fails: what they typed is theirs again."""

import sqlite3

from bot.simulator.views import View

TYPED = "My words, <!channel> & all"
QUOTED = ">My words, &lt;!channel&gt; &amp; all"


async def sends(simulator, person, form):
    """Send a form with a field of text, from a window that is not there any more."""
    world = simulator.world
    content = {"type": "modal", "callback_id": form, "title": None, "blocks": []}
    values = {"text": {"typed": {"type": "plain_text_input", "value": TYPED}}}
    view = View("V0CLOSED", person.id, content, "1.closed", "V0CLOSED", "1", values=values)
    user = simulator.workspace.user(person.id)
    payload = world.payloads.view_submission(user, view, world.triggers.issue(person.id), [])
    return await world.courier.carry("interaction", form, payload)


async def writing(polaris, query_only):
    """Let nothing be written any more, as on a disk that is full, or everything again."""
    async with polaris.ledger._engine.connect() as connection:
        driver = (await connection.get_raw_connection()).driver_connection
        await driver.do(sqlite3.Connection.execute, f"PRAGMA query_only = {query_only}")


async def test_every_form_that_cannot_be_kept_comes_back_by_direct_message(polaris, simulator):
    ana = simulator.people["ana"]
    await writing(polaris, "ON")
    lost = []
    for form in polaris.door.registered.views:
        before = len(ana.reads(ana.dm.id))
        ack = await sends(simulator, ana, form)
        await polaris.door.settled()
        came = ana.reads(ana.dm.id)[before:]
        if ack.error is not None or not any(QUOTED in each for each in came):
            lost.append((form, ack.error, came))
    await writing(polaris, "OFF")

    assert len(polaris.door.registered.views) > 30
    assert lost == []


async def test_what_slack_does_not_take_now_is_delivered_when_it_does(polaris, simulator):
    ana = simulator.people["ana"]
    simulator.faults.add("internal_error", method="chat.postMessage")
    await sends(simulator, ana, "commit.new")
    await polaris.door.settled()
    await polaris.live()

    assert QUOTED in ana.reads(ana.dm.id)[-1]


async def test_what_slack_keeps_waiting_when_the_bot_ends_is_delivered_after_the_next_start(
    polaris, simulator
):
    ana = simulator.people["ana"]
    simulator.faults.add("slow", method="chat.postMessage", seconds=30, accepted=False)
    await sends(simulator, ana, "commit.new")
    await polaris.door.farewell()
    await polaris.live()

    assert QUOTED in ana.reads(ana.dm.id)[-1]
