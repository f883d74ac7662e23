"""Where readings come from, and what became of every pull."""

from sqlalchemy import JSON, Date, Index, Integer, PrimaryKeyConstraint

from storage.tables.columns import UtcDateTime, maybe, required, table

sources = table(
    "sources",
    required("name"),
    required("kind"),
    required("added_by"),
    required("config"),
    required("metrics", JSON),
    maybe("last_success_at", UtcDateTime),
    maybe("failing_since", UtcDateTime),
    maybe("error"),
    maybe("overruled_at", UtcDateTime),
    PrimaryKeyConstraint("workspace", "name"),
)

# However many processes there are, each attempt of a source's day is made by one of them.
source_runs = table(
    "source_runs",
    required("source"),
    required("day", Date),
    required("attempt", Integer),
    required("begun_at", UtcDateTime),
    maybe("ended_at", UtcDateTime),
    required("state"),
    required("rows", Integer),
    required("new", Integer),
    required("changed", Integer),
    required("kept", Integer),
    maybe("error"),
    PrimaryKeyConstraint("workspace", "source", "day", "attempt"),
    Index(None, "workspace", "begun_at"),
)
