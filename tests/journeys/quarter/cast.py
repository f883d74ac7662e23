"""Forty people of the quarter: the demo's own, and colleagues for each of its five teams."""

from copy import deepcopy
from typing import Any

from bot.demo.casting import Cast, cast
from bot.simulator.seeds import DEMO

# Each team's channel, and who joins those whom the demo has there.
COLLEAGUES = {
    "team-community": ["asha", "bina", "deepa", "nabin", "rabi"],
    "team-review": ["cody", "jade", "luis", "mona", "troy", "vera"],
    "team-docs": ["amit", "divya", "kiran", "neha", "rohan"],
    "team-engine": ["emil", "frieda", "jonas", "klara", "mats", "nele"],
    "team-quality": ["aroha", "kiri", "liam", "mere", "wiremu"],
}
# Where the demo's leads sit in this story: a half-hour zone, a 45-minute zone, and clocks that change.
_MOVED = {"bo": "Europe/Berlin", "chidi": "Asia/Kathmandu"}

ZONES = {
    "Community": "Asia/Kathmandu",
    "Review": "America/Los_Angeles",
    "Docs & Learning": "Asia/Kolkata",
    "Engine": "Europe/Berlin",
    "Quality": "Pacific/Auckland",
}
CHANNELS = {
    "Community": "team-community",
    "Review": "team-review",
    "Docs & Learning": "team-docs",
    "Engine": "team-engine",
    "Quality": "team-quality",
}


def forty() -> Cast:
    """The seed of the workspace, and who leads what in it."""
    seed: dict[str, Any] = deepcopy(DEMO)
    for person in seed["people"]:
        person["tz"] = _MOVED.get(person["handle"], person["tz"])
    rooms = {channel["name"]: channel for channel in seed["channels"]}
    for team, room in CHANNELS.items():
        for handle in COLLEAGUES[room]:
            person = {"handle": handle, "real_name": f"{handle.title()} {room[5].upper()}.", "title": ""}
            seed["people"].append({**person, "tz": ZONES[team]})
        rooms[room]["members"] = [*rooms[room]["members"], *COLLEAGUES[room]]
    return cast(list(ZONES), seed)
