"""Holds what the bot sends and what the simulator emits against Slack's published types and limits.

Each function returns the faults as sentences, so that a test reads `assert not faults_of_message(payload)`.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from jsonschema.exceptions import ValidationError

from tests.contracts import by_hand, recorded
from tests.contracts.by_hand import LIMITS
from tests.contracts.shapes import errors_against, faults_against, known, place, sentence

Json = Mapping[str, Any]

_POSTING = {"chat.postMessage", "chat.update", "chat.postEphemeral", "chat.scheduleMessage", "response_url"}


# What Slack takes and the types forget: slack_sdk adds the workspace to whatever a listener's client calls,
# and the documentation of files.getUploadURLExternal calls `alt_txt` what the type calls `alt_text`.
_UNTYPED = {"team_id", "alt_txt"}


def faults_of_message(payload: Json) -> list[str]:
    """Check the words and blocks of a message, however it is sent; blocks need words too."""
    text, blocks = payload.get("text"), _plain(payload.get("blocks"))
    faults = [*_faults_of_text(text)]
    if blocks is not None:
        faults += faults_of_blocks(blocks, at_most=LIMITS["message_blocks"])
        faults += [] if text else ["a message with blocks has no text for screen readers and notifications"]
    if len(_plain(payload.get("attachments")) or ()) > LIMITS["attachments"]:
        faults.append(f"there are more than {LIMITS['attachments']} attachments")
    return faults


def faults_of_blocks(blocks: Any, *, at_most: int) -> list[str]:
    """Check a list of blocks, plain or of slack_sdk's classes."""
    plain = _plain(blocks)
    if not isinstance(plain, list):
        return ["blocks is not a list"]
    faults = faults_against("schemas/blocks.json", "Blocks", plain)
    if faults:
        return [*(f"blocks.{fault}" for fault in faults), *_count(plain, at_most)]
    return [*_count(plain, at_most), *by_hand.faults_of_parts(plain, "blocks"), *_faults_of_ids(plain)]


def faults_of_view(view: Any) -> list[str]:
    """Check a modal or a home tab, plain or of slack_sdk's class."""
    plain = _plain(view)
    kind = plain.get("type") if isinstance(plain, dict) else None
    if kind not in ("modal", "home"):
        return [f"a view of type {kind!r} is neither modal nor home"]
    faults = faults_against("schemas/views.json", kind, plain)
    misshapen = bool(faults)
    if isinstance(blocks := plain.get("blocks"), list):
        faults += _count(blocks, LIMITS["view_blocks"])
        if kind == "modal" and "submit" not in plain and _asks(blocks):
            faults.append("a modal with an input has no submit")
    if misshapen:
        return faults
    return [*faults, *by_hand.faults_of_parts(plain["blocks"], "blocks"), *_faults_of_ids(plain["blocks"])]


def faults_of_call(method: str, arguments: Json) -> list[str]:
    """Check the arguments of a method ("chat.postMessage"), of "response_url" or of "view_response"."""
    if method not in known("schemas/calls.json"):
        return [f"{method} is not among the methods that were made into schemas"]
    plain = {name: _decoded(name, value) for name, value in arguments.items() if name not in _UNTYPED}
    faults = [
        sentence(error)
        for error in errors_against("schemas/calls.json", method, plain)
        if not _is_form_text(error)
    ]
    if method in _POSTING and not plain.get("delete_original"):
        faults += faults_of_message(plain)
    if "view" in plain:
        faults += faults_of_view(plain["view"])
    return [f"{method}: {fault}" for fault in faults]


def kind_of(payload: Json) -> str:
    """Name a payload as `faults_of_payload` wants it; a message with a subtype is "message.<subtype>"."""
    event = payload.get("event")
    if not isinstance(event, Mapping):
        return str(payload.get("type", "command"))
    return f"{event['type']}.{event['subtype']}" if "subtype" in event else str(event["type"])


def faults_of_payload(kind: str, payload: Json) -> list[str]:
    """Check a payload that Slack would send: "command", "block_actions", "reaction_added" ...

    It must fit Bolt's type of it, and have the keys of the recorded one. A key in neither is a fault too.
    """
    path = (
        "schemas/interactions.json" if kind in known("schemas/interactions.json") else "schemas/events.json"
    )
    if kind not in known(path):
        return [f"{kind} is not among the payloads that were made into schemas"]
    sample = recorded.payload(kind)
    faults = [
        sentence(error)
        for error in errors_against(path, kind, payload)
        if not recorded.allows(sample, kind, place(error), error)
    ]
    return faults + recorded.lacking(sample, payload, kind) + _faults_of_shown_blocks(payload)


def faults_of_answer(method: str, answer: Json) -> list[str]:
    """Check a successful answer of a Web API method against the recorded one."""
    return recorded.lacking(recorded.answer(method), answer, method)


def faults_of_manifest(manifest: Json) -> list[str]:
    """Check an app manifest against three published schemas, and its addresses."""
    faults = faults_against("published/manifest.schema.json", None, manifest)
    older = json.loads(json.dumps(manifest))
    older.get("oauth_config", {}).get("scopes", {}).pop(
        "bot_optional", None
    )  # SchemaStore's does not know it yet
    faults += [
        sentence(error) for error in errors_against("published/manifest.schemastore.json", None, older)
    ]
    faults += faults_against("schemas/manifest.json", "manifest", older)
    return faults + list(by_hand.faults_of_urls(manifest))


def _faults_of_text(text: Any) -> Iterator[str]:
    if text is not None and not isinstance(text, str):
        yield f"text is {type(text).__name__}"
    elif text is not None and len(text) > LIMITS["text_truncate"]:
        yield f"text is longer than {LIMITS['text_truncate']}"


def _faults_of_ids(blocks: list[Any]) -> Iterator[str]:
    yield from by_hand.repeated(blocks, "block_id")
    for block in blocks:
        yield from by_hand.repeated(block, "action_id")


def _faults_of_shown_blocks(payload: Json) -> list[str]:
    """Blocks inside an emitted message or view are those of a surface, so they must stand the same test."""
    faults = []
    for name in ("message", "view"):
        blocks = (payload.get(name) or {}).get("blocks")
        if blocks:
            found = faults_of_blocks(blocks, at_most=LIMITS["view_blocks"])
            faults += [f"{name}.{fault}" for fault in found]
    return faults


def _count(blocks: list[Any], at_most: int) -> list[str]:
    return [f"there are {len(blocks)} blocks, at most {at_most} may be"] if len(blocks) > at_most else []


def _asks(blocks: list[Any]) -> bool:
    return any(isinstance(block, dict) and block.get("type") == "input" for block in blocks)


def _decoded(name: str, value: Any) -> Any:
    """slack_sdk sends nested arguments as JSON text in a form."""
    nested = name in ("blocks", "view", "attachments", "metadata", "files") and isinstance(value, str)
    return json.loads(value) if nested else _plain(value)


def _is_form_text(error: ValidationError) -> bool:
    """Numbers and booleans are words in a form."""
    if error.validator != "type" or not isinstance(error.instance, str):
        return False
    if error.validator_value == "boolean":
        return error.instance in ("0", "1", "true", "false")
    return error.validator_value in ("number", "integer") and error.instance.isdecimal()


def _plain(value: Any) -> Any:
    """Turn slack_sdk's classes into what goes over the wire."""
    if hasattr(value, "to_dict"):
        return _plain(value.to_dict())
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value
