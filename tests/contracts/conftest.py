"""A workspace and an app that listens, joined both ways."""

import pytest

from tests.contracts.listening import BLOCKS, MODAL, Listener, by_http, by_socket


@pytest.fixture
def listener():
    return Listener()


@pytest.fixture(params=[by_socket, by_http], ids=["socket", "http"])
async def workspace(request, listener):
    async with request.param(listener) as simulator:
        yield simulator


@pytest.fixture
async def posted(workspace, listener):
    """A message of the app's in #general, with something of everything to press."""
    answer = await listener.client.chat_postMessage(channel="#general", text="Choose.", blocks=BLOCKS)
    channel = workspace.workspace.channel(answer["channel"])
    return channel.messages[answer["ts"]]


@pytest.fixture
async def filled(workspace, listener):
    """Somebody with the modal open."""
    bo = workspace.people["bo"]
    await bo.uses("anywhere")
    await listener.client.views_open(trigger_id=listener.of("shortcut")["trigger_id"], view=MODAL)
    return bo
