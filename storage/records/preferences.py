"""How people want to be asked and named, and when they are away."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum


class Consent(StrEnum):
    """Where somebody may be named by what Polaris posts."""

    PUBLIC = "public"
    TEAM = "team"  # in the channel of a team of theirs
    NO_MENTION = "no_mention"


@dataclass(frozen=True, slots=True)
class Preferences:
    """What holds for somebody until they say otherwise.

    Nobody is asked anything between `quiet_from` and `quiet_until`, wall-clock hours where they are;
    when the two are the same, no hour is quiet.
    """

    user: str
    consent: Consent = Consent.PUBLIC
    quiet_from: time = time(18)
    quiet_until: time = time(8)
    budget: int = 4  # prompts a week
    snoozed_until: datetime | None = None
    country: str | None = None  # ISO 3166 code, perhaps with a subdivision (DE-BY); "" for none; None: unsaid


@dataclass(frozen=True, slots=True)
class Absence:
    """Days on which somebody is away, both ends included."""

    user: str
    first: date
    last: date
