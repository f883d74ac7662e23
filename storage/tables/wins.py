"""What moved, and who moved it."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    ForeignKeyConstraint,
    Index,
    PrimaryKeyConstraint,
    text,
)

from storage.tables.columns import UtcDateTime, maybe, partial_index, required, table

wins = table(
    "wins",
    required("id"),
    required("user"),
    required("text"),
    maybe("input"),
    required("meaning"),
    required("celebrated_at", UtcDateTime),
    required("people", JSON, server_default="[]"),
    required("teams", JSON, server_default="[]"),
    maybe("commitment"),
    Column("story", Boolean, nullable=False, server_default=text("false")),
    maybe("before", Date),
    maybe("after", Date),
    maybe("changed_at", UtcDateTime),
    maybe("withdrawn_at", UtcDateTime),
    # What it is found by, see `storage.searching`.
    required("found_by", server_default=""),
    PrimaryKeyConstraint("workspace", "id"),
    Index(None, "workspace", "user"),
    Index(None, "workspace", "celebrated_at"),
    # A commitment is made a win once; one that was withdrawn leaves room for another.
    partial_index("uq_wins_commitment", "workspace", "commitment", where="withdrawn_at IS NULL", unique=True),
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

# Who took their name out of a win: no correction puts it back.
unnamed = table(
    "unnamed",
    required("win"),
    required("user"),
    PrimaryKeyConstraint("workspace", "win", "user"),
    ForeignKeyConstraint(["workspace", "win"], ["wins.workspace", "wins.id"]),
)
