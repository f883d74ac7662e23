"""Whom Slack tells of and Polaris does not write down again, until they use it."""

from sqlalchemy import Index, PrimaryKeyConstraint

from storage.tables.columns import UtcDateTime, required, table

# Mixed into every digest: the same person of another database has another one.
forgetting_salts = table(
    "forgetting_salts",
    required("salt"),
    PrimaryKeyConstraint("workspace"),
)

forgotten = table(
    "forgotten",
    required("digest"),
    required("at", UtcDateTime),
    PrimaryKeyConstraint("workspace", "digest"),
    Index(None, "workspace", "at"),
)
