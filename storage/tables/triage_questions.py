"""Questions that triage talks over: no case of two teams, nothing to be decided."""

from sqlalchemy import PrimaryKeyConstraint

from storage.tables.columns import UtcDateTime, maybe, required, table

triage_questions = table(
    "triage_questions",
    required("id"),
    required("text"),
    required("put_by"),
    required("put_at", UtcDateTime),
    maybe("done_at", UtcDateTime),
    PrimaryKeyConstraint("workspace", "id"),
)
