"""The manifest fits the installation, and asks Slack for nothing it does not use."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.manifest import SOURCE, manifest, to_yaml
from tests.contracts.checking import faults_of_manifest

OWN_NAMES = {"commit": "/promise", "nsm": "/polaris", "win": "/hooray"}
DOCUMENTED = Path(__file__).parent.parent.parent / "docs" / "manifest.http.yml"


def names(app: dict[str, Any]) -> list[str]:
    return [command["command"] for command in app["features"]["slash_commands"]]


def test_without_other_wishes_it_is_the_packaged_one():
    assert manifest({}) == yaml.safe_load(SOURCE.read_text())


def test_the_commands_take_the_names_of_the_settings():
    assert names(manifest(OWN_NAMES)) == ["/promise", "/hooray", "/escalate", "/polaris"]


def test_a_command_that_is_not_renamed_keeps_its_name():
    assert names(manifest({"commit": "/promise"})) == ["/promise", "/win", "/escalate", "/nsm"]


def test_two_commands_of_one_name_are_refused():
    with pytest.raises(ValueError, match="same name"):
        manifest({"commit": "/polaris", "nsm": "/polaris"})


@pytest.mark.parametrize(
    "address",
    [
        "https://polaris.example.com",
        "https://polaris.example.com/",
        "https://polaris.example.com/slack/events",
    ],
)
def test_over_http_everything_is_delivered_to_one_address(address):
    app = manifest({}, http_url=address)

    delivered_to = [
        *(command["url"] for command in app["features"]["slash_commands"]),
        app["settings"]["event_subscriptions"]["request_url"],
        app["settings"]["interactivity"]["request_url"],
    ]
    assert delivered_to == ["https://polaris.example.com/slack/events"] * 6
    assert app["settings"]["socket_mode_enabled"] is False


def test_an_address_without_tls_is_refused():
    with pytest.raises(ValueError, match="https"):
        manifest({}, http_url="http://polaris.example.com")


def test_socket_mode_needs_no_address():
    assert "url" not in to_yaml(manifest({}))


@pytest.mark.parametrize("http_url", [None, "https://polaris.example.com"])
@pytest.mark.parametrize("commands", [{}, OWN_NAMES])
def test_it_passes_the_published_schemas(commands, http_url):
    assert not faults_of_manifest(manifest(commands, http_url=http_url))


def test_it_is_the_same_after_writing_and_reading():
    app = manifest(OWN_NAMES, http_url="https://polaris.example.com")

    assert yaml.safe_load(to_yaml(app)) == app


def test_the_documented_http_manifest_is_what_the_command_prints():
    assert DOCUMENTED.read_text() == to_yaml(manifest({}, http_url="https://polaris.example.com"))


# Slack asks an event's scope for being told of it (the events' own pages).
SCOPES_OF_EVENTS = {
    "app_home_opened": set(),
    "member_joined_channel": {"channels:read", "groups:read"},
    "member_left_channel": {"channels:read", "groups:read"},
    "reaction_added": {"reactions:read"},
    "reaction_removed": {"reactions:read"},
    "team_join": {"users:read"},
    "user_change": {"users:read"},
}
NEVER = {"chat:write.public", "chat:write.customize", "users:read.email", "im:history"}


def test_every_event_has_its_scope_among_those_that_are_always_granted():
    app = manifest({})
    granted = set(app["oauth_config"]["scopes"]["bot"])

    for event in app["settings"]["event_subscriptions"]["bot_events"]:
        assert SCOPES_OF_EVENTS[event] <= granted


def test_nothing_is_asked_of_a_person_nor_beyond_need():
    scopes = manifest({})["oauth_config"]["scopes"]

    assert set(scopes) == {"bot", "bot_optional"}
    assert not NEVER & {*scopes["bot"], *scopes["bot_optional"]}
    assert not set(scopes["bot"]) & set(scopes["bot_optional"])


def test_where_many_may_install_it_slack_knows_the_way_back_and_says_who_leaves():
    app = manifest({}, http_url="https://polaris.example.com/", many=True)
    events = app["settings"]["event_subscriptions"]["bot_events"]

    assert app["oauth_config"]["redirect_urls"] == ["https://polaris.example.com/slack/oauth_redirect"]
    assert {"app_uninstalled", "tokens_revoked"} <= set(events)
    assert app["settings"]["token_rotation_enabled"] is True
    assert app["settings"]["org_deploy_enabled"] is False
    assert faults_of_manifest(app) == []


def test_many_workspaces_need_an_address():
    with pytest.raises(ValueError, match="--http"):
        manifest({}, many=True)
