"""What was decided over a conflict, and whether it still holds."""

from sqlalchemy import JSON, Date, ForeignKeyConstraint, PrimaryKeyConstraint

from storage.tables.columns import UtcDateTime, maybe, partial_index, required, table

decisions = table(
    "decisions",
    required("id"),
    required("conflict"),
    required("outcome"),
    required("reasons"),
    required("criteria", JSON),
    required("decided_by", JSON),
    required("recorded_by"),
    required("review_on", Date),
    required("decided_at", UtcDateTime),
    maybe("supersedes"),
    PrimaryKeyConstraint("workspace", "id"),
    ForeignKeyConstraint(["workspace", "conflict"], ["conflicts.workspace", "conflicts.id"]),
    ForeignKeyConstraint(["workspace", "supersedes"], ["decisions.workspace", "decisions.id"]),
    # A conflict is decided once; whatever comes later supersedes what came before, and one thing does.
    partial_index("uq_decisions_conflict", "workspace", "conflict", where="supersedes IS NULL", unique=True),
    partial_index(
        "uq_decisions_supersedes", "workspace", "supersedes", where="supersedes IS NOT NULL", unique=True
    ),
)

# Asked once for each day on which a decision was to be looked at again.
decision_reviews = table(
    "decision_reviews",
    required("decision"),
    required("due_on", Date),
    required("asked_at", UtcDateTime),
    maybe("answered_by"),
    maybe("answered_at", UtcDateTime),
    maybe("holds_until", Date),
    PrimaryKeyConstraint("workspace", "decision", "due_on"),
    ForeignKeyConstraint(["workspace", "decision"], ["decisions.workspace", "decisions.id"]),
)
