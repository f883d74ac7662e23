"""How teams want their pulses, and where the reflex question was asked."""

from sqlalchemy import JSON, Date, ForeignKeyConstraint, Index, PrimaryKeyConstraint

from storage.tables.columns import maybe, required, table

pulse_plans = table(
    "pulse_plans",
    required("team"),
    required("gathering"),
    required("questions", JSON),
    maybe("skipped", Date),
    maybe("paused_until", Date),
    PrimaryKeyConstraint("workspace", "team"),
    ForeignKeyConstraint(["workspace", "team"], ["teams.workspace", "teams.id"]),
)

asked_questions = table(
    "asked_questions",
    required("channel"),
    required("thread"),
    required("day", Date),
    required("user"),
    PrimaryKeyConstraint("workspace", "channel", "thread", "day"),
    Index(None, "workspace", "user", "day"),
)
