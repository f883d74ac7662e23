"""The app's manifest, read as Slack reads it: what is not declared there does not exist."""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from bot.simulator.rules import limits


@dataclass(frozen=True, slots=True)
class Command:
    """A slash command as declared."""

    command: str
    description: str
    usage_hint: str
    should_escape: bool


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A global or message shortcut as declared; `type` is `global` or `message`."""

    name: str
    type: str
    callback_id: str
    description: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """The declarations the workspace acts upon."""

    name: str
    bot_name: str
    scopes: frozenset[str]
    optional_scopes: frozenset[str]
    commands: dict[str, Command]
    shortcuts: dict[str, Shortcut]
    events: frozenset[str]
    home_tab: bool
    messages_tab: bool
    messages_read_only: bool
    interactivity: bool
    socket_mode: bool
    redirect_urls: frozenset[str]
    rotates_tokens: bool

    @classmethod
    def read(cls, source: str | Path | dict[str, Any]) -> "Manifest":
        """Read a manifest from a YAML or JSON file, or from the object itself."""
        given = source if isinstance(source, dict) else _parsed(Path(source).read_text("utf-8"))
        features = given.get("features", {})
        settings = given.get("settings", {})
        home = features.get("app_home", {})
        oauth = given.get("oauth_config", {})
        scopes = oauth.get("scopes", {})
        name = given["display_information"]["name"]
        _check(name, features)
        return cls(
            name=name,
            bot_name=features.get("bot_user", {}).get("display_name", name),
            scopes=frozenset(scopes.get("bot", [])),
            optional_scopes=frozenset(scopes.get("bot_optional", [])),
            commands={each["command"]: _command(each) for each in features.get("slash_commands", [])},
            shortcuts={each["callback_id"]: _shortcut(each) for each in features.get("shortcuts", [])},
            events=frozenset(settings.get("event_subscriptions", {}).get("bot_events", [])),
            home_tab=bool(home.get("home_tab_enabled", False)),
            messages_tab=bool(home.get("messages_tab_enabled", False)),
            messages_read_only=bool(home.get("messages_tab_read_only_enabled", True)),
            interactivity=bool(settings.get("interactivity", {}).get("is_enabled", False)),
            socket_mode=bool(settings.get("socket_mode_enabled", False)),
            redirect_urls=frozenset(oauth.get("redirect_urls", [])),
            rotates_tokens=bool(settings.get("token_rotation_enabled", False)),
        )


@lru_cache(maxsize=8)
def _parsed(text: str) -> dict[str, Any]:
    """Tests install the same app hundreds of times. Nobody may change what is given."""
    parsed: dict[str, Any] = yaml.safe_load(text)
    return parsed


# Slack refuses every command of an app when one of them is its own.
_RESERVED = (
    *("/away", "/collapse", "/dnd", "/expand", "/feed", "/join", "/leave", "/me", "/msg", "/mute", "/open"),
    *("/pro", "/remind", "/search", "/shortcuts", "/shrug", "/status", "/topic", "/who"),
)


def _check(name: str, features: dict[str, Any]) -> None:
    """Refuse declarations Slack refuses, each in a sentence (`ValueError`)."""
    commands, shortcuts = features.get("slash_commands", []), features.get("shortcuts", [])
    words = [("The app's name", name, limits.APP_NAME)]
    words += [("The command", each["command"], limits.COMMAND) for each in commands]
    words += [("The usage hint", each.get("usage_hint", ""), limits.USAGE_HINT) for each in commands]
    words += [
        ("The description", each.get("description", ""), limits.COMMAND_DESCRIPTION) for each in commands
    ]
    words += [("The shortcut's name", each["name"], limits.SHORTCUT_NAME) for each in shortcuts]
    words += [("The shortcut's id", each["callback_id"], limits.IDENTIFIER) for each in shortcuts]
    for what, word, most in words:
        if len(word) > most:
            raise ValueError(f"{what} {word!r} has more than {most} characters.")
    if len(shortcuts) > limits.SHORTCUTS:
        raise ValueError(f"An app has {limits.SHORTCUTS} shortcuts at most.")
    for each in commands:
        if not re.fullmatch(r"/[^\s/]+", each["command"]):
            raise ValueError(f"{each['command']!r} is no command: it begins with a slash and has no spaces.")
        if each["command"] in _RESERVED:
            raise ValueError(f"{each['command']} is Slack's own command.")


def _command(declared: dict[str, Any]) -> Command:
    return Command(
        declared["command"],
        declared.get("description", ""),
        declared.get("usage_hint", ""),
        bool(declared.get("should_escape", False)),
    )


def _shortcut(declared: dict[str, Any]) -> Shortcut:
    return Shortcut(
        declared["name"], declared["type"], declared["callback_id"], declared.get("description", "")
    )
