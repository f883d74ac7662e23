"""Blocks by type, and the surfaces each may stand on."""

from collections.abc import Callable
from typing import Any

from bot.simulator.rules import limits
from bot.simulator.rules.charts import chart
from bot.simulator.rules.checks import (
    Check,
    Report,
    anything,
    boolean,
    integer,
    items,
    number,
    one_of,
    record,
    say,
    string,
    typed,
)
from bot.simulator.rules.elements import ELEMENTS, in_actions, in_input_message, in_input_view, in_section
from bot.simulator.rules.objects import address, identifier, image_address, mrkdwn, plain, text
from bot.simulator.rules.rich_text import rich_text_elements

# Answers whether a `slack_file` object names a file that may be shown already: None, or the complaint.
FileCheck = Callable[[dict[str, Any]], str | None]


def _block(
    kind: str, required: dict[str, Check], optional: dict[str, Check] | None = None, also: Check | None = None
) -> Check:
    return record({"type": one_of(kind)} | required, {"block_id": identifier} | (optional or {}), also)


def _picture(value: dict[str, Any], where: str, report: Report) -> None:
    if ("image_url" in value) == ("slack_file" in value):
        say(report, "must define either `image_url` or `slack_file` and not both", where)


def _exactly_one(value: dict[str, Any], where: str, report: Report) -> None:
    if ("id" in value) == ("url" in value):
        say(report, "must define either `id` or `url` and not both", where)


def _says_something(value: dict[str, Any], where: str, report: Report) -> None:
    if "text" not in value and "fields" not in value:
        say(report, "must define either `fields` or `text`", where)


_file: Check = record(optional={"id": string(), "url": string()}, also=_exactly_one)
_raw = record({"type": one_of("raw_text"), "text": string()})
_raw_number = record({"type": one_of("raw_number"), "value": number}, {"text": string()})
_rich = record({"type": one_of("rich_text"), "elements": rich_text_elements}, {"block_id": identifier})
_column = record(optional={"align": one_of("left", "center", "right"), "is_wrapped": boolean})
_cell = typed({"raw_text": _raw, "raw_number": _raw_number, "rich_text": _rich})


def _everywhere() -> dict[str, Check]:
    image = {"image_url": image_address, "slack_file": _file}
    small = record(
        {"type": one_of("image"), "alt_text": string(limits.IMAGE_ALT)},
        image | {"image_width": integer(), "image_height": integer(), "image_bytes": integer()},
        _picture,
    )
    words = {"plain_text": plain(limits.SECTION_TEXT), "mrkdwn": mrkdwn(limits.SECTION_TEXT)}
    return {
        "section": _block(
            "section",
            {},
            {
                "text": text(limits.SECTION_TEXT),
                "fields": items(text(limits.SECTION_FIELD), limits.SECTION_FIELDS),
                "accessory": typed({**in_section, "image": small}),
                "expand": boolean,
            },
            _says_something,
        ),
        "divider": _block("divider", {}),
        "header": _block("header", {"text": plain(limits.HEADER_TEXT)}),
        "context": _block(
            "context", {"elements": items(typed({**words, "image": small}), limits.CONTEXT_ELEMENTS)}
        ),
        "actions": _block("actions", {"elements": items(in_actions, limits.ACTIONS_ELEMENTS)}),
        "image": _block(
            "image",
            {"alt_text": string(limits.IMAGE_ALT)},
            image | {"title": plain(limits.IMAGE_TITLE)},
            _picture,
        ),
        "rich_text": _block("rich_text", {"elements": rich_text_elements}),
        "video": _block(
            "video",
            {
                "alt_text": string(),
                "title": plain(200),
                "video_url": address,
                "thumbnail_url": address,
            },
            {
                "author_name": string(50),
                "description": plain(200),
                "provider_icon_url": address,
                "provider_name": string(),
                "title_url": address,
            },
        ),
    }


def _input(element: Check) -> Check:
    return _block(
        "input",
        {"label": plain(limits.INPUT_LABEL), "element": element},
        {"hint": plain(limits.INPUT_HINT), "optional": boolean, "dispatch_action": boolean},
    )


def _messages_only() -> dict[str, Check]:
    feedback = record(
        {"type": one_of("feedback_buttons"), "positive_button": anything, "negative_button": anything},
        {"action_id": identifier},
    )
    icon = record(
        {"type": one_of("icon_button"), "icon": string(), "text": plain(limits.BUTTON_TEXT)},
        {
            "action_id": identifier,
            "value": string(),
            "confirm": anything,
            "accessibility_label": string(75),
            "visible_to_user_ids": items(string()),
        },
    )
    return {
        "input": _input(in_input_message),
        "markdown": _block("markdown", {"text": string(limits.MARKDOWN_TEXT)}),
        "file": _block("file", {"external_id": string(), "source": one_of("remote")}),
        "context_actions": _block(
            "context_actions",
            {
                "elements": items(
                    typed({"feedback_buttons": feedback, "icon_button": icon}),
                    limits.CONTEXT_ACTIONS_ELEMENTS,
                )
            },
        ),
        "table": _block(
            "table",
            {"rows": items(items(_cell, limits.TABLE_COLUMNS), limits.TABLE_ROWS)},
            {"column_settings": items(_column, limits.TABLE_COLUMNS)},
        ),
        "data_table": _block(
            "data_table",
            {"rows": items(items(_cell, limits.TABLE_COLUMNS), 101, 2), "caption": string()},
            {"page_size": integer(1, 100), "row_header_column_index": integer(0)},
        ),
        "data_visualization": _block("data_visualization", {"title": string(50), "chart": chart}),
    }


_alert = _block(
    "alert",
    {"text": text(limits.SECTION_TEXT)},
    {"level": one_of("default", "info", "warning", "error", "success")},
)
_shared = _everywhere()
_view_input = _input(in_input_view)

MESSAGE_BLOCK = typed(_shared | _messages_only())
MODAL_BLOCK = typed(_shared | {"input": _view_input, "alert": _alert})
HOME_BLOCK = typed(_shared | {"input": _view_input})


def check_files(blocks: Any, files: FileCheck, where: str, report: Report) -> None:
    """Every `slack_file` shown is there and may be seen."""
    for index, block in enumerate(blocks if isinstance(blocks, list) else []):
        if not isinstance(block, dict):
            continue
        elements = block.get("elements")
        for part in (block, block.get("accessory"), *(elements if isinstance(elements, list) else ())):
            given = part.get("slack_file") if isinstance(part, dict) else None
            if isinstance(given, dict) and (complaint := files(given)):
                say(report, complaint, f"{where}/{index}/slack_file")


def not_too_many(blocks: Any, where: str, report: Report) -> None:
    """A message holds one table and two charts at most."""
    kinds = [each.get("type") for each in blocks if isinstance(each, dict)]
    for kind, most in (("table", 1), ("data_visualization", 2)):
        if kinds.count(kind) > most:
            say(report, f"no more than {most} `{kind}` blocks allowed", where)


def distinct_ids(blocks: Any, where: str, report: Report) -> None:
    """No two blocks share a `block_id`, and no two elements of one block an `action_id`."""
    seen: set[str] = set()
    for index, block in enumerate(blocks if isinstance(blocks, list) else []):
        if not isinstance(block, dict):
            continue
        block_id = block.get("block_id")
        if isinstance(block_id, str):
            if block_id in seen:
                say(report, f"`block_id` must be unique: {block_id}", f"{where}/{index}/block_id")
            seen.add(block_id)
        actions = [each.get("action_id") for each in elements_of(block)]
        given = [each for each in actions if each is not None]
        if len(given) != len(set(map(str, given))):
            say(report, "`action_id` must be unique within a block", f"{where}/{index}/elements")


def elements_of(block: dict[str, Any]) -> list[dict[str, Any]]:
    """Give the interactive elements of a block, wherever it keeps them."""
    found = [block.get("accessory"), block.get("element")]
    if isinstance(block.get("elements"), list):
        found += block["elements"]
    return [each for each in found if isinstance(each, dict) and each.get("type") in ELEMENTS]
