"""How people want to be asked and named, and when they are away."""

from sqlalchemy import Date, Integer, PrimaryKeyConstraint, Time

from storage.tables.columns import UtcDateTime, maybe, required, table

preferences = table(
    "preferences",
    required("user"),
    required("consent"),
    required("quiet_from", Time),
    required("quiet_until", Time),
    required("budget", Integer),
    maybe("snoozed_until", UtcDateTime),
    maybe("country"),
    PrimaryKeyConstraint("workspace", "user"),
)

absences = table(
    "absences",
    required("user"),
    required("first", Date),
    required("last", Date),
    PrimaryKeyConstraint("workspace", "user", "first"),
)
