"""The app hears of what it subscribed to and may see, and of nothing else."""

import pytest

from bot import simulator
from tests.bot.simulator.conftest import Lighthouse, manifest

EVERYTHING = (
    "app_home_opened",
    "app_mention",
    "app_uninstalled",
    "channel_archive",
    "channel_created",
    "channel_id_changed",
    "channel_rename",
    "channel_unarchive",
    "member_joined_channel",
    "member_left_channel",
    "message",
    "reaction_added",
    "reaction_removed",
    "team_join",
    "tokens_revoked",
    "user_change",
)


@pytest.fixture
async def app(beacon):
    beacon.listens_to(*EVERYTHING)
    await beacon.connects()
    return beacon


@pytest.fixture
async def modest(lighthouse):
    """The app without the optional scopes."""
    lighthouse.listens_to(*EVERYTHING)
    await lighthouse.connects()
    return lighthouse


def kinds(app):
    return [event.get("subtype", kind) for kind, event, _ in app.heard]


async def test_a_callback_names_the_team_the_app_and_who_installed_it(app, trusted):
    await trusted.people["ana"].says("Hello", "general")
    _, event, body = app.heard[0]

    assert (body["team_id"], body["api_app_id"]) == (trusted.workspace.team_id, trusted.workspace.app_id)
    assert body["authorizations"][0]["user_id"] == trusted.workspace.bot.id
    assert (event["channel_type"], event["user"]) == ("channel", trusted.people["ana"].id)
    assert body["event_id"].startswith("Ev")


async def test_messages_their_changes_and_their_end(app, trusted):
    posted = await app.client.chat_postMessage(channel="#general", text="One")
    place = {"channel": posted["channel"], "ts": posted["ts"]}
    await app.client.chat_update(**place, text="Two")
    await app.client.chat_delete(**place)
    await trusted.settled()

    # Bolt keeps an app's own messages from its listeners, so the line itself is looked at.
    sent = [each["request"]["event"] for each in trusted.traffic if each["kind"] == "event"]

    assert [each.get("subtype") for each in sent] == [None, "message_changed", "message_deleted"]
    assert sent[1]["previous_message"]["text"] == "One"
    assert sent[2]["deleted_ts"] == posted["ts"]


async def test_a_mention_is_a_message_and_a_mention(app, trusted):
    await trusted.people["ana"].says("Hi @lighthouse", "general")

    assert sorted(kinds(app)) == ["app_mention", "message"]


async def test_a_direct_message_is_heard(app, trusted):
    await trusted.people["ana"].says("Psst", trusted.people["ana"].dm.id)

    assert app.heard[0][1]["channel_type"] == "im"


async def test_ephemeral_messages_are_nobodys_event(app, trusted):
    ana = trusted.people["ana"]
    posted = await app.client.chat_postEphemeral(channel="#general", user=ana.id, text="x")
    general = trusted.workspace.channel("general")
    message = trusted.workspace.message(general, posted["message_ts"], ana.id)
    trusted.workspace.edit(general, message, ana.id, text="y")
    trusted.workspace.delete(general, message)
    await trusted.settled()

    assert kinds(app) == []


async def test_without_its_scope_a_message_is_not_heard(modest, sim):
    await sim.people["ana"].says("Hello @lighthouse", "general")

    assert kinds(modest) == []


async def test_reactions_are_heard_where_the_app_is(modest, sim):
    ana = sim.people["ana"]
    space = sim.workspace
    space.add_channel("elsewhere", ana.id, [ana.id])
    here = await ana.says("Here", "general")
    there = await ana.says("There", "elsewhere")
    for message in (here, there):
        await ana.reacts("tada", message)
        await ana.unreacts("tada", message)
    _, event, _ = modest.heard[1]

    assert kinds(modest) == ["channel_created", "reaction_added", "reaction_removed"]
    assert (event["item"]["ts"], event["item_user"], event["reaction"]) == (here.ts, ana.id, "tada")


async def test_coming_and_going_is_heard(modest, sim):
    docs, ana = sim.workspace.channel("team-docs"), sim.people["ana"].id
    sim.workspace.join(docs, ana, inviter=sim.people["bo"].id)
    sim.workspace.leave(docs, ana)
    sim.workspace.leave(docs, sim.workspace.bot.id)
    sim.workspace.join(docs, ana)
    await sim.settled()

    assert kinds(modest) == ["member_joined_channel", "member_left_channel", "member_left_channel"]
    assert modest.heard[0][1]["inviter"] == sim.people["bo"].id


async def test_channels_that_change_are_heard_of(modest, sim):
    space, ana = sim.workspace, sim.people["ana"].id
    docs = space.add_channel("manuals", ana, [ana, space.bot.id])
    space.add_channel("hidden", ana, [ana], is_private=True)
    space.rename(docs, "handbook")
    space.archive(docs, ana)
    space.archive(docs, ana, archived=False)
    space.change_id(docs)
    for change in (space.archive, lambda channel, _: space.rename(channel, "buried")):
        change(space.channel("hidden"), ana)
    space.change_id(space.channel("buried"))
    await sim.settled()

    assert kinds(modest) == [
        "channel_created",
        "channel_rename",
        "channel_archive",
        "channel_unarchive",
        "channel_id_changed",
    ]
    assert modest.heard[-1][1]["new_channel_id"] == docs.id


async def test_people_that_change_are_heard_of(modest, sim):
    zoe = sim.workspace.add_user("zoe", tz="Europe/Paris")
    sim.workspace.change_user(zoe, tz="Asia/Tokyo")
    await sim.settled()

    assert kinds(modest) == ["team_join", "user_change"]
    assert modest.heard[1][1]["user"]["tz"] == "Asia/Tokyo"


async def test_the_messages_tab_is_opened_too(modest, sim):
    ana = sim.people["ana"]
    await sim.world.acts.perform(ana.id, "open_dm", {"user": sim.workspace.bot.id})
    await sim.world.acts.perform(ana.id, "open_dm", {"user": sim.people["bo"].id})

    assert [event["tab"] for _, event, _ in modest.heard] == ["messages"]


async def test_an_uninstalled_app_is_told_so(modest, sim):
    sim.world.uninstall()
    await sim.settled()

    assert sorted(kinds(modest)) == ["app_uninstalled", "tokens_revoked"]
    revoked = next(event for kind, event, _ in modest.heard if kind == "tokens_revoked")
    assert revoked["tokens"]["bot"] == [sim.workspace.bot.id]


async def test_what_the_manifest_does_not_subscribe_to_is_not_sent():
    silent = manifest(event_subscriptions={"bot_events": []})
    async with simulator.running(silent, granted_optional=("all",)) as running:
        app = Lighthouse(running)
        await app.connects()
        await running.people["ana"].says("Hello", "general")
        await app.leaves()

        assert [each for each in running.traffic if each["kind"] == "event"] == []


async def test_without_the_scope_for_people_or_channels_nothing_is_heard_of_them():
    narrow = manifest()
    narrow["oauth_config"]["scopes"] = {"bot": ["commands"]}
    async with simulator.running(narrow) as running:
        app = Lighthouse(running)
        await app.connects()
        space, ana = running.workspace, running.people["ana"]
        space.change_user(ana.user, title="x")
        await ana.reacts("tada", await ana.says("x", "general"))
        space.join(space.channel("team-docs"), ana.id)
        space.rename(space.channel("team-docs"), "manuals")
        space.archive(space.channel("manuals"), ana.id)
        space.change_id(space.channel("manuals"))
        space.add_channel("new", ana.id)
        await running.settled()
        await app.leaves()

        assert [each for each in running.traffic if each["kind"] == "event"] == []
