"""What two teams could not settle."""

from sqlalchemy import ForeignKeyConstraint, PrimaryKeyConstraint

from storage.tables.columns import UtcDateTime, maybe, required, table

conflicts = table(
    "conflicts",
    required("id"),
    required("raised_by"),
    maybe("team"),
    required("other_team"),
    maybe("input"),
    required("text"),
    required("tried"),
    required("raised_at", UtcDateTime),
    PrimaryKeyConstraint("workspace", "id"),
    ForeignKeyConstraint(["workspace", "team"], ["teams.workspace", "teams.id"]),
    ForeignKeyConstraint(["workspace", "other_team"], ["teams.workspace", "teams.id"]),
    ForeignKeyConstraint(["workspace", "input"], ["inputs.workspace", "inputs.id"]),
)
