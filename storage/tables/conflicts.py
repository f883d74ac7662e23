"""What two teams could not settle at once."""

from sqlalchemy import JSON, ForeignKeyConstraint, Index, PrimaryKeyConstraint

from storage.tables.columns import UtcDateTime, maybe, required, table

conflicts = table(
    "conflicts",
    required("id"),
    required("raised_by"),
    maybe("team"),
    required("other_team"),
    required("text"),
    required("tried"),
    required("raised_at", UtcDateTime),
    required("kind", server_default="inputs"),
    # What was kept before there were states had been told to those who can help.
    required("state", server_default="up"),
    required("want", server_default=""),
    maybe("input"),
    required("effect", server_default=""),
    required("until", server_default=""),
    required("other_want", server_default=""),
    maybe("other_input"),
    required("other_effect", server_default=""),
    required("other_until", server_default=""),
    required("customers", server_default=""),
    maybe("kpis", JSON(none_as_null=True)),
    maybe("channel"),
    required("tried_by", JSON, server_default="[]"),
    maybe("alone_from", UtcDateTime),
    maybe("up_at", UtcDateTime),
    maybe("closed_at", UtcDateTime),
    maybe("closed_by"),
    required("closing", server_default=""),
    maybe("settled_by"),
    PrimaryKeyConstraint("workspace", "id"),
    ForeignKeyConstraint(["workspace", "team"], ["teams.workspace", "teams.id"]),
    ForeignKeyConstraint(["workspace", "other_team"], ["teams.workspace", "teams.id"]),
    ForeignKeyConstraint(["workspace", "input"], ["inputs.workspace", "inputs.id"]),
    Index(None, "workspace", "state"),
)
