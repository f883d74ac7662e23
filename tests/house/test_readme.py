"""The README tells everything a person may type, set or is asked for."""

import pytest
import yaml

from bot.__main__ import main
from bot.settings import Settings
from tests.house.source import ROOT

README = (ROOT / "README.md").read_text("utf-8")
APP = yaml.safe_load((ROOT / "manifest.yml").read_text("utf-8"))
SCOPES = [scope for scopes in APP["oauth_config"]["scopes"].values() for scope in scopes]


@pytest.mark.parametrize("command", ["make demo", "make test", "make check"])
def test_it_shows_how_to_start(command):
    assert command in README


@pytest.mark.parametrize("setting", list(Settings.model_fields.values()), ids=lambda setting: setting.alias)
def test_it_names_every_setting_with_what_it_does(setting):
    assert f"`{setting.alias}`" in README
    assert setting.description in README


@pytest.mark.parametrize("command", [one["command"] for one in APP["features"]["slash_commands"]])
def test_it_names_every_slash_command(command):
    assert f"`{command}" in README


@pytest.mark.parametrize("name", sorted(main.commands))
def test_it_names_every_command_of_the_terminal(name):
    assert f"polaris {name}" in README


@pytest.mark.parametrize("scope", SCOPES)
def test_it_gives_the_reason_for_every_scope(scope):
    assert f"`{scope}`" in README
