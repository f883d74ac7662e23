"""Composition objects: text, options, confirmation dialogs, filters."""

import ipaddress
from typing import Any
from urllib.parse import urlsplit

from bot.simulator.rules import limits
from bot.simulator.rules.checks import Check, Report, boolean, items, one_of, record, say, string, typed

identifier = string(limits.IDENTIFIER)
address = string(limits.URL)


def image_address(value: Any, where: str, report: Report) -> None:
    """A picture Slack can fetch: on the public web, so never on this machine or a private network."""
    address(value, where, report)
    host = urlsplit(value).hostname if isinstance(value, str) else None
    if host is None or not value.startswith(("http://", "https://")):
        say(report, "must be a valid URL", where)
    elif host == "localhost" or _is_private(host):
        say(report, "downloading image failed", where)


def _is_private(host: str) -> bool:
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return False


def plain(most: int, least: int = 1) -> Check:
    """A `plain_text` object."""
    fields = {"type": one_of("plain_text"), "text": string(most, least)}
    return typed({"plain_text": record(fields, {"emoji": boolean})})


def mrkdwn(most: int) -> Check:
    """A `mrkdwn` object."""
    return record({"type": one_of("mrkdwn"), "text": string(most)}, {"verbatim": boolean})


def text(most: int) -> Check:
    """A `plain_text` or `mrkdwn` object."""
    return typed({"plain_text": plain(most), "mrkdwn": mrkdwn(most)})


confirm = record(
    {
        "title": plain(limits.CONFIRM_TITLE),
        "text": text(limits.CONFIRM_TEXT),
        "confirm": plain(limits.CONFIRM_BUTTON),
        "deny": plain(limits.CONFIRM_BUTTON),
    },
    {"style": one_of("primary", "danger")},
)


def _option(label: Check, *, url: bool = False) -> Check:
    more: dict[str, Check] = {"description": text(limits.OPTION_TEXT)}
    if url:
        more["url"] = address
    return record({"text": label, "value": string(limits.OPTION_VALUE)}, more)


option = _option(plain(limits.OPTION_TEXT))
box_option = _option(text(limits.OPTION_TEXT))
overflow_option = _option(plain(limits.OPTION_TEXT), url=True)


def distinct(options: Any, where: str, report: Report) -> None:
    """No two options share a value."""
    if not isinstance(options, list):
        return
    values = [each.get("value") for each in options if isinstance(each, dict)]
    if len(values) != len({str(value) for value in values}):
        say(report, "options must have distinct values", where)


def options(kind: Check, most: int, least: int = 1) -> Check:
    """A list of options with distinct values."""
    every = items(kind, most, least)

    def check(value: Any, where: str, report: Report) -> None:
        every(value, where, report)
        distinct(value, where, report)

    return check


option_group = record({"label": plain(limits.OPTION_TEXT), "options": options(option, limits.OPTIONS)})

conversation_filter = record(
    optional={
        "include": items(one_of("im", "mpim", "private", "public")),
        "exclude_external_shared_channels": boolean,
        "exclude_bot_users": boolean,
    }
)

dispatch_config = record(
    {"trigger_actions_on": items(one_of("on_enter_pressed", "on_character_entered"), most=2)}
)
