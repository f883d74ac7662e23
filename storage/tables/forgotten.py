"""Whom Slack tells of and Polaris does not write down again, until they use it."""

from sqlalchemy import Column, Index, PrimaryKeyConstraint, Table, Text

from storage.tables.columns import UtcDateTime, metadata, required, table

# Mixed into every digest: the same person of another database has another one.
forgetting_salts = Table(
    "forgetting_salts",
    metadata,
    Column("workspace", Text, primary_key=True),
    required("salt"),
)

forgotten = table(
    "forgotten",
    required("digest"),
    required("at", UtcDateTime),
    PrimaryKeyConstraint("workspace", "digest"),
    Index(None, "workspace", "at"),
)
