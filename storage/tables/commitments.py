"""What people promise for a week."""

from sqlalchemy import Date, Index, Integer, PrimaryKeyConstraint

from storage.tables.columns import UtcDateTime, maybe, partial_index, required, table

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
    # The person first: an index that begins with the workspace says little, as nearly all rows have the same.
    Index(None, "user", "workspace", "week"),
    Index(None, "workspace", "week"),
    partial_index(
        "ix_commitments_carried", "workspace", "carried_from", where="carried_from IS NOT NULL", unique=True
    ),
)
