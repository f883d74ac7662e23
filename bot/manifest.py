"""The app's manifest as this installation needs it: its own command names, over Socket Mode or HTTP."""

import sysconfig
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

_IN_THE_CHECKOUT = Path(__file__).resolve().parent.parent / "manifest.yml"
_INSTALLED = Path(sysconfig.get_path("data"), "share", "polaris", "manifest.yml")
SOURCE = _IN_THE_CHECKOUT if _IN_THE_CHECKOUT.exists() else _INSTALLED
EVENTS_PATH = "/slack/events"
REDIRECT_PATH = "/slack/oauth_redirect"
FAREWELLS = ("app_uninstalled", "tokens_revoked")
"""The events that tell of a workspace that left; they need no scope."""


def manifest(
    commands: Mapping[str, str], *, http_url: str | None = None, many: bool = False
) -> dict[str, Any]:
    """Adapt manifest.yml to the names in `commands` ("commit" -> "/promise"); others keep theirs.

    With `http_url` ("https://polaris.example.com") Slack delivers there by HTTP, else over Socket Mode; with
    `many` any number of workspaces may install the app from there.
    Raises ValueError, with a sentence, for an address that is missing or not https, or a name given twice.
    """
    app: dict[str, Any] = yaml.safe_load(SOURCE.read_text(encoding="utf-8"))
    declared = app["features"]["slash_commands"]
    for command in declared:
        command["command"] = commands.get(command["command"].removeprefix("/"), command["command"])
    if len({command["command"] for command in declared}) < len(declared):
        raise ValueError("Two commands have the same name; each needs one of its own.")
    if many and http_url is None:
        raise ValueError("Many workspaces are served over HTTP: give its address with --http.")
    if http_url is not None:
        _deliver_by_http(app, _request_url(http_url))
        if many:
            _let_many_in(app, _request_url(http_url).removesuffix(EVENTS_PATH) + REDIRECT_PATH)
    return app


def to_yaml(app: Mapping[str, Any]) -> str:
    """Write a manifest as Slack's app settings take it."""
    return yaml.safe_dump(dict(app), sort_keys=False, allow_unicode=True, width=110)


def _request_url(http_url: str) -> str:
    if not http_url.startswith("https://"):
        raise ValueError(f"{http_url} is not an https address; Slack delivers to nothing else.")
    return http_url.rstrip("/").removesuffix(EVENTS_PATH) + EVENTS_PATH


def _deliver_by_http(app: dict[str, Any], request_url: str) -> None:
    for command in app["features"]["slash_commands"]:
        command["url"] = request_url
    settings = app["settings"]
    settings["event_subscriptions"] = {"request_url": request_url, **settings["event_subscriptions"]}
    settings["interactivity"]["request_url"] = request_url
    settings["socket_mode_enabled"] = False


def _let_many_in(app: dict[str, Any], redirect_url: str) -> None:
    app["oauth_config"] = {"redirect_urls": [redirect_url], **app["oauth_config"]}
    events = app["settings"]["event_subscriptions"]
    events["bot_events"] = sorted([*events["bot_events"], *FAREWELLS])
    app["settings"]["token_rotation_enabled"] = True
