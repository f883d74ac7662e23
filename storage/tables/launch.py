"""The announcement of the North Star Metric, and the questions it raised."""

from sqlalchemy import ForeignKeyConstraint, PrimaryKeyConstraint

from storage.tables.columns import UtcDateTime, maybe, required, table

launches = table(
    "launches",
    required("id"),
    required("channel"),
    required("question"),
    required("launched_by"),
    required("launched_at", UtcDateTime),
    maybe("looked_at", UtcDateTime),
    PrimaryKeyConstraint("workspace", "id"),
)

questions = table(
    "launch_questions",
    required("id"),
    required("launch"),
    required("text"),
    required("asked_by"),
    required("asked_at", UtcDateTime),
    required("owner"),
    required("answer"),
    maybe("answered_by"),
    maybe("answered_at", UtcDateTime),
    PrimaryKeyConstraint("workspace", "id"),
    ForeignKeyConstraint(["workspace", "launch"], ["launches.workspace", "launches.id"]),
)
