"""The checks themselves: each deliberately wrong payload is caught, and right ones pass."""

import copy
from collections.abc import Callable
from typing import Any

import pytest
import yaml
from slack_sdk.models.blocks import (
    ButtonElement,
    InputBlock,
    PlainTextInputElement,
    SectionBlock,
    StaticSelectElement,
)
from slack_sdk.models.blocks.basic_components import Option
from slack_sdk.models.views import View

from tests.contracts.checking import (
    faults_of_call,
    faults_of_manifest,
    faults_of_message,
    faults_of_payload,
    faults_of_view,
)
from tests.contracts.shapes import HERE

BUTTON: dict[str, Any] = {
    "type": "button",
    "text": {"type": "plain_text", "text": "Undo"},
    "action_id": "commit.undo",
}
OPTION: dict[str, Any] = {"text": {"type": "plain_text", "text": "This week"}, "value": "this"}
INPUT: dict[str, Any] = {
    "type": "input",
    "block_id": "text",
    "label": {"type": "plain_text", "text": "What will you do?"},
    "element": {"type": "plain_text_input", "action_id": "text", "max_length": 300},
}
CONFIRM: dict[str, Any] = {
    "title": {"type": "plain_text", "text": "Drop it?"},
    "text": {"type": "mrkdwn", "text": "It goes for good."},
    "confirm": {"type": "plain_text", "text": "Drop"},
    "deny": {"type": "plain_text", "text": "Keep"},
}


def section(text: str = "Steady.", **more: Any) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def actions(*elements: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "actions", "elements": [*elements], **more}


def select(**more: Any) -> dict[str, Any]:
    return {"type": "static_select", "action_id": "when", **more}


def modal(**more: Any) -> dict[str, Any]:
    return {
        "type": "modal",
        "callback_id": "commit.submit",
        "title": {"type": "plain_text", "text": "A commitment"},
        "submit": {"type": "plain_text", "text": "Commit"},
        "blocks": [INPUT],
        **more,
    }


RIGHT_BLOCKS: dict[str, dict[str, Any]] = {
    "a header": {"type": "header", "text": {"type": "plain_text", "text": "North Star"}},
    "a section with fields": {"type": "section", "fields": [{"type": "mrkdwn", "text": "*27*"}] * 10},
    "a divider": {"type": "divider"},
    "a context": {
        "type": "context",
        "elements": [{"type": "mrkdwn", "text": "updated <!date^1^{time}|now>"}],
    },
    "a picture by file": {"type": "image", "alt_text": "27 people", "slack_file": {"id": "F1"}},
    "a picture by address": {
        "type": "image",
        "alt_text": "27 people",
        "image_url": "https://example.com/a.png",
    },
    "a button that asks first": actions({**BUTTON, "confirm": CONFIRM, "style": "danger", "value": "c1"}),
    "a select": actions(select(options=[OPTION], initial_option=OPTION)),
    "a table": {"type": "table", "rows": [[{"type": "raw_text", "text": "week"}]] * 3},
    "rich text": {
        "type": "rich_text",
        "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "Hello"}]}],
    },
    "an overflow": section(accessory={"type": "overflow", "action_id": "more", "options": [OPTION]}),
}

WRONG_BLOCKS: dict[str, Any] = {
    "a null": None,
    "an unknown type": {"type": "sparkle"},
    "no type": {"text": "x"},
    "a key nobody knows": section(colour="red"),
    "a section without words": {"type": "section"},
    "an empty text": section(""),
    "a section of 3,001 characters": section("x" * 3001),
    "a field of 2,001 characters": {"type": "section", "fields": [{"type": "mrkdwn", "text": "x" * 2001}]},
    "eleven fields": {"type": "section", "fields": [{"type": "mrkdwn", "text": "x"}] * 11},
    "text that is no object": {"type": "section", "text": "Steady."},
    "text of an unknown kind": {"type": "section", "text": {"type": "markdown", "text": "x"}},
    "a header in mrkdwn": {"type": "header", "text": {"type": "mrkdwn", "text": "x"}},
    "a header of 151 characters": {"type": "header", "text": {"type": "plain_text", "text": "x" * 151}},
    "eleven elements of context": {"type": "context", "elements": [{"type": "mrkdwn", "text": "x"}] * 11},
    "a button in a context": {"type": "context", "elements": [BUTTON]},
    "no actions": actions(),
    "26 actions": actions(*({**BUTTON, "action_id": f"a{n}"} for n in range(26))),
    "the same action twice": actions(BUTTON, BUTTON),
    "a button without words": actions({"type": "button", "action_id": "x"}),
    "a button of 76 characters": actions({**BUTTON, "text": {"type": "plain_text", "text": "x" * 76}}),
    "a button in mrkdwn": actions({**BUTTON, "text": {"type": "mrkdwn", "text": "x"}}),
    "a button in another colour": actions({**BUTTON, "style": "blue"}),
    "a button with a value of 2,001 characters": actions({**BUTTON, "value": "x" * 2001}),
    "a number as a value": actions({**BUTTON, "value": 7}),
    "an action_id of 256 characters": actions({**BUTTON, "action_id": "x" * 256}),
    "a block_id of 256 characters": section(block_id="x" * 256),
    "a confirm without deny": actions(
        {**BUTTON, "confirm": {k: v for k, v in CONFIRM.items() if k != "deny"}}
    ),
    "a confirm with a long button": actions(
        {**BUTTON, "confirm": {**CONFIRM, "deny": {"type": "plain_text", "text": "x" * 31}}}
    ),
    "101 options": actions(select(options=[{**OPTION, "value": str(n)} for n in range(101)])),
    "no options": actions(select(options=[])),
    "a select of nothing": actions(select()),
    "two options of the same value": actions(select(options=[OPTION, OPTION])),
    "an option with a long value": actions(select(options=[{**OPTION, "value": "x" * 151}])),
    "an option with a long text": actions(
        select(options=[{"text": {"type": "plain_text", "text": "x" * 76}, "value": "a"}])
    ),
    "an initial option that is not offered": actions(
        select(options=[OPTION], initial_option={**OPTION, "value": "other"})
    ),
    "six options of overflow": section(
        accessory={
            "type": "overflow",
            "action_id": "more",
            "options": [{**OPTION, "value": str(n)} for n in range(6)],
        }
    ),
    "eleven checkboxes": actions(
        {"type": "checkboxes", "action_id": "c", "options": [{**OPTION, "value": str(n)} for n in range(11)]}
    ),
    "a picture without alt_text": {"type": "image", "image_url": "https://example.com/a.png"},
    "a picture of nothing": {"type": "image", "alt_text": "x"},
    "a picture by id and address": {
        "type": "image",
        "alt_text": "x",
        "slack_file": {"id": "F1", "url": "https://x"},
    },
    "an input with two labels": {**INPUT, "label": "What?"},
    "an input that may be too long": {**INPUT, "element": {**INPUT["element"], "max_length": 3001}},
    "an input around a button": {**INPUT, "element": BUTTON},
    "101 rows": {"type": "table", "rows": [[{"type": "raw_text", "text": "1"}]] * 101},
    "21 columns": {"type": "table", "rows": [[{"type": "raw_text", "text": "1"}] * 21]},
    "rich text that is empty": {"type": "rich_text", "elements": []},
}

WRONG_VIEWS = {
    "no title": {k: v for k, v in modal().items() if k != "title"},
    "a title of 25 characters": modal(title={"type": "plain_text", "text": "x" * 25}),
    "a close of 25 characters": modal(close={"type": "plain_text", "text": "x" * 25}),
    "a title in mrkdwn": modal(title={"type": "mrkdwn", "text": "x"}),
    "an input and no submit": {k: v for k, v in modal().items() if k != "submit"},
    "101 blocks": modal(blocks=[{"type": "divider"}] * 101),
    "a null block": modal(blocks=[INPUT, None]),
    "the same block_id twice": modal(blocks=[INPUT, INPUT]),
    "private_metadata of 3,001 characters": modal(private_metadata="x" * 3001),
    "a callback_id of 256 characters": modal(callback_id="x" * 256),
    "a key nobody knows": modal(width="wide"),
    "an unknown kind": modal(type="drawer"),
    "a home with a title": {
        "type": "home",
        "title": {"type": "plain_text", "text": "x"},
        "blocks": [section()],
    },
    "a home of 101 blocks": {"type": "home", "blocks": [{"type": "divider"}] * 101},
    "nothing at all": {},
}


@pytest.mark.parametrize("block", RIGHT_BLOCKS.values(), ids=RIGHT_BLOCKS)
def test_a_right_block_passes(block):
    assert not faults_of_message({"text": "Steady.", "blocks": [block]})


@pytest.mark.parametrize("block", WRONG_BLOCKS.values(), ids=WRONG_BLOCKS)
def test_a_wrong_block_is_caught(block):
    assert faults_of_message({"text": "Steady.", "blocks": [block]})


@pytest.mark.parametrize("view", WRONG_VIEWS.values(), ids=WRONG_VIEWS)
def test_a_wrong_view_is_caught(view):
    assert faults_of_view(view)


@pytest.mark.parametrize(
    "view", [modal(), {"type": "home", "blocks": [section(), actions(BUTTON)]}], ids=["modal", "home"]
)
def test_a_right_view_passes(view):
    assert not faults_of_view(view)


@pytest.mark.parametrize(
    "message",
    [
        {"text": "x", "blocks": [{"type": "divider"}] * 51},
        {"text": "x", "blocks": [section(block_id="a"), section(block_id="a")]},
        {"blocks": [section()]},
        {"text": "x" * 40_001},
        {"text": None, "blocks": [section()]},
        {"text": "x", "blocks": {"type": "divider"}},
    ],
    ids=["51 blocks", "the same block_id twice", "no text", "too much text", "null text", "no list"],
)
def test_a_wrong_message_is_caught(message):
    assert faults_of_message(message)


def test_a_fault_names_its_place():
    faults = faults_of_message({"text": "x", "blocks": [section(), section("x" * 3001)]})

    assert len(faults) == 1
    assert faults[0].startswith("blocks.1.text.text: ")


def test_slack_sdk_classes_are_checked_as_they_are_sent():
    right = SectionBlock(text="Steady.", accessory=ButtonElement(text="Commit", action_id="commit.open"))
    wrong = SectionBlock(text="Steady.", fields=["x" * 2001])

    assert not faults_of_message({"text": "Steady.", "blocks": [right]})
    assert faults_of_message({"text": "Steady.", "blocks": [wrong]})


def test_a_null_that_slack_sdk_puts_into_a_view_is_caught():
    chart = {"type": "data_visualization", "title": "x"}

    assert faults_of_view(View(type="home", blocks=[chart]))


def test_a_view_made_of_slack_sdk_classes_passes():
    ask = InputBlock(label="What?", block_id="text", element=PlainTextInputElement(action_id="text"))
    when = InputBlock(
        label="When?",
        block_id="when",
        element=StaticSelectElement(action_id="when", options=[Option(text="This week", value="this")]),
    )

    assert not faults_of_view(View(type="modal", title="A commitment", submit="Commit", blocks=[ask, when]))


CALLS: dict[str, tuple[str, dict[str, Any], bool]] = {
    "a post": ("chat.postMessage", {"channel": "C1", "text": "Hi", "unfurl_links": False}, True),
    "a post in a thread": (
        "chat.postMessage",
        {"channel": "C1", "text": "Hi", "blocks": [section()], "thread_ts": "1.0"},
        True,
    ),
    "a post with metadata": (
        "chat.postMessage",
        {
            "channel": "C1",
            "text": "Hi",
            "metadata": {"event_type": "delivery", "event_payload": {"key": "k"}},
        },
        True,
    ),
    "a post to nowhere": ("chat.postMessage", {"text": "Hi"}, False),
    "a post with a word nobody knows": (
        "chat.postMessage",
        {"channel": "C1", "text": "Hi", "color": "red"},
        False,
    ),
    "a post whose blocks are wrong": (
        "chat.postMessage",
        {"channel": "C1", "text": "Hi", "blocks": [None]},
        False,
    ),
    "a post whose blocks are JSON text": (
        "chat.postMessage",
        {"channel": "C1", "text": "Hi", "blocks": '[{"type": "sparkle"}]'},
        False,
    ),
    "an update": ("chat.update", {"channel": "C1", "ts": "1.0", "text": "Hi"}, True),
    "an update of nothing": ("chat.update", {"channel": "C1", "text": "Hi"}, False),
    "an answer in private": ("response_url", {"text": "Kept.", "response_type": "ephemeral"}, True),
    "an answer that takes itself back": ("response_url", {"delete_original": True}, True),
    "an answer to somebody else": ("response_url", {"text": "Kept.", "response_type": "loud"}, False),
    "a modal": ("views.open", {"trigger_id": "1.2", "view": modal()}, True),
    "a modal without a trigger": ("views.open", {"view": modal()}, False),
    "a modal that is wrong": ("views.open", {"trigger_id": "1.2", "view": modal(blocks=[None])}, False),
    "a home": ("views.publish", {"user_id": "U1", "view": {"type": "home", "blocks": [section()]}}, True),
    "field errors": ("view_response", {"response_action": "errors", "errors": {"text": "Say what."}}, True),
    "another view": ("view_response", {"response_action": "update", "view": modal()}, True),
    "a response nobody knows": ("view_response", {"response_action": "shout"}, False),
    "a method nobody knows": ("chat.shout", {}, False),
}


@pytest.mark.parametrize(("method", "arguments", "right"), CALLS.values(), ids=CALLS)
def test_a_call_is_held_against_its_arguments(method, arguments, right):
    assert (faults_of_call(method, arguments) == []) is right


COMMAND = {
    "token": "t",
    "api_app_id": "A1",
    "team_id": "T1",
    "team_domain": "polaris",
    "channel_id": "C1",
    "channel_name": "engine",
    "user_id": "U1",
    "user_name": "ana",
    "command": "/commit",
    "text": "fix the docs",
    "response_url": "https://example.com/r",
    "trigger_id": "1.2.3",
    "is_enterprise_install": "false",
}


@pytest.mark.parametrize("key", COMMAND)
def test_a_command_payload_that_lacks_a_key_is_caught(key):
    assert faults_of_payload("command", {k: v for k, v in COMMAND.items() if k != key})


def test_a_command_payload_with_a_key_of_nobody_is_caught():
    assert faults_of_payload("command", {**COMMAND, "thread_ts": "1.0"})


def test_a_reaction_whose_envelope_lacks_its_authorizations_is_caught():
    event = {
        "type": "reaction_added",
        "user": "U1",
        "reaction": "tada",
        "item": {"type": "message", "channel": "C1", "ts": "1.0"},
        "item_user": "U2",
        "event_ts": "1.1",
    }
    envelope = {
        "token": "t",
        "team_id": "T1",
        "api_app_id": "A1",
        "event": event,
        "type": "event_callback",
        "event_id": "Ev1",
        "event_time": 1,
        "is_ext_shared_channel": False,
        "event_context": "4-x",
        "context_team_id": "T1",
        "context_enterprise_id": None,
    }
    seen_by = [
        {
            "enterprise_id": None,
            "team_id": "T1",
            "user_id": "U2",
            "is_bot": True,
            "is_enterprise_install": False,
        }
    ]

    assert not faults_of_payload("reaction_added", {**envelope, "authorizations": seen_by})
    assert faults_of_payload("reaction_added", envelope)


@pytest.fixture
def manifest():
    return yaml.safe_load((HERE.parent.parent / "manifest.yml").read_text())


def broken(change: Callable[[dict[str, Any]], None]) -> Any:
    """Name a manifest's fault by the function that makes it."""
    return pytest.param(change, id=change.__name__.replace("_", " "))


def no_name(app):
    del app["display_information"]["name"]


def a_name_too_long(app):
    app["display_information"]["name"] = "x" * 36


def a_command_without_a_slash(app):
    app["features"]["slash_commands"][0]["command"] = "commit"


def a_command_too_long(app):
    app["features"]["slash_commands"][0]["command"] = "/" + "x" * 32


def a_scope_nobody_knows(app):
    app["oauth_config"]["scopes"]["bot"].append("everything:read")


def an_event_nobody_knows(app):
    app["settings"]["event_subscriptions"]["bot_events"].append("everything_happened")


def an_address_without_tls(app):
    app["settings"]["interactivity"]["request_url"] = "http://example.com"


def a_key_nobody_knows(app):
    app["settings"]["colour"] = "blue"


def a_shortcut_of_an_unknown_kind(app):
    app["features"]["shortcuts"][0]["type"] = "local"


@pytest.mark.parametrize(
    "change",
    [
        broken(change)
        for change in (
            no_name,
            a_name_too_long,
            a_command_without_a_slash,
            a_command_too_long,
            a_scope_nobody_knows,
            an_event_nobody_knows,
            an_address_without_tls,
            a_key_nobody_knows,
            a_shortcut_of_an_unknown_kind,
        )
    ],
)
def test_a_wrong_manifest_is_caught(manifest, change):
    wrong = copy.deepcopy(manifest)
    change(wrong)

    assert not faults_of_manifest(manifest)
    assert faults_of_manifest(wrong)
