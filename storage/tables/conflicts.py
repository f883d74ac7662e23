"""What two teams could not settle at once."""

from sqlalchemy import JSON, Column, ForeignKeyConstraint, Index, PrimaryKeyConstraint, Text

from storage.tables.columns import UtcDateTime, maybe, required, table


def _words(name: str) -> Column[str]:
    return Column(name, Text, nullable=False, server_default="")


conflicts = table(
    "conflicts",
    required("id"),
    required("raised_by"),
    maybe("team"),
    required("other_team"),
    required("text"),
    required("tried"),
    required("raised_at", UtcDateTime),
    Column("kind", Text, nullable=False, server_default="inputs"),
    # What was kept before there were states had been told to those who can help.
    Column("state", Text, nullable=False, server_default="up"),
    _words("want"),
    maybe("input"),
    _words("effect"),
    _words("until"),
    _words("other_want"),
    maybe("other_input"),
    _words("other_effect"),
    _words("other_until"),
    _words("customers"),
    maybe("kpis", JSON(none_as_null=True)),
    maybe("channel"),
    Column("tried_by", JSON, nullable=False, server_default="[]"),
    maybe("alone_from", UtcDateTime),
    maybe("up_at", UtcDateTime),
    maybe("closed_at", UtcDateTime),
    maybe("closed_by"),
    _words("closing"),
    maybe("settled_by"),
    PrimaryKeyConstraint("workspace", "id"),
    ForeignKeyConstraint(["workspace", "team"], ["teams.workspace", "teams.id"]),
    ForeignKeyConstraint(["workspace", "other_team"], ["teams.workspace", "teams.id"]),
    ForeignKeyConstraint(["workspace", "input"], ["inputs.workspace", "inputs.id"]),
    Index(None, "workspace", "state"),
)
