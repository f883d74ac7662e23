"""What people promise for a week."""

from sqlalchemy import Date, Index, Integer, PrimaryKeyConstraint

from storage.tables.columns import UtcDateTime, maybe, required, table

commitments = table(
    "commitments",
    required("id"),
    required("user"),
    maybe("team"),
    required("week", Date),
    required("weeks", Integer),
    required("text"),
    maybe("input"),
    required("visibility"),
    required("state"),
    required("line"),
    required("made_at", UtcDateTime),
    maybe("settled_at", UtcDateTime),
    required("carried", Integer, server_default="0"),
    maybe("carried_from"),
    PrimaryKeyConstraint("workspace", "id"),
    Index(None, "workspace", "user", "week"),
    Index(None, "workspace", "week"),
    Index(None, "workspace", "carried_from", unique=True),
)
