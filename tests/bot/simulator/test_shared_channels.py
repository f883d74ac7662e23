"""Channels shared with another organisation: whose people look and press, and command nothing."""

import pytest

from bot import simulator
from bot.simulator.cannot import CannotError
from bot.simulator.refusal import SlackError
from tests.bot.simulator.conftest import Lighthouse, actions, button, eventually, manifest


@pytest.fixture
async def mia(sim):
    """A person of a customer, in the one channel that is shared with them."""
    someone = sim.workspace.add_user("mia", "Mia Customer", is_stranger=True)
    sim.workspace.share(sim.workspace.channel("team-docs"))
    sim.workspace.join(sim.workspace.channel("team-docs"), someone.id)
    return sim.people["mia"]


async def test_a_shared_channel_says_so_to_the_app(sim, client, mia):
    docs = sim.workspace.channel("team-docs").id
    shape = (await client.conversations_info(channel=docs))["channel"]

    assert (shape["is_shared"], shape["is_ext_shared"]) == (True, True)
    assert shape["connected_team_ids"] == [mia.user.team_id]
    assert shape["shared_team_ids"] == [sim.workspace.team_id, mia.user.team_id]


async def test_where_nothing_is_shared_nobody_from_outside_can_be(sim, mia):
    with pytest.raises(SlackError, match="user_team_not_in_channel"):
        sim.workspace.join(sim.workspace.channel("general"), mia.id)


async def test_outsiders_see_the_shared_channel_only(sim, mia):
    may_look = sim.workspace.may_look
    seen = [each.name for each in sim.workspace.channels.values() if may_look(mia.user, each)]

    assert seen == ["team-docs"]
    with pytest.raises(CannotError, match="channel not found"):
        await mia.joins("general")


@pytest.mark.parametrize(
    "act",
    [
        lambda mia, _: mia.runs("/ask", channel="team-docs"),
        lambda mia, _: mia.uses("ask.global"),
        lambda mia, message: mia.uses("ask.message", on=message),
        lambda mia, _: mia.opens_home(),
    ],
    ids=["command", "shortcut", "message shortcut", "home"],
)
async def test_outsiders_cannot_call_the_app(sim, mia, act):
    message = await sim.people["esha"].says("Hello", "team-docs")

    with pytest.raises(CannotError, match="not available to people from other organisations"):
        await act(mia, message)


async def test_outsiders_press_buttons_and_the_app_learns_whose_they_are(lighthouse, sim, client, mia):
    @lighthouse.app.action("press")
    async def pressed(ack, body):
        await ack()
        lighthouse.heard.append(body["user"]["team_id"])

    await lighthouse.connects()
    await client.chat_postMessage(channel="#team-docs", text="Press", blocks=[actions(button())])
    await mia.clicks("press")

    assert lighthouse.heard == [mia.user.team_id]


async def test_an_event_says_that_its_channel_is_shared(beacon, trusted):
    beacon.listens_to("message")
    await beacon.connects()
    trusted.workspace.share(trusted.workspace.channel("team-docs"))
    await trusted.people["esha"].says("Hello", "team-docs")
    await trusted.people["ana"].says("Hello", "general")

    assert [body["is_ext_shared_channel"] for _, _, body in beacon.heard] == [True, False]


async def test_when_the_sharing_ends_the_others_are_gone(sim, mia):
    docs = sim.workspace.channel("team-docs")
    sim.workspace.unshare(docs)

    assert mia.id not in docs.members
    assert not docs.is_ext_shared


async def test_an_app_that_asked_is_told_of_sharing(machine):
    asked = manifest(event_subscriptions={"bot_events": ["channel_shared", "channel_unshared"]})
    async with simulator.running(asked, machine=machine) as sim:
        app, docs = Lighthouse(sim), sim.workspace.channel("team-docs")
        app.listens_to("channel_shared", "channel_unshared")
        await app.connects()
        sim.workspace.share(docs)
        sim.workspace.unshare(docs)
        await eventually(lambda: len(app.heard) == 2)
        await app.leaves()

    (shared, first, _), (unshared, last, _) = app.heard
    assert (shared, first["connected_team_id"], first["channel"]) == ("channel_shared", "T0S0000002", docs.id)
    assert (unshared, last["previously_connected_team_id"], last["is_ext_shared"]) == (
        "channel_unshared",
        "T0S0000002",
        False,
    )
