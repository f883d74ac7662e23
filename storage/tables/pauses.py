"""When nothing is kept at all."""

from sqlalchemy import Date, PrimaryKeyConstraint

from storage.tables.columns import required, table

shutdowns = table(
    "shutdowns",
    required("first", Date),
    required("last", Date),
    required("set_by"),
    PrimaryKeyConstraint("workspace", "first"),
)
