"""Response URLs answer five times in thirty minutes, and only where they may."""

import pytest

from tests.bot.simulator.conftest import actions, button


@pytest.fixture
def answer(sim, http):
    """Answer through a response URL; gives the status and the words."""

    async def post(path, **body):
        async with http.post(sim.url + path, json=body) as response:
            return response.status, await response.text()

    return post


@pytest.fixture
def path(sim):
    return sim.world.response_urls.issue(sim.people["ana"].id, sim.workspace.channel("general").id)


async def test_an_answer_is_private_unless_it_says_otherwise(sim, answer, path):
    first = await answer(path, text="For you")
    await answer(path, text="For all", response_type="in_channel")

    assert first == (200, "ok")
    assert sim.people["ana"].reads("general") == ["For you", "For all"]
    assert sim.people["bo"].reads("general") == ["For all"]


async def test_a_sixth_answer_is_too_many(answer, path):
    for _ in range(5):
        await answer(path, text="x")

    assert await answer(path, text="x") == (404, "used_url")


async def test_an_answer_after_half_an_hour_is_too_late(answer, path, machine):
    machine.ahead += 1_801

    assert await answer(path, text="x") == (404, "expired_url")


async def test_a_guessed_address_answers_nobody(answer):
    assert await answer("/response/R1/guess", text="x") == (404, "no_service")


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({"colour": "red"}, "invalid_payload"),
        ({}, "no_text"),
        ({"text": "x" * 40_001}, "msg_too_long"),
        ({"blocks": [{"type": "wall"}]}, "invalid_blocks"),
        ({"attachments": ["x"]}, "invalid_attachments"),
        ({"text": "x", "response_type": "loud"}, "invalid_response_type"),
    ],
)
async def test_an_answer_keeps_the_rules_of_messages(answer, path, body, error):
    assert await answer(path, **body) == (400, error)


async def test_an_answer_needs_its_channel(sim, answer, path):
    general = sim.workspace.channel("general")
    sim.workspace.archive(general, sim.people["ana"].id)
    archived = await answer(path, text="x")
    del sim.workspace.channels[general.id]

    assert (archived, await answer(path, text="x")) == ((400, "is_archived"), (400, "channel_not_found"))


@pytest.fixture
async def pressed(sim, client):
    """The address a press on a public message gives."""
    posted = await client.chat_postMessage(channel="#general", text="Press", blocks=[actions(button())])
    facts = {"message_ts": posted["ts"]}
    return sim.world.response_urls.issue(sim.people["ana"].id, posted["channel"], **facts)


@pytest.mark.parametrize(
    ("body", "seen"),
    [
        ({"text": "Done"}, ["Done"]),
        ({"text": "Done", "replace_original": True}, ["Done"]),
        ({"text": "Done", "replace_original": False}, ["Press", "Done"]),
        ({"text": "Done", "response_type": "ephemeral"}, ["Press", "Done"]),
        ({"delete_original": True}, []),
    ],
)
async def test_an_answer_to_a_press_may_replace_what_was_pressed(sim, answer, pressed, body, seen):
    await answer(pressed, **body)

    assert sim.people["ana"].reads("general") == seen


async def test_a_private_message_is_replaced_in_its_place(sim, client, answer):
    ana, general = sim.people["ana"].id, sim.workspace.channel("general").id
    posted = await client.chat_postEphemeral(
        channel=general, user=ana, text="Sure?", blocks=[actions(button())]
    )
    path = sim.world.response_urls.issue(ana, general, message_ts=posted["message_ts"])
    await answer(path, text="Sure.", attachments=[{"text": "x"}])
    message = sim.people["ana"].sees("general")[-1]
    await answer(path, delete_original=True)

    assert (message.text, message.edited_at) == ("Sure.", None)
    assert sim.people["ana"].reads("general") == []
