"""Teams, and who is one of them."""

from sqlalchemy import JSON, Boolean, ForeignKeyConstraint, Index, PrimaryKeyConstraint, Time, text

from storage.tables.columns import UtcDateTime, maybe, required, table

teams = table(
    "teams",
    required("id"),
    required("name"),
    required("lead"),
    required("channel"),
    required("time_zone"),
    required("audience"),
    required("standup_days", JSON),
    maybe("standup_time", Time),
    required("follow_through", server_default="friday"),
    maybe("country"),
    maybe("retired_at", UtcDateTime),
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

memberships = table(
    "memberships",
    required("team"),
    required("user"),
    required("standing"),
    PrimaryKeyConstraint("workspace", "team", "user"),
    ForeignKeyConstraint(["workspace", "team"], ["teams.workspace", "teams.id"]),
    Index(None, "workspace", "user"),
)

# Who came and went since the lead was last told.
roster_changes = table(
    "roster_changes",
    required("team"),
    required("user"),
    required("joined", Boolean),
    PrimaryKeyConstraint("workspace", "team", "user"),
    ForeignKeyConstraint(["workspace", "team"], ["teams.workspace", "teams.id"]),
)
