"""Messages on their way to Slack."""

from sqlalchemy import Boolean, ColumnElement, Double, Index, Integer, PrimaryKeyConstraint, literal_column

from storage.tables.columns import UtcDateTime, maybe, partial_index, required, table

# Of years of messages the few that are on their way, and the fewer that somebody is at work on. What asks for
# them says the same in the same words, or these are of no use: called a Boolean, they would become "... = 1".
_ON_ITS_WAY = "(state IN ('pending', 'sending') OR picture = 'owed')"
ON_ITS_WAY: ColumnElement[bool] = literal_column(_ON_ITS_WAY)

deliveries = table(
    "deliveries",
    required("key"),
    required("to"),
    required("kind"),
    required("content"),
    required("written_at", UtcDateTime),
    required("state"),
    required("resend", Boolean),
    maybe("thread_of"),
    maybe("replaces"),
    required("attempt", Integer),
    required("looks", Integer),
    maybe("not_before", UtcDateTime),
    maybe("lease_until", UtcDateTime),
    maybe("owner"),
    maybe("sending_since", UtcDateTime),
    maybe("channel"),
    maybe("ts"),
    maybe("picture"),
    maybe("error"),
    maybe("due_at", UtcDateTime),
    PrimaryKeyConstraint("workspace", "key"),
    Index(None, "state", "written_at"),
    Index(None, "picture"),
    Index(None, "workspace", "channel", "ts"),
    partial_index("ix_deliveries_on_their_way", "workspace", "to", "written_at", where=_ON_ITS_WAY),
    partial_index(
        "ix_deliveries_asked_for",
        "workspace",
        "written_at",
        "key",
        where=f"{_ON_ITS_WAY} AND due_at IS NULL",
    ),
    partial_index(
        "ix_deliveries_by_the_clock",
        "workspace",
        "written_at",
        "key",
        where=f"{_ON_ITS_WAY} AND due_at IS NOT NULL",
    ),
    partial_index("ix_deliveries_leased", "workspace", "to", where="lease_until IS NOT NULL"),
)

# When a lane, such as one channel, is free for the next message. Seconds since 1970: both databases
# can reckon with them in one statement.
pacing = table(
    "pacing",
    required("lane"),
    required("free_at", Double),
    PrimaryKeyConstraint("workspace", "lane"),
)
