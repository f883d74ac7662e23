"""Channels that people of other organisations are in."""

from sqlalchemy import PrimaryKeyConstraint

from storage.tables.columns import UtcDateTime, required, table

allowed_channels = table(
    "allowed_channels",
    required("channel"),
    required("allowed_by"),
    required("allowed_at", UtcDateTime),
    PrimaryKeyConstraint("workspace", "channel"),
)
