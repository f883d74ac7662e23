"""When rituals are kept, and whether they were."""

from sqlalchemy import JSON, Date, Index, Integer, PrimaryKeyConstraint, Time

from storage.tables.columns import UtcDateTime, maybe, required, table

appointments = table(
    "appointments",
    required("ritual"),
    required("team"),  # "" for the organisation: NULLs would never collide
    required("days", JSON),
    required("at", Time),
    required("time_zone"),
    required("next_due", UtcDateTime),
    required("every", Integer, server_default="1"),
    maybe("anchor", Date),
    PrimaryKeyConstraint("workspace", "ritual", "team"),
    Index(None, "workspace", "next_due"),
)

occurrences = table(
    "occurrences",
    required("ritual"),
    required("team"),
    required("day", Date),
    required("due_at", UtcDateTime),
    required("state"),
    # However often the clock ticks and however many processes run: once a local day.
    PrimaryKeyConstraint("workspace", "ritual", "team", "day"),
    Index(None, "state"),
)
