"""Messages on their way to Slack."""

from sqlalchemy import Boolean, Double, Index, Integer, PrimaryKeyConstraint

from storage.tables.columns import UtcDateTime, maybe, required, table

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
    PrimaryKeyConstraint("workspace", "key"),
    Index(None, "state", "written_at"),
    Index(None, "picture"),
    Index(None, "workspace", "channel", "ts"),
)

# When a lane, such as one channel, is free for the next message. Seconds since 1970: both databases
# can reckon with them in one statement.
pacing = table(
    "pacing",
    required("lane"),
    required("free_at", Double),
    PrimaryKeyConstraint("workspace", "lane"),
)
