"""The demo's people and channels, and how a seed is planted into an empty workspace."""

import json
from pathlib import Path
from typing import Any

from bot.simulator.workspace import Workspace

_EVERYONE = "all"


def _person(handle: str, real_name: str, title: str, tz: str, **more: Any) -> dict[str, Any]:
    names = {"real_name": real_name, "display_name": real_name}
    return {"handle": handle, **names, "title": title, "tz": tz, **more}


def _channel(name: str, topic: str, members: list[str] | str, **more: Any) -> dict[str, Any]:
    return {"name": name, "topic": topic, "members": members, **more}


DEMO: dict[str, Any] = {
    "team": {"name": "Northlight", "domain": "northlight"},
    "people": [
        _person("ana", "Ana Duarte", "Product lead", "Europe/Berlin", is_admin=True, is_owner=True),
        _person("bo", "Bo Lindqvist", "Lead, Engine", "Europe/Stockholm"),
        _person("chidi", "Chidi Okafor", "Lead, Community", "Africa/Lagos"),
        _person("dana", "Dana Reyes", "Lead, Review", "America/Los_Angeles"),
        _person("esha", "Esha Raman", "Lead, Docs & Learning", "Asia/Kolkata"),
        _person("finn", "Finn Taylor", "Lead, Quality", "Pacific/Auckland"),
        _person("gabi", "Gabriela Costa", "Community", "America/Sao_Paulo"),
        _person("hana", "Hana Sato", "Engine", "Asia/Tokyo"),
        _person("ivo", "Ivo Novak", "Review", "Europe/Prague"),
        _person("june", "June Park", "Quality", "America/New_York"),
        _person("kofi", "Kofi Mensah", "Docs & Learning", "Africa/Accra"),
        _person("lena", "Lena Fischer", "Engine", "Europe/Berlin"),
        _person("gus", "Gus Moreau", "Translator (guest)", "Europe/Paris", is_restricted=True),
        _person("old_sam", "Sam Whitfield", "Left in spring", "Europe/London", deleted=True),
        _person("buildbot", "Buildbot", "", "Etc/UTC", is_bot=True),
    ],
    "channels": [
        _channel("general", "Everything and everyone", _EVERYONE, is_general=True),
        _channel("north-star", "Where our North Star stands, every Monday", _EVERYONE),
        _channel("team-community", "Welcoming newcomers", ["chidi", "ana", "gabi", "june", "gus"]),
        _channel("team-review", "Pull requests, looked at kindly and soon", ["dana", "ivo", "lena"]),
        _channel("team-docs", "Guides, examples, the book", ["esha", "kofi", "gus"]),
        _channel("team-engine", "The engine itself", ["bo", "hana", "lena", "buildbot"]),
        _channel("team-quality", "Bugs, regressions, releases", ["finn", "june", "ivo", "buildbot"]),
        _channel(
            "leads",
            "Leads only",
            ["ana", "bo", "chidi", "dana", "esha", "finn"],
            is_private=True,
            app=False,
        ),
    ],
}


def read(path: str | Path) -> dict[str, Any]:
    """Read a seed of the same form as `DEMO` from a JSON file."""
    seed: dict[str, Any] = json.loads(Path(path).read_text("utf-8"))
    return seed


def plant(workspace: Workspace, seed: dict[str, Any]) -> None:
    """Add the seed's people and channels; the app joins every channel unless it says `"app": false`."""
    workspace.rename_team(**seed.get("team", {}))
    handles: dict[str, str] = {}
    for person in seed.get("people", []):
        facts = dict(person)
        handle = facts.pop("handle")
        handles[handle] = workspace.add_user(handle, **facts).id
    # Guests are let into their own channels only; those who left and other bots join nothing by default.
    everyone = [
        handles[person["handle"]]
        for person in seed.get("people", [])
        if not (person.get("deleted") or person.get("is_bot") or person.get("is_restricted"))
    ]
    for channel in seed.get("channels", []):
        facts = dict(channel)
        named, joins = facts.pop("members", []), facts.pop("app", True)
        members = everyone if named == _EVERYONE else [handles[handle] for handle in named]
        app = [workspace.bot.id] if joins else []
        workspace.add_channel(members=[*members, *app], creator=members[0], **facts)
