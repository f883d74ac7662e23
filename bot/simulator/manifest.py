"""The app's manifest, read as Slack reads it: what is not declared there does not exist."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml


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

    @classmethod
    def read(cls, source: str | Path | dict[str, Any]) -> "Manifest":
        """Read a manifest from a YAML or JSON file, or from the object itself."""
        given = source if isinstance(source, dict) else yaml.safe_load(Path(source).read_text("utf-8"))
        features = given.get("features", {})
        settings = given.get("settings", {})
        home = features.get("app_home", {})
        scopes = given.get("oauth_config", {}).get("scopes", {})
        name = given["display_information"]["name"]
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
        )


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
