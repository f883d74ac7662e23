"""Channels whose topic tells the number."""

from sqlalchemy import Boolean, PrimaryKeyConstraint

from storage.tables.columns import UtcDateTime, maybe, required, table

topics = table(
    "topics",
    required("channel"),
    required("kept", Boolean),
    maybe("words"),
    maybe("refused"),
    maybe("set_at", UtcDateTime),
    PrimaryKeyConstraint("workspace", "channel"),
)
