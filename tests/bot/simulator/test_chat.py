"""Posting is as strict as in Slack."""

import json

import pytest
from slack_sdk.errors import SlackApiError

from bot import simulator
from tests.bot.simulator.conftest import actions, button, client_of, manifest

SECTION = {"type": "section", "text": {"type": "mrkdwn", "text": "Hello *there*"}}


async def error_of(call):
    with pytest.raises(SlackApiError) as refused:
        await call
    return refused.value.response["error"]


async def test_a_message_is_posted_and_said_back(sim, client):
    answer = await client.chat_postMessage(channel="#general", text="Hello", blocks=[SECTION])

    assert answer["message"]["bot_id"] == sim.workspace.bot.bot_id
    assert answer["message"]["blocks"][0]["block_id"]
    assert sim.texts("general") == ["Hello"]


async def test_a_message_without_text_gets_its_words_from_its_blocks(client):
    fields = {"type": "section", "fields": [{"type": "mrkdwn", "text": "One"}]}
    answer = await client.api_call(
        "chat.postMessage", json={"channel": "#general", "blocks": [SECTION, fields]}
    )

    assert answer["message"]["text"] == "Hello *there* One"


async def test_stamps_are_unique_and_increase(client):
    stamps = [(await client.chat_postMessage(channel="#general", text="x"))["ts"] for _ in range(5)]

    assert stamps == sorted(set(stamps))


async def test_posting_to_a_person_opens_the_direct_message(sim, client):
    answer = await client.chat_postMessage(channel=sim.people["bo"].id, text="Psst")

    assert answer["channel"] == sim.people["bo"].dm.id
    assert sim.people["bo"].reads(sim.people["bo"].dm.id) == ["Psst"]


@pytest.mark.parametrize(
    ("channel", "error"),
    [
        ("#nowhere", "channel_not_found"),
        ("leads", "channel_not_found"),
        ("closed", "is_archived"),
        ("elsewhere", "not_in_channel"),
        ("old_sam", "user_not_found"),
        ("buildbot", "cannot_dm_bot"),
    ],
)
async def test_places_the_app_may_not_post_to(sim, client, channel, error):
    ana, space = sim.people["ana"].id, sim.workspace
    space.archive(space.add_channel("closed", ana, [ana, space.bot.id]), ana)
    space.add_channel("elsewhere", ana, [ana])
    people = {each.name: each.id for each in space.users.values()}

    assert await error_of(client.chat_postMessage(channel=people.get(channel, channel), text="x")) == error


async def test_a_person_is_not_written_to_where_the_messages_tab_is_off():
    async with simulator.running(manifest(app_home={"home_tab_enabled": True})) as running:
        call = client_of(running).chat_postMessage(channel=running.people["ana"].id, text="x")

        assert await error_of(call) == "messages_tab_disabled"


async def test_a_scope_lets_the_app_post_to_public_channels_it_is_not_in(trusted, trusted_client):
    ana = trusted.people["ana"].id
    trusted.workspace.add_channel("elsewhere", ana, [ana])

    assert (await trusted_client.chat_postMessage(channel="#elsewhere", text="x"))["ok"]


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ({}, "no_text"),
        ({"text": ""}, "no_text"),
        ({"text": "x" * 40_001}, "msg_too_long"),
        ({"text": ["x"]}, "invalid_arguments"),
        ({"markdown_text": "x" * 12_001}, "msg_too_long"),
        ({"markdown_text": "x", "text": "y"}, "markdown_text_conflict"),
        ({"text": "x", "blocks": {"type": "divider"}}, "invalid_blocks_format"),
        ({"text": "x", "blocks": "[{"}, "invalid_blocks_format"),
        ({"text": "x", "blocks": [{"type": "divider"}] * 51}, "invalid_blocks"),
        ({"text": "x", "blocks": [{"type": "wall"}]}, "invalid_blocks"),
        ({"text": "x", "attachments": [{}] * 101}, "too_many_attachments"),
        ({"text": "x", "attachments": ["y"]}, "invalid_attachments"),
        ({"text": "x", "attachments": [{"blocks": [{"type": "wall"}]}]}, "invalid_blocks"),
        ({"text": "x", "metadata": ["y"]}, "invalid_metadata_format"),
        ({"text": "x", "metadata": {"event_type": "y"}}, "invalid_metadata_schema"),
        (
            {"text": "x", "metadata": {"event_type": "y", "event_payload": {"z": "z" * 9_000}}},
            "metadata_too_large",
        ),
        ({"text": "x", "thread_ts": "1.1"}, "thread_not_found"),
        ({"text": "x", "username": "somebody"}, "missing_scope"),
    ],
)
async def test_what_a_message_may_not_hold(client, said, error):
    assert await error_of(client.api_call("chat.postMessage", json={"channel": "#general", **said})) == error


async def test_markdown_and_attachments_are_kept(client):
    answer = await client.chat_postMessage(channel="#general", markdown_text="**Hi**")
    other = await client.chat_postMessage(channel="#general", attachments=[{"text": "Hi", "fallback": "Hi"}])

    assert answer["message"]["blocks"][0]["type"] == "markdown"
    assert other["message"]["attachments"] == [{"text": "Hi", "fallback": "Hi"}]


async def test_a_reply_belongs_to_its_thread(sim, client):
    parent = await client.chat_postMessage(channel="#general", text="Question")
    reply = await client.chat_postMessage(channel="#general", text="Answer", thread_ts=parent["ts"])
    deeper = await client.chat_postMessage(channel="#general", text="More", thread_ts=reply["ts"])

    assert reply["message"]["parent_user_id"] == sim.workspace.bot.id
    assert deeper["message"]["thread_ts"] == parent["ts"]
    assert sim.people["ana"].reads("general") == ["Question"]
    assert sim.people["ana"].reads("general", parent["ts"]) == ["Question", "Answer", "More"]


async def test_a_reply_may_be_sent_to_the_channel_too(sim, client):
    parent = await client.chat_postMessage(channel="#general", text="Question")
    place = {"channel": parent["channel"], "thread_ts": parent["ts"]}
    reply = await client.chat_postMessage(**place, text="Answer", reply_broadcast=True)
    await client.chat_update(channel=parent["channel"], ts=reply["ts"], text="Better")

    assert reply["message"]["subtype"] == "thread_broadcast"
    assert sim.people["ana"].reads("general") == sim.texts("general") == ["Question", "Better"]


async def test_an_ephemeral_message_is_seen_by_one_person_only(sim, client):
    await client.chat_postEphemeral(channel="#general", user=sim.people["ana"].id, text="For you")

    assert sim.people["ana"].reads("general") == ["For you"]
    assert sim.people["bo"].reads("general") == []


@pytest.mark.parametrize(
    ("who", "error"), [("gus", "user_not_in_channel"), ("nobody", "user_not_in_channel")]
)
async def test_an_ephemeral_message_needs_a_member(sim, client, who, error):
    people = {each.name: each.id for each in sim.workspace.users.values()}
    call = client.chat_postEphemeral(channel="#general", user=people.get(who, "U404"), text="x")

    assert await error_of(call) == error


async def test_an_ephemeral_message_needs_a_channel(sim, client):
    ana = sim.people["ana"].id

    assert await error_of(client.chat_postEphemeral(channel=ana, user=ana, text="x")) == "channel_not_found"


async def test_text_without_blocks_takes_the_blocks_away(sim, client):
    posted = await client.chat_postMessage(channel="#general", text="Hello", blocks=[SECTION])
    answer = await client.chat_update(channel=posted["channel"], ts=posted["ts"], text="Changed")

    assert "blocks" not in answer["message"]
    assert answer["message"]["edited"]["user"] == sim.workspace.bot.id


async def test_only_ones_own_messages_can_be_changed_or_removed(sim, client):
    message = await sim.people["ana"].says("Mine", "general")
    place = {"channel": message.channel, "ts": message.ts}

    assert await error_of(client.chat_update(**place, text="Yours")) == "cant_update_message"
    assert await error_of(client.chat_delete(**place)) == "cant_delete_message"


async def test_what_is_not_there_cannot_be_changed(sim, client):
    home = sim.workspace.channel("general")
    ephemeral = await client.chat_postEphemeral(channel="#general", user=sim.people["ana"].id, text="x")
    call = client.chat_update(channel=home.id, ts=ephemeral["message_ts"], text="y")

    assert await error_of(call) == "message_not_found"


async def test_nothing_changes_in_an_archived_channel(sim, client):
    posted = await client.chat_postMessage(channel="#general", text="Hello")
    sim.workspace.archive(sim.workspace.channel("general"), sim.people["ana"].id)

    assert (
        await error_of(client.chat_update(channel=posted["channel"], ts=posted["ts"], text="x"))
        == "is_archived"
    )


async def test_a_deleted_message_is_gone_from_its_thread_too(sim, client):
    parent = await client.chat_postMessage(channel="#general", text="Question")
    reply = await client.chat_postMessage(channel="#general", text="Answer", thread_ts=parent["ts"])
    await client.chat_delete(channel=reply["channel"], ts=reply["ts"])

    assert sim.people["ana"].reads("general", parent["ts"]) == ["Question"]


async def test_a_message_has_an_address(client):
    parent = await client.chat_postMessage(channel="#general", text="Question")
    reply = await client.chat_postMessage(channel="#general", text="Answer", thread_ts=parent["ts"])
    place = {"channel": parent["channel"]}
    link = await client.chat_getPermalink(**place, message_ts=reply["ts"])

    assert link["permalink"].endswith(f"?thread_ts={parent['ts']}&cid={parent['channel']}")
    assert await error_of(client.chat_getPermalink(**place, message_ts="1.1")) == "message_not_found"
    assert await error_of(client.chat_getPermalink(**place, message_ts="")) == "invalid_arguments"


async def test_metadata_is_kept_with_the_message(client):
    about = {"event_type": "letter", "event_payload": {"key": "k1"}}
    posted = await client.chat_postMessage(channel="#general", text="x", metadata=about)
    changed = await client.chat_update(channel=posted["channel"], ts=posted["ts"], text="y")

    assert changed["message"]["metadata"] == about


async def test_blocks_can_be_checked_without_posting(client):
    fine = json.dumps([SECTION, actions(button())])

    assert (await client.api_call("blocks.validate", data={"blocks": fine}))["ok"]
    assert await error_of(client.api_call("blocks.validate", json={"blocks": [{}]})) == "invalid_blocks"


async def test_a_scheduled_message_waits_for_its_time(sim, client):
    at = int(sim.world.clock.seconds()) + 600
    kept = await client.chat_scheduleMessage(channel="#general", text="Later", post_at=at)
    waiting = await client.chat_scheduledMessages_list(channel=kept["channel"])
    await sim.world.walk.on(minutes=11)

    assert [each["id"] for each in waiting["scheduled_messages"]] == [kept["scheduled_message_id"]]
    assert sim.texts("general") == ["Later"]


async def test_a_scheduled_message_with_metadata_is_never_posted(sim, client):
    about = {"event_type": "letter", "event_payload": {}}
    at = int(sim.world.clock.seconds()) + 600
    await client.chat_scheduleMessage(channel="#general", text="Later", post_at=at, metadata=about)
    await sim.world.walk.on(minutes=11)

    assert sim.texts("general") == []


@pytest.mark.parametrize(("ahead", "error"), [(-10, "time_in_past"), (121 * 86_400, "time_too_far")])
async def test_a_message_is_scheduled_for_the_next_120_days(sim, client, ahead, error):
    at = int(sim.world.clock.seconds()) + ahead

    assert await error_of(client.chat_scheduleMessage(channel="#general", text="x", post_at=at)) == error


async def test_at_most_thirty_messages_are_scheduled_for_five_minutes(sim, client):
    at = (int(sim.world.clock.seconds()) // 300 + 2) * 300
    for _ in range(30):
        await client.chat_scheduleMessage(channel="#general", text="x", post_at=at)

    call = client.chat_scheduleMessage(channel="#general", text="x", post_at=at)

    assert await error_of(call) == "restricted_too_many"


async def test_a_scheduled_message_can_be_taken_back_until_a_minute_before(sim, client):
    now = int(sim.world.clock.seconds())
    place = {"channel": sim.workspace.channel("general").id}
    early = await client.chat_scheduleMessage(**place, text="x", post_at=now + 600)
    late = await client.chat_scheduleMessage(**place, text="x", post_at=now + 30)
    await client.chat_deleteScheduledMessage(**place, scheduled_message_id=early["scheduled_message_id"])

    for kept in (early, late):
        call = client.chat_deleteScheduledMessage(**place, scheduled_message_id=kept["scheduled_message_id"])
        assert await error_of(call) == "invalid_scheduled_message_id"
