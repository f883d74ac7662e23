"""People of another organisation cannot press anything, met or not."""

import pytest
from slack_sdk.models.blocks import ActionsBlock

from bot.features.commit.views import commit_button

PRESSED = "Polaris listens to the people of this organisation only."


@pytest.fixture
async def shared(simulator, polaris):
    """A channel that Mia of a customer is in; the bot has posted a Commit button there."""
    mia = simulator.workspace.add_user("mia", "Mia Customer", team_id="T0ELSEWHERE")
    channel = simulator.workspace.channel("general")
    channel.members[mia.id] = None
    block = ActionsBlock(elements=[commit_button()])
    await polaris.client.chat_postMessage(channel=channel.id, text="Commit", blocks=[block.to_dict()])
    return simulator.people["mia"]


async def test_a_stranger_who_presses_commit_is_refused_politely(shared, polaris):
    await shared.clicks("Commit")
    await polaris.door.settled()

    assert shared.modal is None
    assert shared.reads("general")[-1] == PRESSED


async def test_a_guest_of_ours_is_not_a_stranger(simulator, shared, polaris):
    gus = simulator.people["gus"]
    simulator.workspace.channel("general").members[gus.id] = None
    await gus.clicks("Commit")
    await polaris.door.settled()

    assert gus.modal["title"]["text"] == "Make a commitment"
