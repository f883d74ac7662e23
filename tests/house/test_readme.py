"""The README tells everything a person may type, set or is asked for, and its links lead somewhere."""

import re
from pathlib import Path

import pytest
import yaml

from bot.__main__ import main
from bot.settings import Settings
from rituals.catalogue import RITUALS
from tests.house.source import ROOT

README = (ROOT / "README.md").read_text("utf-8")
APP = yaml.safe_load((ROOT / "manifest.yml").read_text("utf-8"))
WEEK = (ROOT / "docs" / "week.md").read_text("utf-8")
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
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


@pytest.mark.parametrize("name", [*RITUALS, "quarter"])
def test_it_has_a_row_for_every_ritual_and_the_guide_tells_it_in_full(name):
    assert f"\n| `{name}` | " in README
    assert f"`{name}`" in WEEK


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_a_page_links_to_is_there(page):
    text = page.read_text("utf-8")
    links = [link for link in re.findall(r"\]\(([^)\s]+)\)", text) if not link.startswith("http")]
    broken = [link for link in links if not _is_there(page, link)]

    assert not broken


def _is_there(page: Path, link: str) -> bool:
    """Whether a file, and in it a heading, is where a link says; headings are named as GitHub names them."""
    name, _, heading = link.partition("#")
    target = page.parent / name if name else page
    if not heading:
        return target.exists()
    titles = re.findall(r"^#+ (.+)$", target.read_text("utf-8"), re.MULTILINE)
    return heading in {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}
