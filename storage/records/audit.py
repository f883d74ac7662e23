"""Who changed what that others feel."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Change:
    """One change by somebody (None: by Polaris itself) of one thing.

    `what` is a key such as "team.changed"; `before` and `after` hold, field by field, what differs.
    """

    who: str | None
    what: str
    subject: str
    before: dict[str, str]
    after: dict[str, str]
    at: datetime
