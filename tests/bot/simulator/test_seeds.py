"""The demo's people and channels."""

import json

import pytest

from bot import simulator
from bot.simulator import seeds
from bot.simulator.manifest import Manifest
from tests.bot.simulator.conftest import manifest


def test_the_demo_has_people_in_many_zones(sim):
    people = [each for each in sim.workspace.users.values() if not each.is_bot]

    assert len({each.tz for each in people}) >= 8
    assert any(each.deleted for each in people)
    assert any(each.is_restricted for each in people)


def test_the_app_is_in_every_public_channel(sim):
    bot = sim.workspace.bot.id
    outside = [each.name for each in sim.workspace.channels.values() if bot not in each.members]

    assert outside == ["leads"]


def test_everybody_at_work_is_in_the_company_channel_and_a_team(sim):
    space = sim.workspace
    company = space.channel("north-star").members
    teams = [each.members for each in space.channels.values() if each.name.startswith("team-")]
    at_work = [
        each for each in space.users.values() if not (each.deleted or each.is_bot or each.is_restricted)
    ]

    assert all(each.id in company for each in at_work)
    assert all(any(each.id in team for team in teams) for each in at_work)


async def test_a_seed_can_come_from_a_file(tmp_path):
    path = tmp_path / "seed.json"
    seed = {
        "team": {"name": "Two", "domain": "two"},
        "people": [{"handle": "ida", "real_name": "Ida"}],
        "channels": [{"name": "here", "members": ["ida"]}],
    }
    path.write_text(json.dumps(seed), "utf-8")
    async with simulator.running(manifest(), seed=seeds.read(path)) as running:
        assert running.people["ida"].user.real_name == "Ida"
        assert [each.name for each in running.workspace.channels.values()] == ["here"]


@pytest.mark.parametrize(
    ("section", "declared", "sentence"),
    [
        ("slash_commands", [{"command": "/status"}], "/status is Slack's own command"),
        ("slash_commands", [{"command": "ask"}], "'ask' is no command"),
        ("slash_commands", [{"command": "/" + "x" * 32}], "has more than 32 characters"),
        ("slash_commands", [{"command": "/x", "usage_hint": "x" * 1_001}], "has more than 1000 characters"),
        ("shortcuts", [{"name": "x" * 25, "type": "global", "callback_id": "x"}], "more than 24 characters"),
        ("shortcuts", [{"name": "x", "type": "global", "callback_id": "x"}] * 11, "10 shortcuts at most"),
    ],
)
def test_a_manifest_slack_refuses_is_refused(section, declared, sentence):
    with pytest.raises(ValueError, match=sentence):
        Manifest.read(manifest(**{section: declared}))


@pytest.mark.parametrize("name", ["manifest.json", "manifest.yml"])
def test_a_manifest_is_read_from_json_or_yaml(tmp_path, name):
    path = tmp_path / name
    path.write_text(json.dumps(manifest()), "utf-8")
    read = Manifest.read(path)

    assert (read.name, read.bot_name) == ("Lighthouse", "lighthouse")
    assert read.commands["/ask"].should_escape
    assert read.optional_scopes >= {"files:read"}
