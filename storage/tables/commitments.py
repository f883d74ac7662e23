"""What people promise for a week."""

from sqlalchemy import Boolean, Date, Index, Integer, PrimaryKeyConstraint, literal_column

from storage.tables.columns import UtcDateTime, maybe, required, table

_CARRIED = literal_column("carried_from IS NOT NULL", Boolean)

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
    Index(
        "ix_commitments_carried",
        "workspace",
        "carried_from",
        unique=True,
        postgresql_where=_CARRIED,
        sqlite_where=_CARRIED,
    ),
)
