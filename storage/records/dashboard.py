"""The dashboard: whether it is on, the links that open it without Slack, and its boards."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ViewerKind(StrEnum):
    """Which door somebody came in by."""

    PUBLIC = "public"
    TV = "tv"
    MEMBER = "member"


@dataclass(frozen=True, slots=True)
class Dashboard:
    """Off, and so nowhere to be found, unless it was switched on."""

    on_since: datetime | None = None
    on_by: str | None = None

    @property
    def is_on(self) -> bool:
        return self.on_since is not None


@dataclass(frozen=True, slots=True)
class SharedLink:
    """A link that opens the dashboard for whoever has it: the public one, or the one of TVs.

    `digest` is the SHA-256 of its secret in hexadecimal digits; the secret itself is kept nowhere.
    """

    kind: ViewerKind
    digest: str
    made_by: str
    made_at: datetime
    revoked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Board:
    """Some metrics beside each other, titled by the question they answer.

    `decision` is what the answer informs, `metrics` are keys in the order in which they stand. A public one
    also stands behind the public link and on TVs. Boards stand by `rank`, the lowest first.
    """

    id: str
    question: str
    decision: str
    metrics: tuple[str, ...]
    made_by: str
    made_at: datetime
    is_public: bool = False
    rank: int = 0
    retired_at: datetime | None = None
