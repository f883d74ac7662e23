"""What moved, and who moved it."""

from sqlalchemy import ForeignKeyConstraint, Index, PrimaryKeyConstraint

from storage.tables.columns import UtcDateTime, maybe, required, table

wins = table(
    "wins",
    required("id"),
    required("user"),
    required("text"),
    maybe("input"),
    required("meaning"),
    required("celebrated_at", UtcDateTime),
    PrimaryKeyConstraint("workspace", "id"),
    Index(None, "workspace", "user"),
)

# Who cheered a win with a reaction: each person once, however many reactions.
cheers = table(
    "cheers",
    required("win"),
    required("user"),
    required("reaction"),
    PrimaryKeyConstraint("workspace", "win", "user", "reaction"),
    ForeignKeyConstraint(["workspace", "win"], ["wins.workspace", "wins.id"]),
)
