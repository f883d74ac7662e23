"""Who may push readings."""

from sqlalchemy import JSON, PrimaryKeyConstraint

from storage.tables.columns import UtcDateTime, maybe, partial_index, required, table

tokens = table(
    "tokens",
    required("name"),
    required("digest"),
    required("metrics", JSON),
    required("created_at", UtcDateTime),
    maybe("revoked_at", UtcDateTime),
    PrimaryKeyConstraint("workspace", "digest"),
    # A name that was revoked may be given again.
    partial_index("uq_tokens_valid", "workspace", "name", where="revoked_at IS NULL", unique=True),
)
