"""What goes in and out over HTTP; the description that is served is made of these."""

import re
from datetime import date, datetime
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from rituals.recording import LARGEST

MOST_ROWS = 5_000


def _written_out(told: object) -> object:
    """Seconds since 1970, or an instant, are a date to pydantic, and a mistake here."""
    if not isinstance(told, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", told, re.ASCII):
        raise ValueError("no date")
    return told


Day = Annotated[date, Field(strict=False), BeforeValidator(_written_out)]
Named = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


class _Taken(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class Reading(_Taken):
    """The value of one metric for one period that is over."""

    metric: Named = Field(description="Key or name of the metric.", examples=["active_teams"])
    period_start: Day = Field(
        description="First day of the period: the day itself, a Monday, or the 1st of a month.",
        examples=["2026-03-09"],
    )
    value: float = Field(
        ge=-LARGEST, le=LARGEST, allow_inf_nan=False, description="A finite number.", examples=[27]
    )
    # PostgreSQL keeps no text with a NUL in it.
    note: Annotated[str, StringConstraints(strip_whitespace=True, max_length=300, pattern=r"^[^\x00]*$")] = (
        Field(default="", description="What readers should know about it.")
    )


class Readings(_Taken):
    """Several readings: all of them are written down, or none."""

    readings: list[Reading] = Field(min_length=1, max_length=MOST_ROWS)


class Asked(BaseModel):
    """Which readings are asked for."""

    model_config = ConfigDict(extra="forbid")

    metric: Named = Field(description="Key or name of the metric.")
    since: Day = Field(default=date.min, description="Periods that start on this day or later.")
    until: Day = Field(default=date.max, description="Periods that start on this day or before.")


class Corrected(BaseModel):
    """A reading that took the place of another value, which is kept."""

    metric: str
    period_start: date
    was: float


class Doubtful(BaseModel):
    """A reading that was written down although its value can hardly be right; it is shown with a caveat."""

    row: int = Field(description="Which one, counted from 1.")
    message: str = Field(description="What is doubtful about it.")


class Written(BaseModel):
    """What became of the readings that were pushed."""

    new: int = Field(description="Periods that had no reading.")
    unchanged: int = Field(description="Periods that had this value already.")
    corrected: list[Corrected] = Field(description="Periods that had another value.")
    doubtful: list[Doubtful] = Field(description="Readings worth a look; they are written down all the same.")


class Kept(BaseModel):
    """A reading as it is kept."""

    period_start: date
    value: float
    note: str
    recorded_by: str = Field(
        description="Who wrote it: a user's id, push:NAME of the token, source:NAME of a source, or load."
    )
    recorded_at: datetime
    restated: bool = Field(description="Whether another value stood there before.")


class Series(BaseModel):
    """The readings of a metric, oldest first."""

    metric: str = Field(description="Its key.")
    name: str
    unit: str
    cadence: str = Field(description="The length of a period: day, week or month.")
    readings: list[Kept]


class RowFault(BaseModel):
    """What is wrong with one of the readings."""

    row: int = Field(description="Which one, counted from 1.")
    field: str
    message: str = Field(description="What is wrong, and how it is mended.")


class Problem(BaseModel):
    """Why nothing was done."""

    error: str = Field(description="One word for programs.", examples=["rows"])
    message: str = Field(description="A sentence for people.")
    rows: list[RowFault] = []
