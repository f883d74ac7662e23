"""Messages on their way to Slack."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class DeliveryState(StrEnum):
    """Where a delivery stands; `bot.delivery` tells how one state leads to the next."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    REJECTED = "rejected"
    UNKNOWN = "unknown"
    SETTLED = "settled"
    DROPPED = "dropped"


class PictureState(StrEnum):
    """What became of a chart that could not stand in its message and goes into the thread instead."""

    OWED = "owed"
    SHARING = "sharing"  # Slack is being asked; never asked twice
    SHARED = "shared"
    GIVEN_UP = "given_up"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message on its way to Slack, or the record of one that arrived.

    Two times meet here: `written_at`, `due_at` and `sending_since` are calendar time, as the message's own
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
    due_at: datetime | None = None  # by the clock; None for what somebody waits for since it was written
