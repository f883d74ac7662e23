"""What a team says of its levers before they are inputs, and of work that moves none."""

from sqlalchemy import JSON, Date, ForeignKeyConstraint, PrimaryKeyConstraint

from storage.tables.columns import UtcDateTime, maybe, required, table

talks = table(
    "lever_talks",
    required("team"),
    required("outcome"),
    required("candidates", JSON),
    required("kept_by"),
    required("kept_at", UtcDateTime),
    PrimaryKeyConstraint("workspace", "team"),
    ForeignKeyConstraint(["workspace", "team"], ["teams.workspace", "teams.id"]),
)

unconnected = table(
    "unconnected_work",
    required("id"),
    required("team"),
    required("work"),
    required("needed_by"),
    required("effect"),
    required("finding"),
    required("reason"),
    maybe("revisit_on", Date),
    required("noted_by"),
    required("noted_at", UtcDateTime),
    PrimaryKeyConstraint("workspace", "id"),
    ForeignKeyConstraint(["workspace", "team"], ["teams.workspace", "teams.id"]),
)
