"""How the North Star Metric is told, and what people made of it."""

from sqlalchemy import Index, PrimaryKeyConstraint

from storage.tables.columns import UtcDateTime, maybe, required, table

variants = table(
    "narrative_variants",
    required("audience"),
    required("why_this"),
    required("why_now"),
    required("what_if"),
    required("written_by"),
    required("written_at", UtcDateTime),
    PrimaryKeyConstraint("workspace", "audience"),
)

repeat_backs = table(
    "repeat_backs",
    required("id"),
    required("audience"),
    required("told"),
    required("author"),
    required("colleague"),
    required("asked_at", UtcDateTime),
    required("answer"),
    maybe("answered_at", UtcDateTime),
    maybe("heard"),
    PrimaryKeyConstraint("workspace", "id"),
    Index(None, "workspace", "audience"),
)
