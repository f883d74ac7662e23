"""Channels: who may know of them, read them and change them."""

import pytest

from tests.bot.simulator.test_chat import error_of


def by_name(answer):
    return {each["name"]: each for each in answer["channels"]}


async def test_the_list_leaves_out_private_channels_the_app_is_not_in(client):
    answer = await client.conversations_list(types="public_channel,private_channel")

    assert "team-engine" in by_name(answer)
    assert "leads" not in by_name(answer)
    assert by_name(answer)["general"]["num_members"] == 12


async def test_the_list_comes_in_pages(client):
    names, cursor = [], ""
    while True:
        page = await client.conversations_list(limit=3, cursor=cursor)
        names += by_name(page)
        cursor = page["response_metadata"]["next_cursor"]
        if not cursor:
            break

    assert len(names) == len(set(names)) == 7


async def test_archived_channels_can_be_left_out(sim, client):
    sim.workspace.archive(sim.workspace.channel("team-docs"), sim.people["ana"].id)

    assert "team-docs" in by_name(await client.conversations_list())
    assert "team-docs" not in by_name(await client.conversations_list(exclude_archived=True))


@pytest.mark.parametrize(
    ("args", "error"),
    [
        ({"types": "public_channel,im"}, "missing_scope"),
        ({"types": "secret"}, "invalid_types"),
        ({"cursor": "elsewhere"}, "invalid_cursor"),
    ],
)
async def test_what_the_list_refuses(client, args, error):
    assert await error_of(client.conversations_list(**args)) == error


async def test_the_conversations_of_a_person_are_those_the_app_may_know(sim, client):
    answer = await client.users_conversations(
        user=sim.people["bo"].id, types="public_channel,private_channel"
    )

    assert set(by_name(answer)) == {"general", "north-star", "team-engine"}
    assert await error_of(client.users_conversations(user="U404")) == "user_not_found"
    assert "general" in by_name(await client.users_conversations())


async def test_a_channel_is_described(sim, client):
    general = sim.workspace.channel("general").id
    answer = await client.conversations_info(channel=general, include_num_members=True, include_locale=True)

    assert (answer["channel"]["is_general"], answer["channel"]["num_members"]) == (True, 12)
    assert answer["channel"]["last_read"] == "0000000000.000000"


async def test_a_direct_message_is_described_as_one(trusted, trusted_client):
    channel = trusted.people["ana"].dm.id
    answer = await trusted_client.conversations_info(channel=channel)

    assert (answer["channel"]["is_im"], answer["channel"]["user"]) == (True, trusted.people["ana"].id)


async def test_a_private_channel_is_found_by_its_members_only(sim, client):
    leads = sim.workspace.channel("leads")
    before = await error_of(client.conversations_info(channel=leads.id))
    sim.workspace.join(leads, sim.workspace.bot.id)

    assert before == "channel_not_found"
    assert (await client.conversations_info(channel=leads.id))["channel"]["is_private"]


async def test_a_channel_is_named_by_id_only(client):
    assert await error_of(client.conversations_info(channel="general")) == "channel_not_found"


async def test_members_come_in_pages(sim, client):
    general = sim.workspace.channel("general")
    first = await client.conversations_members(channel=general.id, limit=10)
    rest = await client.conversations_members(
        channel=general.id, cursor=first["response_metadata"]["next_cursor"]
    )

    assert first["members"] + rest["members"] == list(general.members)


async def test_a_direct_message_is_opened(sim, client):
    ana = sim.people["ana"]
    short = await client.conversations_open(users=ana.id)
    whole = await client.conversations_open(channel=ana.dm.id, return_im=True)

    assert short["channel"]["id"] == whole["channel"]["id"] == ana.dm.id
    assert whole["channel"]["user"] == ana.id


@pytest.mark.parametrize(
    ("users", "error"),
    [
        ("", "users_list_not_supplied"),
        ("U404", "user_not_found"),
        ("U1,U2", "method_not_supported_for_channel_type"),
        ("old_sam", "user_disabled"),
    ],
)
async def test_whom_a_direct_message_cannot_be_opened_with(sim, client, users, error):
    people = {each.name: each.id for each in sim.workspace.users.values()}

    assert await error_of(client.conversations_open(users=people.get(users, users))) == error


async def test_the_app_joins_public_channels(sim, client):
    ana = sim.people["ana"].id
    channel = sim.workspace.add_channel("elsewhere", ana, [ana])
    first = await client.conversations_join(channel=channel.id)
    again = await client.conversations_join(channel=channel.id)

    assert first["channel"]["is_member"]
    assert again["warning"] == "already_in_channel"


async def test_the_app_cannot_join_what_is_archived_or_private(sim, client):
    docs, ana = sim.workspace.channel("team-docs"), sim.people["ana"]
    sim.workspace.archive(docs, ana.id)

    assert await error_of(client.conversations_join(channel=docs.id)) == "is_archived"
    call = client.conversations_join(channel=ana.dm.id)
    assert await error_of(call) == "method_not_supported_for_channel_type"


async def test_history_is_read_newest_first_without_replies(trusted, trusted_client):
    general = trusted.workspace.channel("general").id
    about = {"event_type": "letter", "event_payload": {"key": "k"}}
    stamps = [
        (await trusted_client.chat_postMessage(channel=general, text=str(n), metadata=about))["ts"]
        for n in range(4)
    ]
    await trusted_client.chat_postMessage(channel=general, text="reply", thread_ts=stamps[0])
    answer = await trusted_client.conversations_history(channel=general, oldest=stamps[0], limit=2)
    more = await trusted_client.conversations_history(
        channel=general,
        oldest=stamps[0],
        limit=2,
        cursor=answer["response_metadata"]["next_cursor"],
        include_all_metadata=True,
    )

    assert [each["text"] for each in answer["messages"]] == ["3", "2"]
    assert "metadata" not in answer["messages"][0]
    assert [each["metadata"] for each in more["messages"]] == [about]


async def test_history_takes_a_window(trusted, trusted_client):
    general = trusted.workspace.channel("general").id
    stamps = [(await trusted_client.chat_postMessage(channel=general, text=str(n)))["ts"] for n in range(3)]
    window = {"oldest": stamps[0], "latest": stamps[2]}
    inner = await trusted_client.conversations_history(channel=general, **window)
    whole = await trusted_client.conversations_history(channel=general, **window, inclusive=True)

    assert [each["text"] for each in inner["messages"]] == ["1"]
    assert [each["text"] for each in whole["messages"]] == ["2", "1", "0"]
    wrong = trusted_client.conversations_history(channel=general, latest="noon")
    assert await error_of(wrong) == "invalid_ts_latest"


async def test_a_thread_is_read_parent_first(trusted, trusted_client):
    general = trusted.workspace.channel("general").id
    parent = await trusted_client.chat_postMessage(channel=general, text="Question")
    await trusted_client.chat_postMessage(channel=general, text="Answer", thread_ts=parent["ts"])
    answer = await trusted_client.conversations_replies(channel=general, ts=parent["ts"])

    assert [each["text"] for each in answer["messages"]] == ["Question", "Answer"]
    assert answer["messages"][0]["reply_count"] == 1
    wrong = trusted_client.conversations_replies(channel=general, ts="1.1")
    assert await error_of(wrong) == "thread_not_found"


async def test_history_is_for_members(trusted, trusted_client):
    ana = trusted.people["ana"].id
    channel = trusted.workspace.add_channel("elsewhere", ana, [ana])

    assert await error_of(trusted_client.conversations_history(channel=channel.id)) == "not_in_channel"


async def test_a_topic_is_set_and_seen(trusted, trusted_client):
    docs = trusted.workspace.channel("team-docs")
    answer = await trusted_client.conversations_setTopic(channel=docs.id, topic="Commas")
    await trusted_client.conversations_setPurpose(channel=docs.id, purpose="Full stops")

    assert answer["channel"]["topic"]["value"] == docs.topic == "Commas"
    assert docs.purpose == "Full stops"


async def test_a_topic_that_says_so_already_is_no_news(trusted, trusted_client):
    docs = trusted.workspace.channel("team-docs")
    for _ in range(2):
        await trusted_client.conversations_setTopic(channel=docs.id, topic="Commas")
        await trusted_client.conversations_setPurpose(channel=docs.id, purpose="Full stops")

    assert [each.subtype for each in docs.messages.values()] == ["channel_topic", "channel_purpose"]


@pytest.mark.parametrize("what", ["topic", "purpose"])
async def test_a_topic_has_250_characters(trusted, trusted_client, what):
    docs = trusted.workspace.channel("team-docs").id
    method = f"conversations.set{what.title()}"
    call = trusted_client.api_call(method, json={"channel": docs, what: "x" * 251})

    assert await error_of(call) == "too_long"


async def test_where_a_topic_cannot_be_set(trusted, trusted_client):
    ana, space = trusted.people["ana"], trusted.workspace
    elsewhere = space.add_channel("elsewhere", ana.id, [ana.id])
    space.archive(space.channel("team-docs"), ana.id)
    errors = [
        await error_of(trusted_client.conversations_setTopic(channel=channel.id, topic="x"))
        for channel in (elsewhere, space.channel("team-docs"), ana.dm)
    ]

    assert errors == ["not_in_channel", "is_archived", "method_not_supported_for_channel_type"]


async def test_a_topic_needs_its_scope(sim, client):
    docs = sim.workspace.channel("team-docs").id

    assert await error_of(client.conversations_setTopic(channel=docs, topic="x")) == "missing_scope"


async def test_people_are_invited(trusted, trusted_client):
    docs, ana = trusted.workspace.channel("team-docs"), trusted.people["ana"].id
    await trusted_client.conversations_invite(channel=docs.id, users=[ana])

    assert ana in docs.members
    for users, error in [(ana, "already_in_channel"), ("U404", "user_not_found"), ("", "invalid_arguments")]:
        assert await error_of(trusted_client.conversations_invite(channel=docs.id, users=users)) == error
