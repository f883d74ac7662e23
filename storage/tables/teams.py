"""Teams, and who is one of them."""

from sqlalchemy import JSON, Boolean, ForeignKeyConstraint, Index, PrimaryKeyConstraint, Time

from storage.tables.columns import UtcDateTime, maybe, partial_index, required, table

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
    partial_index("uq_teams_channel", "workspace", "channel", where="retired_at IS NULL", unique=True),
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
