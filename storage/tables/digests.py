"""The issues of the wins digest, and what went out in them."""

from sqlalchemy import JSON, Date, ForeignKeyConstraint, Index, Integer, PrimaryKeyConstraint

from storage.tables.columns import UtcDateTime, maybe, required, table

digests = table(
    "digests",
    required("day", Date),
    required("intro"),
    required("order", JSON),
    required("left_out", JSON),
    maybe("approved_by"),
    maybe("approved_at", UtcDateTime),
    maybe("kind"),
    maybe("posted_at", UtcDateTime),
    maybe("touched"),
    maybe("heard_at", UtcDateTime),
    PrimaryKeyConstraint("workspace", "day"),
)

# However often an issue is made, and whatever is moved about: a win goes out once.
digested_wins = table(
    "digested_wins",
    required("win"),
    required("day", Date),
    required("place", Integer),
    PrimaryKeyConstraint("workspace", "win"),
    ForeignKeyConstraint(["workspace", "win"], ["wins.workspace", "wins.id"]),
    ForeignKeyConstraint(["workspace", "day"], ["digests.workspace", "digests.day"]),
    Index(None, "workspace", "day"),
)

# Who reacted to an issue as such, on its first message: each person once, however many reactions. Those on a
# win's message in its thread are the win's (`storage.tables.wins`).
digest_cheers = table(
    "digest_cheers",
    required("day", Date),
    required("user"),
    required("reaction"),
    PrimaryKeyConstraint("workspace", "day", "user", "reaction"),
    ForeignKeyConstraint(["workspace", "day"], ["digests.workspace", "digests.day"]),
)
