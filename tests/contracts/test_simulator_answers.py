"""What the simulated workspace answers has Slack's shape, and it refuses what Slack refuses."""

import pytest
from slack_sdk.errors import SlackApiError

from tests.contracts.listening import BLOCKS, MODAL, by_socket
from tests.contracts.overheard import faults_of_traffic
from tests.contracts.recorded import answers
from tests.contracts.test_checking import RIGHT_BLOCKS, WRONG_BLOCKS, WRONG_VIEWS


async def modal_of(somebody, listener):
    await somebody.uses("anywhere")
    return await listener.client.views_open(trigger_id=listener.of("shortcut")["trigger_id"], view=MODAL)


async def test_every_recorded_answer_has_its_shape(workspace, listener, posted):
    bo, client = workspace.people["bo"], listener.client
    here = {"channel": posted.channel}
    await client.auth_test()
    await client.chat_getPermalink(**here, message_ts=posted.ts)
    await client.chat_postEphemeral(**here, user=bo.id, text="Only you")
    await client.conversations_info(**here)
    await client.conversations_join(**here)
    await client.conversations_list(limit=200)
    await client.conversations_members(**here)
    await client.conversations_setTopic(**here, topic="The topic")
    await client.reactions_add(**here, name="tada", timestamp=posted.ts)
    await client.reactions_remove(**here, name="tada", timestamp=posted.ts)
    await client.users_info(user=bo.id)
    await client.users_list()
    await client.files_upload_v2(**here, content="1,2,3", filename="chart.csv", title="A chart")
    await client.views_publish(user_id=bo.id, view={"type": "home", "blocks": BLOCKS})
    opened = await modal_of(bo, listener)
    await client.views_update(view_id=opened["view"]["id"], view=MODAL)
    await bo.clicks("undo")
    await client.views_push(trigger_id=listener.of("block_actions")["trigger_id"], view=MODAL)
    await client.chat_delete(**here, ts=posted.ts)

    asked = {entry["name"] for entry in workspace.traffic if entry["kind"] == "web_api"}
    assert answers() - asked <= {"apps.connections.open", "oauth.v2.access"}
    assert not faults_of_traffic(workspace.traffic)


async def test_a_shared_channel_has_its_shape(workspace, listener, posted):
    workspace.workspace.share(workspace.workspace.channel("general"))
    shown = (await listener.client.conversations_info(channel=posted.channel))["channel"]
    listed = (await listener.client.conversations_list())["channels"]

    assert shown["is_ext_shared"]
    assert sum(each["is_ext_shared"] for each in listed) == 1
    assert not faults_of_traffic(workspace.traffic)


once = pytest.mark.parametrize("workspace", [by_socket], indirect=True, ids=["socket"])
# A file must have been uploaded before it is shown.
TAKEN = {name: block for name, block in RIGHT_BLOCKS.items() if "slack_file" not in block}


@once
@pytest.mark.parametrize("block", TAKEN.values(), ids=TAKEN)
async def test_a_right_block_is_taken(workspace, listener, block):
    assert (await listener.client.chat_postMessage(channel="#general", text="x", blocks=[block]))["ok"]


@once
@pytest.mark.parametrize("block", WRONG_BLOCKS.values(), ids=WRONG_BLOCKS)
async def test_a_wrong_block_is_refused(workspace, listener, block):
    with pytest.raises(SlackApiError, match="invalid_blocks"):
        await listener.client.chat_postMessage(channel="#general", text="x", blocks=[block])


@once
@pytest.mark.parametrize("view", WRONG_VIEWS.values(), ids=WRONG_VIEWS)
async def test_a_wrong_view_is_refused(workspace, listener, view):
    await workspace.people["bo"].uses("anywhere")

    with pytest.raises(SlackApiError, match="invalid_arguments"):
        await listener.client.views_open(trigger_id=listener.of("shortcut")["trigger_id"], view=view)
