"""The app asks Slack for what it uses, and uses what it asks for."""

import ast
import inspect

import yaml
from slack_sdk.web.async_client import AsyncWebClient

from tests.house.source import ROOT, modules

# What a method needs of a bot token (docs.slack.dev, the methods' own pages); None: nothing.
SCOPES_OF_METHODS: dict[str, set[str]] = {
    "auth_revoke": set(),
    "auth_test": set(),
    "apps_connections_open": set(),
    "chat_delete": {"chat:write"},
    "chat_getPermalink": set(),
    "chat_postEphemeral": {"chat:write"},
    "chat_postMessage": {"chat:write"},
    "chat_update": {"chat:write"},
    "conversations_history": {"channels:history", "groups:history"},
    "conversations_replies": {"channels:history", "groups:history"},
    "conversations_info": {"channels:read", "groups:read"},
    "conversations_list": {"channels:read", "groups:read"},
    "conversations_setTopic": {"channels:write.topic", "groups:write.topic"},
    "conversations_members": {"channels:read", "groups:read"},
    "files_completeUploadExternal": {"files:write"},
    "files_getUploadURLExternal": {"files:write"},
    "files_info": {"files:read"},
    "reactions_get": {"reactions:read"},
    "users_conversations": {"channels:read", "groups:read"},
    "users_info": {"users:read"},
    "users_list": {"users:read"},
    "views_open": set(),
    "views_publish": set(),
    "views_push": set(),
    "views_update": set(),
}
SCOPES_OF_EVENTS: dict[str, set[str]] = {
    "app_home_opened": set(),
    "member_joined_channel": {"channels:read", "groups:read"},
    "member_left_channel": {"channels:read", "groups:read"},
    "reaction_added": {"reactions:read"},
    "reaction_removed": {"reactions:read"},
    "team_join": {"users:read"},
    "user_change": {"users:read"},
}
METHODS = {
    name for name, _ in inspect.getmembers(AsyncWebClient, inspect.isfunction) if "_" in name.strip("_")
} - {"api_call"}  # how each of them is called


def used_methods() -> set[str]:
    """Name the Web API methods that the bot calls on a client."""
    return {
        node.attr
        for module in modules()
        if not module.name.startswith("bot/simulator/")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and node.attr in METHODS
    }


def test_every_scope_has_a_use_and_every_use_its_scope():
    app = yaml.safe_load((ROOT / "manifest.yml").read_text("utf-8"))
    asked = app["oauth_config"]["scopes"]
    used = {"commands"}
    for method in used_methods():
        used |= SCOPES_OF_METHODS[method]
    for event in app["settings"]["event_subscriptions"]["bot_events"]:
        used |= SCOPES_OF_EVENTS[event]

    assert used == {*asked["bot"], *asked["bot_optional"]}


def test_what_only_mends_doubts_or_adorns_is_optional():
    app = yaml.safe_load((ROOT / "manifest.yml").read_text("utf-8"))
    asked = app["oauth_config"]["scopes"]

    assert set(asked["bot_optional"]) == {
        "channels:history",
        "channels:write.topic",
        "files:read",
        "groups:history",
        "groups:write.topic",
    }
