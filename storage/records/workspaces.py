"""The organisation."""

from dataclasses import dataclass
from datetime import date, time


@dataclass(frozen=True, slots=True)
class Workspace:
    """One organisation: where it meets and when."""

    id: str
    name: str
    time_zone: str
    company_channel: str | None = None
    product_lead: str | None = None
    sponsor: str | None = None
    operator: str | None = None
    triage_channel: str | None = None
    pulse_time: time = time(9)
    pulse_public_since: date | None = None  # day of the first public Monday pulse
