"""The columns, and the unique keys that keep promises."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    Double,
    Float,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    Time,
    TypeDecorator,
    text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant. SQLite forgets zones, so naive values are refused on the way in."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a naive datetime cannot be stored: {value!r}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _required(name: str, kind: Any = Text) -> Column[Any]:
    return Column(name, kind, nullable=False)


def _maybe(name: str, kind: Any = Text) -> Column[Any]:
    return Column(name, kind, nullable=True)


def _table(name: str, *parts: Any) -> Table:
    """Every table belongs to a workspace, and says so first."""
    return Table(name, metadata, _required("workspace"), *parts)


workspaces = Table(
    "workspaces",
    metadata,
    Column("workspace", Text, primary_key=True),
    _required("name"),
    _required("time_zone"),
    _maybe("company_channel"),
    _maybe("product_lead"),
    _required("pulse_time", Time),
    _maybe("pulse_public_since", Date),
)

metrics = _table(
    "metrics",
    _required("key"),
    _required("name"),
    _required("unit"),
    _required("direction"),
    _required("cadence"),
    _required("definition"),
    PrimaryKeyConstraint("workspace", "key"),
)

north_stars = _table(
    "north_stars",
    _required("id"),
    _required("metric"),
    _required("vision"),
    _required("value_moment"),
    _required("why_this"),
    _required("why_now"),
    _required("what_if"),
    _required("story"),
    _required("chosen_by"),
    _required("chosen_at", UtcDateTime),
    _maybe("retired_at", UtcDateTime),
    PrimaryKeyConstraint("workspace", "id"),
    ForeignKeyConstraint(["workspace", "metric"], ["metrics.workspace", "metrics.key"]),
)
# One North Star Metric at a time, whoever asks and however often.
Index(
    "uq_north_stars_active",
    north_stars.c.workspace,
    unique=True,
    sqlite_where=text("retired_at IS NULL"),
    postgresql_where=text("retired_at IS NULL"),
)

# A second North Star Metric that was asked for and turned away: the pressure stays visible.
refused_north_stars = _table(
    "refused_north_stars",
    _required("id"),
    _required("name"),
    _required("asked_by"),
    _required("asked_at", UtcDateTime),
    PrimaryKeyConstraint("workspace", "id"),
)

teams = _table(
    "teams",
    _required("id"),
    _required("name"),
    _required("lead"),
    _required("channel"),
    _required("time_zone"),
    _required("audience"),
    _required("standup_days", JSON),
    _maybe("standup_time", Time),
    _maybe("retired_at", UtcDateTime),
    PrimaryKeyConstraint("workspace", "id"),
)
Index(
    "uq_teams_channel",
    teams.c.workspace,
    teams.c.channel,
    unique=True,
    sqlite_where=text("retired_at IS NULL"),
    postgresql_where=text("retired_at IS NULL"),
)

memberships = _table(
    "memberships",
    _required("team"),
    _required("user"),
    _required("standing"),
    PrimaryKeyConstraint("workspace", "team", "user"),
    ForeignKeyConstraint(["workspace", "team"], ["teams.workspace", "teams.id"]),
    Index(None, "workspace", "user"),
)

# Who came and went since the lead was last told.
roster_changes = _table(
    "roster_changes",
    _required("team"),
    _required("user"),
    _required("joined", Boolean),
    PrimaryKeyConstraint("workspace", "team", "user"),
    ForeignKeyConstraint(["workspace", "team"], ["teams.workspace", "teams.id"]),
)

people = _table(
    "people",
    _required("user"),
    _required("name"),
    _required("time_zone"),
    _required("is_bot", Boolean),
    _required("is_deactivated", Boolean),
    _required("is_guest", Boolean),
    _required("is_external", Boolean),
    PrimaryKeyConstraint("workspace", "user"),
)

inputs = _table(
    "inputs",
    _required("id"),
    _required("team"),
    _required("metric"),
    _required("lever"),
    _required("hypothesis"),
    _required("lag_periods", Integer),
    _required("state"),
    _required("proposed_by"),
    _required("proposed_at", UtcDateTime),
    _maybe("agreed_by"),
    _maybe("agreed_at", UtcDateTime),
    _maybe("retired_at", UtcDateTime),
    PrimaryKeyConstraint("workspace", "id"),
    ForeignKeyConstraint(["workspace", "team"], ["teams.workspace", "teams.id"]),
    ForeignKeyConstraint(["workspace", "metric"], ["metrics.workspace", "metrics.key"]),
    Index(None, "workspace", "team"),
)

readings = _table(
    "readings",
    _required("metric"),
    _required("period_start", Date),
    _required("value", Float),
    _required("note"),
    _required("recorded_by"),
    _required("recorded_at", UtcDateTime),
    PrimaryKeyConstraint("workspace", "metric", "period_start"),
    ForeignKeyConstraint(["workspace", "metric"], ["metrics.workspace", "metrics.key"]),
)

sentences = _table(
    "sentences",
    _required("metric"),
    _required("period_start", Date),
    _required("text"),
    _required("written_by"),
    _required("written_at", UtcDateTime),
    PrimaryKeyConstraint("workspace", "metric", "period_start"),
)

commitments = _table(
    "commitments",
    _required("id"),
    _required("user"),
    _maybe("team"),
    _required("week", Date),
    _required("weeks", Integer),
    _required("text"),
    _maybe("input"),
    _required("visibility"),
    _required("state"),
    _required("line"),
    _required("made_at", UtcDateTime),
    _maybe("settled_at", UtcDateTime),
    PrimaryKeyConstraint("workspace", "id"),
    Index(None, "workspace", "user", "week"),
    Index(None, "workspace", "week"),
)

wins = _table(
    "wins",
    _required("id"),
    _required("user"),
    _required("text"),
    _maybe("input"),
    _required("meaning"),
    _required("celebrated_at", UtcDateTime),
    PrimaryKeyConstraint("workspace", "id"),
    Index(None, "workspace", "user"),
)

# Who cheered a win with a reaction: each person once, however many reactions.
cheers = _table(
    "cheers",
    _required("win"),
    _required("user"),
    _required("reaction"),
    PrimaryKeyConstraint("workspace", "win", "user", "reaction"),
    ForeignKeyConstraint(["workspace", "win"], ["wins.workspace", "wins.id"]),
)

conflicts = _table(
    "conflicts",
    _required("id"),
    _required("raised_by"),
    _maybe("team"),
    _required("other_team"),
    _maybe("input"),
    _required("text"),
    _required("tried"),
    _required("raised_at", UtcDateTime),
    PrimaryKeyConstraint("workspace", "id"),
    ForeignKeyConstraint(["workspace", "team"], ["teams.workspace", "teams.id"]),
    ForeignKeyConstraint(["workspace", "other_team"], ["teams.workspace", "teams.id"]),
    ForeignKeyConstraint(["workspace", "input"], ["inputs.workspace", "inputs.id"]),
)

# What somebody has typed into a form that is not submitted yet: field name -> text, and in which window.
drafts = _table(
    "drafts",
    _required("user"),
    _required("form"),
    _required("window"),
    _required("fields", JSON),
    _required("typed_at", UtcDateTime),
    PrimaryKeyConstraint("workspace", "user", "form"),
)

appointments = _table(
    "appointments",
    _required("ritual"),
    _required("team"),  # "" for the organisation: NULLs would never collide
    _required("days", JSON),
    _required("at", Time),
    _required("time_zone"),
    _required("next_due", UtcDateTime),
    PrimaryKeyConstraint("workspace", "ritual", "team"),
    Index(None, "next_due"),
)

occurrences = _table(
    "occurrences",
    _required("ritual"),
    _required("team"),
    _required("day", Date),
    _required("due_at", UtcDateTime),
    _required("state"),
    # However often the clock ticks and however many processes run: once a local day.
    PrimaryKeyConstraint("workspace", "ritual", "team", "day"),
    Index(None, "state"),
)

deliveries = _table(
    "deliveries",
    _required("key"),
    _required("to"),
    _required("kind"),
    _required("content"),
    _required("written_at", UtcDateTime),
    _required("state"),
    _required("resend", Boolean),
    _maybe("thread_of"),
    _maybe("replaces"),
    _required("attempt", Integer),
    _required("looks", Integer),
    _maybe("not_before", UtcDateTime),
    _maybe("lease_until", UtcDateTime),
    _maybe("owner"),
    _maybe("sending_since", UtcDateTime),
    _maybe("channel"),
    _maybe("ts"),
    _maybe("picture"),
    _maybe("error"),
    PrimaryKeyConstraint("workspace", "key"),
    Index(None, "state", "written_at"),
    Index(None, "picture"),
    Index(None, "workspace", "channel", "ts"),
)

# When a lane, such as one channel, is free for the next message. Seconds since 1970: both databases
# can reckon with them in one statement.
pacing = _table(
    "pacing",
    _required("lane"),
    _required("free_at", Double),
    PrimaryKeyConstraint("workspace", "lane"),
)
