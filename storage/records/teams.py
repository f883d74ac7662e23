"""Teams, and who is one of them."""

from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum


class Standing(StrEnum):
    """Why somebody is, or is not, counted as a member of a team."""

    CHANNEL = "channel"  # is in the team's channel
    ADDED = "added"  # the lead added them by hand
    LEFT_OUT = "left_out"  # the lead left them out by hand, though in the channel


class FollowThrough(StrEnum):
    """When a team's people are asked how their commitments went."""

    FRIDAY = "friday"  # in the afternoon
    MONDAY = "monday"  # in the morning after the week


@dataclass(frozen=True, slots=True)
class Team:
    """A team: its people are those of its channel, but for whom its lead added or left out."""

    id: str
    name: str
    lead: str
    channel: str
    time_zone: str
    audience: str = "plain"
    standup_days: tuple[int, ...] = ()  # ISO weekdays, Monday is 1
    standup_time: time | None = None
    follow_through: FollowThrough = FollowThrough.FRIDAY
    country: str | None = None  # whose public holidays it keeps, see Preferences; None: that of its zone
    retired_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Membership:
    team: str
    user: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class RosterChange:
    """Somebody came to a team's channel or left it, and the lead has not been told yet."""

    team: str
    user: str
    joined: bool
