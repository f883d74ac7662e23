"""What Slack may send has a listener, and every listener can be reached."""

import ast
import re
from collections import Counter

import pytest
import yaml

from bot.door import Door
from tests.house.source import ROOT, under

APP = yaml.safe_load((ROOT / "manifest.yml").read_text("utf-8"))
IDENTIFIER = re.compile(r"[a-z_]+\.[a-z_]+")
KINDS = ("command", "action", "shortcut", "view", "event")


@pytest.fixture
def registered(monkeypatch):
    """What is registered at any door from now on, by kind."""
    found: dict[str, list[str]] = {kind: [] for kind in KINDS}

    def noting(kind):
        register = getattr(Door, kind)

        def note(door, name, listener):
            found[kind].append(name)
            register(door, name, listener)

        return note

    for kind in KINDS:
        monkeypatch.setattr(Door, kind, noting(kind))
    return found


@pytest.fixture
async def heard(registered, polaris):
    """What the whole bot listens to."""
    return registered


def identifiers() -> set[str]:
    """Name every identifier that a feature writes down: `commit.undo`. What is read with its form is none."""
    return {
        node.value.value
        for module in under("bot/features")
        for node in module.tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        if isinstance(node.value.value, str) and IDENTIFIER.fullmatch(node.value.value)
        if not node.value.value.startswith("form.")
    }


async def test_every_command_of_the_manifest_has_a_listener_and_the_reverse(heard):
    declared = [command["command"] for command in APP["features"]["slash_commands"]]

    assert sorted(heard["command"]) == sorted(declared)


async def test_every_shortcut_of_the_manifest_has_a_listener_and_the_reverse(heard):
    declared = [shortcut["callback_id"] for shortcut in APP["features"]["shortcuts"]]

    assert sorted(heard["shortcut"]) == sorted(declared)


async def test_every_event_of_the_manifest_has_a_listener_and_the_reverse(heard):
    assert sorted(heard["event"]) == sorted(APP["settings"]["event_subscriptions"]["bot_events"])


async def test_every_identifier_is_listened_to_once(heard):
    pressed = [*heard["action"], *heard["view"], *heard["shortcut"]]

    assert [name for name, times in Counter(pressed).items() if times > 1] == []


async def test_every_identifier_that_is_written_down_is_listened_to(heard):
    pressed = {*heard["action"], *heard["view"], *heard["shortcut"]}

    assert identifiers() - pressed == set()
