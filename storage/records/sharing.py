"""Channels that people of other organisations are in."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class AllowedChannel:
    """A shared channel into which metrics may be posted all the same, and who said so."""

    channel: str
    allowed_by: str
    allowed_at: datetime
