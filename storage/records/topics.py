"""Channels whose topic tells the number."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Topic:
    """A channel that was chosen, or left out; what its topic was last set to, or why it was refused."""

    channel: str
    kept: bool = True
    words: str | None = None
    refused: str | None = None
    set_at: datetime | None = None
