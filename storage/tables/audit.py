"""Who changed what that others feel."""

from sqlalchemy import JSON, Column, Index, Integer

from storage.tables.columns import UtcDateTime, maybe, required, table

audit = table(
    "audit",
    # Counted by the database over all workspaces: what happened in one instant keeps its order.
    Column("number", Integer, primary_key=True),
    maybe("who"),
    required("what"),
    required("subject"),
    required("before", JSON),
    required("after", JSON),
    required("at", UtcDateTime),
    Index(None, "workspace", "number"),
)
