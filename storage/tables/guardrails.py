"""What must not get worse while an input is pushed."""

from sqlalchemy import ForeignKeyConstraint, PrimaryKeyConstraint

from storage.tables.columns import UtcDateTime, required, table

guardrails = table(
    "guardrails",
    required("input"),
    required("metric"),
    required("named_by"),
    required("named_at", UtcDateTime),
    PrimaryKeyConstraint("workspace", "input"),
    ForeignKeyConstraint(["workspace", "input"], ["inputs.workspace", "inputs.id"]),
    ForeignKeyConstraint(["workspace", "metric"], ["metrics.workspace", "metrics.key"]),
)
