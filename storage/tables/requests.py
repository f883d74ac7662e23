"""What Slack sent and was taken: each thing once."""

from sqlalchemy import Index, PrimaryKeyConstraint

from storage.tables.columns import UtcDateTime, required, table

taken_requests = table(
    "taken_requests",
    required("id"),
    required("taken_at", UtcDateTime),
    PrimaryKeyConstraint("workspace", "id"),
    Index(None, "workspace", "taken_at"),
)
