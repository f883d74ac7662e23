"""What a message may hold."""

import json
from typing import Any

from bot.simulator.records import Json
from bot.simulator.refusal import SlackError
from bot.simulator.rules import limits
from bot.simulator.rules.blocks import MESSAGE_BLOCK, FileCheck, check_files, distinct_ids, not_too_many
from bot.simulator.rules.checks import Report, items

_BLOCKS = items(MESSAGE_BLOCK, limits.MESSAGE_BLOCKS, 0)


def check_blocks(blocks: Any, files: FileCheck, where: str = "/blocks") -> None:
    """Refuse blocks no message may hold: `invalid_blocks_format` or `invalid_blocks`, with the reasons."""
    if not isinstance(blocks, list):
        raise SlackError("invalid_blocks_format")
    report: Report = []
    _BLOCKS(blocks, where, report)
    distinct_ids(blocks, where, report)
    not_too_many(blocks, where, report)
    check_files(blocks, files, where, report)
    if report:
        refusal = SlackError.because("invalid_blocks", *report)
        refusal.extra["errors"] = report
        raise refusal


def check_text(text: Any) -> None:
    """Refuse text longer than Slack keeps: `msg_too_long`."""
    if not isinstance(text, str):
        raise SlackError.because("invalid_arguments", "must be a string [json-pointer:/text]")
    if len(text) > limits.TEXT:
        raise SlackError("msg_too_long")


def check_attachments(attachments: Any, files: FileCheck) -> None:
    """Refuse too many or malformed attachments."""
    if not isinstance(attachments, list) or not all(isinstance(each, dict) for each in attachments):
        raise SlackError("invalid_attachments")
    if len(attachments) > limits.ATTACHMENTS:
        raise SlackError("too_many_attachments")
    for index, each in enumerate(attachments):
        if "blocks" in each:
            check_blocks(each["blocks"], files, f"/attachments/{index}/blocks")


def check_metadata(metadata: Any) -> None:
    """Refuse metadata that is not an event type and a payload."""
    if not isinstance(metadata, dict):
        raise SlackError("invalid_metadata_format")
    wrong = set(metadata) - {"event_type", "event_payload", "entities"}
    payload = metadata.get("event_payload")
    if wrong or not isinstance(metadata.get("event_type"), str) or not isinstance(payload, dict):
        raise SlackError("invalid_metadata_schema")
    if len(json.dumps(metadata).encode()) > limits.METADATA_BYTES:
        raise SlackError("metadata_too_large")


def fallback(blocks: list[Json]) -> str:
    """Build the text Slack makes from blocks when a message brings none."""
    words: list[str] = []
    for block in blocks:
        text = block.get("text")
        if isinstance(text, dict):
            words.append(text["text"])
        elif isinstance(text, str):
            words.append(text)
        words += [each["text"] for each in block.get("fields", [])]
    return " ".join(words)
