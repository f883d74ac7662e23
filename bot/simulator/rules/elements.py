"""Interactive elements, and where each may stand."""

import re
from datetime import date
from typing import Any

from bot.simulator.rules import limits
from bot.simulator.rules.checks import (
    Check,
    Report,
    anything,
    boolean,
    integer,
    items,
    matching,
    one_of,
    record,
    say,
    string,
    typed,
)
from bot.simulator.rules.objects import (
    address,
    box_option,
    confirm,
    conversation_filter,
    dispatch_config,
    identifier,
    option,
    option_group,
    options,
    overflow_option,
    plain,
)

_Fields = dict[str, Check]

_COMMON: _Fields = {"action_id": identifier}
_FOCUS: _Fields = {"focus_on_load": boolean}
_PLACEHOLDER: _Fields = {"placeholder": plain(limits.PLACEHOLDER)}
_CONFIRM: _Fields = {"confirm": confirm}
_FIELD = _COMMON | _FOCUS | _PLACEHOLDER
_SELECT = _FIELD | _CONFIRM
_MULTI: _Fields = {"max_selected_items": integer(1)}
_USER = string(255)


def _is_day(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


_day = matching(_is_day, "must be a date formatted YYYY-MM-DD")
_time = matching(re.compile(r"([01]\d|2[0-3]):[0-5]\d").fullmatch, "must be a time formatted HH:mm")
_decimal = matching(re.compile(r"-?\d+(\.\d+)?").fullmatch, "must be a number written as a string")


def _element(
    kind: str, required: _Fields | None = None, optional: _Fields | None = None, also: Check | None = None
) -> Check:
    return record({"type": one_of(kind)} | (required or {}), optional, also)


def _one_source(value: dict[str, Any], where: str, report: Report) -> None:
    if ("options" in value) == ("option_groups" in value):
        say(report, "must define either `options` or `option_groups` and not both", where)
    known = _values(value)
    initial = value.get("initial_options", [value["initial_option"]] if "initial_option" in value else [])
    for each in initial if isinstance(initial, list) else []:
        if each not in known:
            say(report, "initial option must be one of the options", where)


def _values(value: dict[str, Any]) -> list[Any]:
    groups = value.get("option_groups")
    known = list(value["options"]) if isinstance(value.get("options"), list) else []
    for group in groups if isinstance(groups, list) else []:
        known += group.get("options", []) if isinstance(group, dict) else []
    return known


def _ordered(value: dict[str, Any], where: str, report: Report) -> None:
    least, most = value.get("min_length"), value.get("max_length")
    if isinstance(least, int) and isinstance(most, int) and least > most:
        say(report, "min_length must not exceed max_length", where)


_static: _Fields = {
    "options": options(option, limits.OPTIONS),
    "option_groups": items(option_group, limits.OPTION_GROUPS),
}
_chosen = options(option, limits.OPTIONS)
_boxes = options(box_option, limits.BOX_OPTIONS)
_url_enabled: _Fields = {"response_url_enabled": boolean}
_people: _Fields = {"filter": conversation_filter, "default_to_current_conversation": boolean}

ELEMENTS: dict[str, Check] = {
    "button": _element(
        "button",
        {"text": plain(limits.BUTTON_TEXT)},
        _COMMON
        | _CONFIRM
        | {
            "value": string(limits.BUTTON_VALUE),
            "url": address,
            "style": one_of("primary", "danger"),
            "accessibility_label": string(limits.ACCESSIBILITY_LABEL),
        },
    ),
    "overflow": _element(
        "overflow", {"options": options(overflow_option, limits.OVERFLOW_OPTIONS)}, _COMMON | _CONFIRM
    ),
    "static_select": _element(
        "static_select", None, _SELECT | _static | {"initial_option": option}, _one_source
    ),
    "multi_static_select": _element(
        "multi_static_select", None, _SELECT | _MULTI | _static | {"initial_options": _chosen}, _one_source
    ),
    "external_select": _element(
        "external_select", None, _SELECT | {"initial_option": option, "min_query_length": integer(0)}
    ),
    "multi_external_select": _element(
        "multi_external_select",
        None,
        _SELECT | _MULTI | {"initial_options": _chosen, "min_query_length": integer(0)},
    ),
    "users_select": _element("users_select", None, _SELECT | {"initial_user": _USER}),
    "multi_users_select": _element(
        "multi_users_select", None, _SELECT | _MULTI | {"initial_users": items(_USER)}
    ),
    "channels_select": _element(
        "channels_select", None, _SELECT | _url_enabled | {"initial_channel": string(255)}
    ),
    "multi_channels_select": _element(
        "multi_channels_select", None, _SELECT | _MULTI | {"initial_channels": items(string(255))}
    ),
    "conversations_select": _element(
        "conversations_select", None, _SELECT | _url_enabled | _people | {"initial_conversation": string(255)}
    ),
    "multi_conversations_select": _element(
        "multi_conversations_select",
        None,
        _SELECT | _MULTI | _people | {"initial_conversations": items(string(255))},
    ),
    "datepicker": _element("datepicker", None, _SELECT | {"initial_date": _day}),
    "timepicker": _element("timepicker", None, _SELECT | {"initial_time": _time, "timezone": string(255)}),
    "datetimepicker": _element(
        "datetimepicker", None, _COMMON | _FOCUS | _CONFIRM | {"initial_date_time": integer(1_000_000_000)}
    ),
    "checkboxes": _element(
        "checkboxes",
        {"options": _boxes},
        _COMMON | _FOCUS | _CONFIRM | {"initial_options": _boxes},
        _one_source,
    ),
    "radio_buttons": _element(
        "radio_buttons",
        {"options": _boxes},
        _COMMON | _FOCUS | _CONFIRM | {"initial_option": box_option},
        _one_source,
    ),
    "plain_text_input": _element(
        "plain_text_input",
        None,
        _FIELD
        | {
            "initial_value": string(limits.PLAIN_TEXT_INPUT, 0),
            "multiline": boolean,
            "min_length": integer(0, limits.PLAIN_TEXT_INPUT),
            "max_length": integer(1, limits.PLAIN_TEXT_INPUT),
            "dispatch_action_config": dispatch_config,
        },
        _ordered,
    ),
    "number_input": _element(
        "number_input",
        {"is_decimal_allowed": boolean},
        _FIELD
        | {
            "initial_value": _decimal,
            "min_value": _decimal,
            "max_value": _decimal,
            "dispatch_action_config": dispatch_config,
        },
    ),
    "email_text_input": _element(
        "email_text_input",
        None,
        _FIELD | {"initial_value": string(), "dispatch_action_config": dispatch_config},
    ),
    "url_text_input": _element(
        "url_text_input",
        None,
        _FIELD | {"initial_value": string(), "dispatch_action_config": dispatch_config},
    ),
    "rich_text_input": _element(
        "rich_text_input",
        None,
        _FIELD | {"initial_value": anything},
    ),
    "file_input": _element(
        "file_input", None, _COMMON | {"filetypes": items(string()), "max_files": integer(1, 10)}
    ),
}

_SELECTS = {kind for kind in ELEMENTS if kind.endswith("_select")}
_PICKERS = {"datepicker", "timepicker", "datetimepicker"}
_BOXES = {"checkboxes", "radio_buttons"}
_TEXTS = {"plain_text_input", "number_input", "email_text_input", "url_text_input", "rich_text_input"}


def _among(*kinds: str) -> dict[str, Check]:
    return {kind: ELEMENTS[kind] for kind in sorted(kinds)}


in_actions = typed(_among("button", "overflow", *_SELECTS, *_PICKERS, *_BOXES))
in_section: dict[str, Check] = _among(
    "button", "overflow", *_SELECTS, *(_PICKERS - {"datetimepicker"}), *_BOXES
)
in_input_message = typed(_among(*_SELECTS, *_PICKERS, *_BOXES, *(_TEXTS - {"file_input"})))
in_input_view = typed(_among(*_SELECTS, *_PICKERS, *_BOXES, *_TEXTS, "file_input"))
