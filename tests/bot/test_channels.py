"""What everybody may read is told from what was said to a few."""

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.channels import is_public


@pytest.fixture
def client(simulator):
    return AsyncWebClient(token=simulator.bot_token, base_url=simulator.api_url)


async def test_a_channel_of_the_organisation_is_public(simulator, client):
    assert await is_public(client, simulator.workspace.channel("general").id)


@pytest.mark.parametrize("app", [True, False])
async def test_a_private_channel_is_not_whether_the_bot_is_in_it_or_not(simulator, client, app):
    workspace = simulator.workspace
    ana = simulator.people["ana"].id
    members = [ana, workspace.bot.id] if app else [ana]
    secret = workspace.add_channel("secret", members=members, creator=ana, is_private=True)

    assert not await is_public(client, secret.id)


async def test_a_channel_shared_with_others_is_not(simulator, client):
    general = simulator.workspace.channel("general")
    simulator.workspace.share(general)

    assert not await is_public(client, general.id)


async def test_a_direct_message_is_not(simulator, client):
    ana, workspace = simulator.people["ana"], simulator.workspace

    assert not await is_public(client, workspace.direct(workspace.bot.id, ana.id).id)
    assert not await is_public(client, workspace.direct(ana.id, simulator.people["bo"].id).id)
