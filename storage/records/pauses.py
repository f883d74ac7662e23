"""When nothing is kept at all."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Shutdown:
    """Days on which the whole organisation rests, both ends included."""

    first: date
    last: date
    set_by: str
