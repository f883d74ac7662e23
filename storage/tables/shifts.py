"""Shifts of a metric's level that somebody accepted as the new normal."""

from sqlalchemy import Date, ForeignKeyConstraint, PrimaryKeyConstraint

from storage.tables.columns import UtcDateTime, required, table

accepted_shifts = table(
    "accepted_shifts",
    required("metric"),
    required("since", Date),
    required("accepted_by"),
    required("accepted_at", UtcDateTime),
    required("why"),
    PrimaryKeyConstraint("workspace", "metric", "since"),
    ForeignKeyConstraint(["workspace", "metric"], ["metrics.workspace", "metrics.key"]),
)
