"""Reactions are added once, taken back once, and read."""

import pytest

from tests.bot.simulator.test_chat import error_of


@pytest.fixture
async def item(client):
    posted = await client.chat_postMessage(channel="#general", text="Done")
    return {"channel": posted["channel"], "timestamp": posted["ts"]}


async def test_a_reaction_is_added_once_and_taken_back_once(client, item):
    await client.reactions_add(**item, name="tada")
    twice = await error_of(client.reactions_add(**item, name="tada"))
    shown = await client.reactions_get(**item)
    await client.reactions_remove(**item, name="tada")

    assert twice == "already_reacted"
    assert [(each["name"], each["count"]) for each in shown["message"]["reactions"]] == [("tada", 1)]
    assert await error_of(client.reactions_remove(**item, name="tada")) == "no_reaction"


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"timestamp": "1.1"}, "message_not_found"),
        ({"timestamp": ""}, "no_item_specified"),
        ({"name": "not a name"}, "invalid_name"),
        ({"channel": "C404"}, "channel_not_found"),
    ],
)
async def test_what_cannot_be_reacted_to(client, item, change, error):
    assert await error_of(client.reactions_add(**item | {"name": "tada"} | change)) == error


async def test_reactions_of_files_are_not_kept(client):
    assert await error_of(client.reactions_get(file="F1")) == "invalid_arguments"
