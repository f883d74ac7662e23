"""Every team of a data set gets a lead and a channel of the simulated Slack."""

from bot.demo.casting import Part, cast
from bot.simulator.seeds import DEMO

OURS = ["Community", "Review", "Docs & Learning", "Engine", "Quality"]


def titles(casting):
    return {person["handle"]: person["title"] for person in casting.seed["people"]}


def channels(casting):
    return {channel["name"] for channel in casting.seed["channels"]}


def test_teams_the_seed_knows_keep_their_own_lead_and_channel():
    casting = cast(OURS, DEMO)

    *channels, triage = casting.seed["channels"]
    assert {**casting.seed, "channels": channels} == DEMO
    assert triage["members"] == ["ana", "chidi", "dana", "esha", "bo", "finn"]
    assert Part("Engine", "bo", "team-engine") in casting.parts


def test_another_team_takes_the_place_of_one_that_is_not_needed():
    casting = cast(["Engine", "Müller & Co"], DEMO)
    other = casting.parts[1]

    assert titles(casting)[other.lead] == "Lead, Müller & Co"
    assert other.channel in channels(casting)
    assert casting.parts[0].channel == "team-engine"


def test_more_teams_than_the_seed_has_get_channels_and_leads_of_their_own():
    casting = cast([f"Team {number}" for number in range(25)], DEMO)

    assert len({part.channel for part in casting.parts}) == 25
    assert {part.channel for part in casting.parts} <= channels(casting)
    assert "old_sam" not in {part.lead for part in casting.parts}


def test_names_that_would_share_a_channel_are_told_apart():
    first, second = cast(["R&D", "R D"], DEMO).parts

    assert first.channel != second.channel


def test_the_seed_itself_stays_as_it_is():
    before = str(DEMO)

    cast(["Somebody else"], DEMO)

    assert str(DEMO) == before
