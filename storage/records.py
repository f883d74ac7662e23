"""Plain frozen facts: the vocabulary of the whole house.

Every instant is an aware UTC datetime; every day is a local calendar day; a `user`, `channel` or
`workspace` is Slack's id for it.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum


class Direction(StrEnum):
    """Which way is better for a metric."""

    UP = "up"
    DOWN = "down"


class Cadence(StrEnum):
    """The length of a metric's period; a reading belongs to the period that starts on its day."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


class Lever(StrEnum):
    """How an input metric moves the North Star Metric."""

    BREADTH = "breadth"
    DEPTH = "depth"
    FREQUENCY = "frequency"
    EFFICIENCY = "efficiency"
    ENABLING = "enabling"


class InputState(StrEnum):
    PROPOSED = "proposed"
    ACTIVE = "active"
    RETIRED = "retired"


class Standing(StrEnum):
    """Why somebody is, or is not, counted as a member of a team."""

    CHANNEL = "channel"  # is in the team's channel
    ADDED = "added"  # the lead added them by hand
    LEFT_OUT = "left_out"  # the lead left them out by hand, though in the channel


class Visibility(StrEnum):
    """Who may read the words of a commitment. Counts are always included in the team's line."""

    TEAM = "team"
    EVERYONE = "everyone"
    ME = "me"


class CommitmentState(StrEnum):
    OPEN = "open"
    DONE = "done"
    MOVED = "moved"
    NOT_YET = "not_yet"
    DROPPED = "dropped"


class DeliveryState(StrEnum):
    """Where a delivery stands; `bot.delivery` tells how one state leads to the next."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    REJECTED = "rejected"
    UNKNOWN = "unknown"


class PictureState(StrEnum):
    """What became of a chart that could not stand in its message and goes into the thread instead."""

    OWED = "owed"
    SHARING = "sharing"  # Slack is being asked; never asked twice
    SHARED = "shared"
    GIVEN_UP = "given_up"


class OccurrenceState(StrEnum):
    DUE = "due"  # the row exists, its letters do not yet
    PREPARED = "prepared"  # its letters are delivery rows
    MISSED = "missed"  # found too late to be of use; nothing was posted


@dataclass(frozen=True, slots=True)
class Workspace:
    """One organisation: where it meets and when."""

    id: str
    name: str
    time_zone: str
    company_channel: str | None = None
    product_lead: str | None = None
    pulse_time: time = time(9)
    pulse_public_since: date | None = None  # day of the first public Monday pulse


@dataclass(frozen=True, slots=True)
class Metric:
    """Something counted once a period. `key` is stable; names may change."""

    key: str
    name: str
    unit: str
    direction: Direction
    cadence: Cadence = Cadence.WEEK
    definition: str = ""


@dataclass(frozen=True, slots=True)
class NorthStar:
    """The one metric of the organisation, with the narrative that goes with it."""

    id: str
    metric: Metric
    vision: str
    value_moment: str
    why_this: str
    why_now: str
    what_if: str
    story: str
    chosen_by: str
    chosen_at: datetime
    retired_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RefusedNorthStar:
    """A second North Star Metric that somebody asked for while one was active."""

    id: str
    name: str
    asked_by: str
    asked_at: datetime


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


@dataclass(frozen=True, slots=True)
class Person:
    """What Slack says of somebody, refreshed daily and on `user_change`."""

    user: str
    name: str
    time_zone: str
    is_bot: bool = False
    is_deactivated: bool = False
    is_guest: bool = False
    is_external: bool = False


@dataclass(frozen=True, slots=True)
class Input:
    """A team's input metric and the causal link it claims to the North Star Metric."""

    id: str
    team: str
    metric: Metric
    lever: Lever
    hypothesis: str
    lag_periods: int
    state: InputState
    proposed_by: str
    proposed_at: datetime
    agreed_by: str | None = None
    agreed_at: datetime | None = None
    retired_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """The value of one metric for the period that starts on `period_start`."""

    metric: str
    period_start: date
    value: float
    recorded_by: str
    recorded_at: datetime
    note: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """What a person says about one period of the North Star Metric."""

    metric: str
    period_start: date
    text: str
    written_by: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class Commitment:
    """One action a person promises; `week` is the Monday of the ISO week it was made in."""

    id: str
    user: str
    team: str | None
    week: date
    weeks: int  # 1 or 2
    text: str
    input: str | None
    visibility: Visibility
    state: CommitmentState
    made_at: datetime
    line: str = ""
    settled_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Win:
    id: str
    user: str
    text: str
    input: str | None
    meaning: str
    celebrated_at: datetime


@dataclass(frozen=True, slots=True)
class Conflict:
    """What two teams could not settle; `team` is None when the product lead speaks for everybody."""

    id: str
    raised_by: str
    team: str | None
    other_team: str
    input: str | None
    text: str
    tried: str  # together, before it was brought up
    raised_at: datetime


@dataclass(frozen=True, slots=True)
class Appointment:
    """A ritual that is kept by a team (or, with no team, the organisation) at a wall-clock hour."""

    ritual: str
    team: str | None
    days: tuple[int, ...]  # ISO weekdays
    at: time
    time_zone: str
    next_due: datetime


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One appointment on one local day."""

    ritual: str
    team: str | None
    day: date
    due_at: datetime
    state: OccurrenceState


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message on its way to Slack, or the record of one that arrived.

    Two times meet here: `written_at` and `sending_since` are calendar time, as the message's own
    timestamp is; `not_before` and `lease_until` are machine time.
    """

    key: str
    to: str  # a channel, or a user for a direct message
    kind: str  # which content, see bot.drawing
    content: str  # that content as JSON
    written_at: datetime
    state: DeliveryState = DeliveryState.PENDING
    resend: bool = False  # after an ambiguous end that cannot be looked up: send again, or stop as unknown
    thread_of: str | None = None  # key of the delivery in whose thread it stands
    replaces: str | None = None  # key of the delivery it edits
    attempt: int = 0
    looks: int = 0  # how often it was looked for in vain since its last ambiguous end
    not_before: datetime | None = None
    lease_until: datetime | None = None
    owner: str | None = None
    sending_since: datetime | None = None
    channel: str | None = None
    ts: str | None = None
    picture: PictureState | None = None
    error: str | None = None
