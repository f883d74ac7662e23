"""What the simulated workspace sends has Slack's shape, over Socket Mode and over signed HTTP."""

import pytest

from tests.contracts.checking import faults_of_payload
from tests.contracts.listening import BLOCKS, CHOICE


async def test_a_command_has_its_shape(workspace, listener):
    await workspace.people["bo"].runs("/commit ask @ana about #general", channel="team-engine")

    assert not faults_of_payload("command", listener.of("command"))


@pytest.mark.parametrize(
    ("element", "value"),
    [
        ("undo", {}),
        ("when", {"selected_option": CHOICE}),
        ("more", {"selected_option": CHOICE}),
        ("day", {"selected_date": "2026-03-16"}),
        ("time", {"selected_time": "09:00"}),
        ("who", {"selected_user": "U0"}),
        ("several", {"selected_options": [CHOICE]}),
        ("boxes", {"selected_options": [CHOICE]}),
        ("one", {"selected_option": CHOICE}),
    ],
)
async def test_a_press_in_a_message_has_its_shape(workspace, listener, posted, element, value):
    await workspace.people["bo"].clicks(element, **value)

    assert not faults_of_payload("block_actions", listener.of("block_actions"))


async def test_a_press_in_a_private_answer_has_its_shape(workspace, listener):
    bo = workspace.people["bo"]
    await listener.client.chat_postEphemeral(channel="#general", user=bo.id, text="Only you", blocks=BLOCKS)

    await bo.clicks("undo")

    assert not faults_of_payload("block_actions", listener.of("block_actions"))


async def test_a_press_in_a_modal_has_its_shape(listener, filled):
    await filled.clicks("undo")

    assert not faults_of_payload("block_actions", listener.of("block_actions"))


async def test_a_press_in_the_home_tab_has_its_shape(workspace, listener):
    bo = workspace.people["bo"]
    await listener.client.views_publish(user_id=bo.id, view={"type": "home", "blocks": BLOCKS})

    await bo.clicks("undo")

    assert not faults_of_payload("block_actions", listener.of("block_actions"))


async def test_a_press_by_somebody_of_another_organisation_has_its_shape(workspace, listener, posted):
    space = workspace.workspace
    mia = space.add_user("mia", "Mia Customer", is_stranger=True)
    space.share(space.channel("general"))
    space.join(space.channel("general"), mia.id)

    await workspace.people["mia"].clicks("undo")

    pressed = listener.of("block_actions")
    assert not faults_of_payload("block_actions", pressed)
    assert pressed["user"]["team_id"] == mia.team_id != pressed["team"]["id"]


async def test_an_event_in_a_shared_channel_has_its_shape(workspace, listener):
    workspace.workspace.share(workspace.workspace.channel("general"))
    await workspace.people["bo"].says("Hello", channel="general")

    assert not faults_of_payload("message", listener.of("message"))
    assert listener.of("message")["is_ext_shared_channel"]


async def test_an_empty_submission_has_its_shape(listener, filled):
    await filled.submits()

    assert not faults_of_payload("view_submission", listener.of("view_submission"))


async def test_a_full_submission_has_its_shape(workspace, listener, filled):
    await filled.submits(
        text="fix the docs",
        count=3,
        when="This week",
        lead=workspace.people["ana"].id,
        room=workspace.workspace.channel("general").id,
        home=workspace.workspace.channel("general").id,
        several=[filled.id],
        day="2026-03-16",
        time="09:00",
        boxes=["This week"],
        one="This week",
    )

    assert not faults_of_payload("view_submission", listener.of("view_submission"))


async def test_a_closed_modal_has_its_shape(listener, filled):
    await filled.closes()

    assert not faults_of_payload("view_closed", listener.of("view_closed"))


async def test_a_global_shortcut_has_its_shape(workspace, listener):
    await workspace.people["bo"].uses("anywhere")

    assert not faults_of_payload("shortcut", listener.of("shortcut"))


async def test_a_message_shortcut_has_its_shape(workspace, listener, posted):
    await workspace.people["bo"].uses("on_message", on=posted)

    assert not faults_of_payload("message_action", listener.of("message_action"))


async def test_events_of_a_message_have_their_shape(workspace, listener, posted):
    bo = workspace.people["bo"]
    await bo.says("Well done", channel="general")
    await bo.reacts("tada", posted)
    await bo.unreacts("tada", posted)

    for kind in ("message", "reaction_added", "reaction_removed"):
        assert not faults_of_payload(kind, listener.of(kind))


async def test_events_of_a_channel_have_their_shape(workspace, listener):
    people, room = workspace.people, workspace.workspace.channel("team-engine")
    await people["ana"].joins("team-engine")
    await people["ana"].leaves("team-engine")
    workspace.workspace.rename(room, "engine")
    workspace.workspace.archive(room, people["bo"].id)
    await workspace.settled()

    for kind in ("member_joined_channel", "member_left_channel", "channel_rename", "channel_archive"):
        assert not faults_of_payload(kind, listener.of(kind))


@pytest.mark.parametrize("published", [False, True], ids=["never published", "published"])
async def test_an_opened_home_tab_has_its_shape(workspace, listener, published):
    bo = workspace.people["bo"]
    if published:
        await listener.client.views_publish(user_id=bo.id, view={"type": "home", "blocks": BLOCKS})

    await bo.opens_home()

    payload = listener.of("app_home_opened")
    assert not faults_of_payload("app_home_opened", payload)
    assert ("view" in payload["event"]) is published


async def test_a_changed_person_has_its_shape(workspace, listener):
    workspace.workspace.change_user(workspace.people["bo"].user, tz="Asia/Kolkata")
    await workspace.settled()

    assert not faults_of_payload("user_change", listener.of("user_change"))


async def test_an_uninstall_has_its_shape(workspace, listener):
    workspace.world.uninstall()
    await workspace.settled()

    for kind in ("tokens_revoked", "app_uninstalled"):
        assert not faults_of_payload(kind, listener.of(kind))
