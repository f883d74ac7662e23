"""What the organisation agreed its metrics mean: who answers for each, what it is for, every change."""

from sqlalchemy import Boolean, Date, ForeignKeyConstraint, Index, Integer, PrimaryKeyConstraint

from storage.tables.columns import UtcDateTime, maybe, required, table

dictionary = table(
    "dictionary",
    required("metric"),
    maybe("standing"),
    maybe("owner"),
    required("source"),
    required("department"),
    PrimaryKeyConstraint("workspace", "metric"),
    ForeignKeyConstraint(["workspace", "metric"], ["metrics.workspace", "metrics.key"]),
    Index(None, "workspace", "standing"),
)

# Two people who change a metric at once cannot both write its next version.
metric_versions = table(
    "metric_versions",
    required("metric"),
    required("number", Integer),
    required("effective_from", Date),
    required("name"),
    required("definition"),
    required("unit"),
    required("direction"),
    required("reason"),
    maybe("approved_by"),
    required("approved_at", UtcDateTime),
    required("comparable", Boolean),
    PrimaryKeyConstraint("workspace", "metric", "number"),
    ForeignKeyConstraint(["workspace", "metric"], ["metrics.workspace", "metrics.key"]),
)
