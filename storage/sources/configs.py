"""What can be said of a source, whoever says it; one class for each kind."""

from datetime import date, time, timedelta
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import jmespath
from jmespath.exceptions import JMESPathError
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationInfo,
    field_validator,
    model_validator,
)
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from storage.sources.statements import require_one_that_reads

Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,39}$")]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
Variable = Annotated[str, StringConstraints(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")]
"""The name of a variable of the environment, which holds a secret."""
HeaderName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]{1,60}$")]
HostAndPort = Annotated[
    str, StringConstraints(to_lower=True, pattern=r"^(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9_.-]+):[0-9]{1,5}$")
]

OPERATORS = "operators"
"""In the context of a validation: what is validated is the operator's own file."""

_FIRST_DAY = date(1970, 1, 1)
_WEEKDAYS: tuple["Weekday", ...] = (
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
)
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


class SourceConfig(BaseModel):
    """What every source has: a name, and when it is pulled.

    It is pulled at a wall-clock hour of its zone, on some weekdays (every day); while it is `paused`, only
    when somebody asks for it. The first pull goes back to `since` (to all there is); a later one `look_back`
    days behind the last that went well, for what was corrected.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Name
    on: tuple[Weekday, ...] = Field(default=_WEEKDAYS, min_length=1)
    at: time = time(6)
    zone: str = "UTC"
    since: date | None = None
    look_back: int = Field(default=62, ge=0, le=3_660)
    timeout: float = Field(default=60, ge=1, le=600)
    max_rows: int = Field(default=20_000, ge=1, le=500_000)
    paused: bool = False

    @field_validator("at", mode="before")
    @classmethod
    def _is_an_hour(cls, at: object) -> object:
        if isinstance(at, int | float):  # which would be seconds
            raise ValueError("is an hour of the day, as 06:30:00")
        return at

    @field_validator("zone")
    @classmethod
    def _is_known(cls, zone: str) -> str:
        try:
            ZoneInfo(zone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError(f"{zone!r} is not an IANA zone such as Europe/Berlin") from None
        return zone

    @property
    def weekdays(self) -> tuple[int, ...]:
        """ISO weekdays, Monday being 1."""
        return tuple(sorted({_WEEKDAYS.index(day) + 1 for day in self.on}))

    def first_day(self, _today: date) -> date:
        """How far back the first pull goes: to all there is, unless the config says otherwise."""
        return self.since or _FIRST_DAY

    @property
    def metrics(self) -> tuple[str, ...]:
        """The metrics it is known to speak of, as the config names them; first that of the whole source."""
        metric: str | None = getattr(self, "metric", None)
        return tuple(dict.fromkeys([*([metric] if metric else []), *getattr(self, "only", ())]))

    @property
    def variables(self) -> tuple[str, ...]:
        """The variables of the environment it needs."""
        return ()


class Layout(BaseModel):
    """How a CSV is laid out.

    `long`: one row for each value, with the columns metric, period_start and value (with `metric` set, the
    whole file is of that one, and needs no column for it). `wide`: one row for each period, and every other
    column is a metric by its name. With `only`, whatever else stands in the file is passed over.
    """

    layout: Literal["long", "wide"] = "long"
    metric: Text | None = None
    delimiter: Annotated[str, StringConstraints(min_length=1, max_length=1)] = ","
    metric_column: Text = "metric"
    period_column: Text = "period_start"
    value_column: Text = "value"
    only: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def _wide_names_its_own(self) -> "Layout":
        if self.layout == "wide" and self.metric is not None:
            raise ValueError("a wide file names its metrics in its columns: leave `metric` out")
        return self


class CsvSource(SourceConfig, Layout):
    """A CSV file that this machine can read."""

    kind: Literal["csv"]
    path: Path


class SqlSource(SourceConfig):
    """One statement that reads, giving a period and a value; asked with `:since` and `:until`."""

    kind: Literal["sql"]
    metric: Text
    url: str | None = Field(default=None, repr=False)
    url_env: Variable | None = None
    statement: str

    @field_validator("url")
    @classmethod
    def _holds_no_secret(cls, url: str | None) -> str | None:
        if url is None:
            return None
        try:
            parsed = make_url(url)
        except (ArgumentError, ValueError):
            raise ValueError("is not written as a database URL is, as sqlite:///FILE") from None
        if parsed.password is not None:
            raise ValueError(
                "a password does not belong in this file: put the whole URL into a variable of the"
                " environment, and name that one in `url_env`"
            )
        return url

    @field_validator("statement")
    @classmethod
    def _only_reads(cls, statement: str) -> str:
        return require_one_that_reads(statement)

    @model_validator(mode="after")
    def _has_one_address(self) -> "SqlSource":
        if (self.url is None) == (self.url_env is None):
            raise ValueError("needs one of `url_env` (the name of a variable of the environment) and `url`")
        return self

    @property
    def variables(self) -> tuple[str, ...]:
        return (self.url_env,) if self.url_env else ()


class WebSource(SourceConfig):
    """What every source on the web has: an address, and headers whose values are secrets.

    `{since}` and `{until}` in the address stand for days. `allow_private` are the hosts of a private network
    it may ask, as host:port.
    """

    url: str | None = Field(default=None, max_length=2_000, repr=False)
    url_env: Variable | None = None
    headers_env: dict[HeaderName, Variable] = Field(default_factory=dict, max_length=20)
    allow_private: frozenset[HostAndPort] = frozenset()

    @field_validator("url")
    @classmethod
    def _is_of_the_web(cls, url: str | None, info: ValidationInfo) -> str | None:
        if url is None:
            return None
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError("begins with https:// (or http://) and names a host")
        if parts.scheme == "http" and not (info.context or {}).get(OPERATORS):
            raise ValueError("begins with https://: what goes over http:// can be read on its way")
        if "@" in parts.netloc:
            raise ValueError(
                "a password does not belong in this file: put the whole address into a variable of the"
                " environment, and name that one in `url_env`"
            )
        return url

    @field_validator("url_env", "headers_env", "allow_private")
    @classmethod
    def _is_the_operators(cls, said: object, info: ValidationInfo) -> object:
        if said and not (info.context or {}).get(OPERATORS):
            raise ValueError("stands in the operator's file alone")
        return said

    @model_validator(mode="after")
    def _has_one_address(self) -> "WebSource":
        if (self.url is None) == (self.url_env is None):
            raise ValueError("needs one of `url` and `url_env` (the name of a variable of the environment)")
        return self

    @property
    def host(self) -> str:
        """What may be told of its address to everybody: where it leads, without the way."""
        return urlsplit(self.url or "").hostname or ""

    @property
    def variables(self) -> tuple[str, ...]:
        return (*((self.url_env,) if self.url_env else ()), *self.headers_env.values())


class CsvWebSource(WebSource, Layout):
    """A CSV that an address answers, as a published Google Sheet does."""

    kind: Literal["csv_web"]


class JsonSource(WebSource):
    """JSON that an address answers; `select` finds pairs of a period and a value in it, in JMESPath."""

    kind: Literal["json"]
    metric: Text
    select: Text

    @field_validator("select")
    @classmethod
    def _is_jmespath(cls, select: str) -> str:
        try:
            jmespath.compile(select)
        except JMESPathError as problem:
            raise ValueError(f"is no JMESPath: {str(problem).splitlines()[0]}") from None
        return select


class PrometheusSource(WebSource):
    """A query that Prometheus answers at the end of every week or month, in UTC; `url` is its base.

    Prometheus has no first day, and refuses too many points: the first pull goes back two years.
    """

    kind: Literal["prometheus"]
    metric: Text
    query: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=5_000)]
    every: Literal["week", "month"] = "week"

    @field_validator("zone")
    @classmethod
    def _counts_in_utc(cls, zone: str) -> str:
        if zone != "UTC":
            raise ValueError("is UTC, as the weeks and months of a query are: leave it out")
        return zone

    def first_day(self, today: date) -> date:
        """Two years back, unless the config says otherwise."""
        return self.since or today - timedelta(days=730)


Source = CsvSource | SqlSource | CsvWebSource | JsonSource | PrometheusSource
AnySource = Annotated[Source, Field(discriminator="kind")]
