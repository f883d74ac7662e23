"""Who plays which team: the simulator's people and channels, fitted to the teams of a data set."""

import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

PRODUCT_LEAD = "ana"
SPONSOR = "chidi"
COMPANY_CHANNEL = "north-star"
TRIAGE_CHANNEL = "triage"

_LEAD = "Lead, "


@dataclass(frozen=True, slots=True)
class Part:
    """One team of the data set: its lead by handle, its channel by name."""

    team: str
    lead: str
    channel: str


@dataclass(frozen=True, slots=True)
class Cast:
    """The simulator's seed as the demo plants it, and who leads what in it."""

    seed: dict[str, Any]
    parts: Sequence[Part]


def cast(teams: Sequence[str], seed: dict[str, Any]) -> Cast:
    """Give every team a lead and a channel.

    A team the seed knows ("Lead, Engine") keeps its own; another takes the place of one that is not
    needed, or, when those run out, gets a channel of its own with a lead who has none yet.
    """
    seed = deepcopy(seed)
    known = {part.team: part for part in _known(seed)}
    spare = iter([part for team, part in known.items() if team not in teams])
    parts: list[Part] = []
    for team in teams:
        part = known.get(team)
        if part is None:
            replaced = next(spare, None)
            part = _recast(seed, replaced, team) if replaced else _added(seed, team, parts)
        parts.append(part)
    deciding = dict.fromkeys([PRODUCT_LEAD, SPONSOR, *(part.lead for part in parts)])
    topic = "What two teams could not settle"
    seed["channels"].append({"name": TRIAGE_CHANNEL, "topic": topic, "members": [*deciding]})
    return Cast(seed, parts)


def _known(seed: dict[str, Any]) -> Iterator[Part]:
    for person in seed["people"]:
        if person["title"].startswith(_LEAD):
            channel = next(
                (c["name"] for c in seed["channels"] if list(c["members"])[:1] == [person["handle"]]), None
            )
            if channel is not None:
                yield Part(person["title"].removeprefix(_LEAD), person["handle"], channel)


def _recast(seed: dict[str, Any], part: Part, team: str) -> Part:
    channel = _by(seed["channels"], "name", part.channel)
    channel["name"], channel["topic"] = _free_name(seed, team), team
    for handle in channel["members"]:
        person = _by(seed["people"], "handle", handle)
        if person["title"] == part.team:
            person["title"] = team
    _by(seed["people"], "handle", part.lead)["title"] = _LEAD + team
    return Part(team, part.lead, channel["name"])


def _added(seed: dict[str, Any], team: str, parts: Sequence[Part]) -> Part:
    taken = {part.lead for part in parts} | {PRODUCT_LEAD}
    able = [
        person["handle"]
        for person in seed["people"]
        if not (person.get("is_bot") or person.get("deleted") or person.get("is_restricted"))
    ]
    lead = next((handle for handle in able if handle not in taken), able[len(parts) % len(able)])
    name = _free_name(seed, team)
    seed["channels"].append({"name": name, "topic": team, "members": [lead]})
    return Part(team, lead, name)


def _free_name(seed: dict[str, Any], team: str) -> str:
    taken = {channel["name"] for channel in seed["channels"]}
    name = f"team-{re.sub(r'[^a-z0-9]+', '-', team.casefold()).strip('-')[:60] or 'new'}"
    number = 1
    while (free := name if number == 1 else f"{name}-{number}") in taken:
        number += 1
    return free


def _by(things: Sequence[dict[str, Any]], key: str, value: str) -> dict[str, Any]:
    return next(thing for thing in things if thing[key] == value)
