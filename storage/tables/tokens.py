"""Who may push readings."""

from sqlalchemy import JSON, Index, PrimaryKeyConstraint, text

from storage.tables.columns import UtcDateTime, maybe, required, table

tokens = table(
    "tokens",
    required("name"),
    required("digest"),
    required("metrics", JSON),
    required("created_at", UtcDateTime),
    maybe("revoked_at", UtcDateTime),
    PrimaryKeyConstraint("workspace", "digest"),
)
# A name that was revoked may be given again.
Index(
    "uq_tokens_valid",
    tokens.c.workspace,
    tokens.c.name,
    unique=True,
    sqlite_where=text("revoked_at IS NULL"),
    postgresql_where=text("revoked_at IS NULL"),
)
