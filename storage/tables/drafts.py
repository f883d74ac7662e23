"""What is typed and not submitted yet."""

from sqlalchemy import JSON, PrimaryKeyConstraint

from storage.tables.columns import UtcDateTime, required, table

# What somebody has typed into a form that is not submitted yet: field name -> text, and in which window.
drafts = table(
    "drafts",
    required("user"),
    required("form"),
    required("window"),
    required("fields", JSON),
    required("typed_at", UtcDateTime),
    PrimaryKeyConstraint("workspace", "user", "form"),
)
