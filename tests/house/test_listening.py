"""What Slack may send has a listener, and every listener can be reached."""

import ast
import re
from collections import Counter

import pytest
import yaml

from tests.house.source import ROOT, under

APP = yaml.safe_load((ROOT / "manifest.yml").read_text("utf-8"))
IDENTIFIER = re.compile(r"[a-z_]+\.[a-z_]+")


@pytest.fixture
async def heard(polaris):
    """What the whole bot listens to."""
    return polaris.door.registered


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

    assert sorted(heard.commands) == sorted(declared)


async def test_every_shortcut_of_the_manifest_has_a_listener_and_the_reverse(heard):
    declared = [shortcut["callback_id"] for shortcut in APP["features"]["shortcuts"]]

    assert sorted(heard.shortcuts) == sorted(declared)


async def test_every_event_of_the_manifest_has_a_listener_and_the_reverse(heard):
    assert sorted(heard.events) == sorted(APP["settings"]["event_subscriptions"]["bot_events"])


async def test_every_identifier_is_listened_to_once(heard):
    pressed = [*heard.actions, *heard.views, *heard.shortcuts]

    assert [name for name, times in Counter(pressed).items() if times > 1] == []


async def test_every_identifier_that_is_written_down_is_listened_to(heard):
    pressed = {*heard.actions, *heard.views, *heard.shortcuts}

    assert identifiers() - pressed == set()


@pytest.mark.parametrize("feature", ["commit", "win", "escalate"])
async def test_every_word_that_a_command_knows_is_registered_with_it(heard, feature):
    module = ast.parse((ROOT / f"bot/features/{feature}/listeners.py").read_text("utf-8"))
    known = {
        node.value.value
        for case in ast.walk(module)
        if isinstance(case, ast.match_case)
        for node in ast.walk(case.pattern)
        if isinstance(node, ast.MatchValue) and isinstance(node.value, ast.Constant)
    }

    assert known - {""} == set(heard.commands[f"/{feature}"])
