"""What Slack says of people."""

from sqlalchemy import Boolean, PrimaryKeyConstraint

from storage.tables.columns import required, table

people = table(
    "people",
    required("user"),
    required("name"),
    required("time_zone"),
    required("is_bot", Boolean),
    required("is_deactivated", Boolean),
    required("is_guest", Boolean),
    required("is_external", Boolean),
    required("full_name", server_default=""),
    PrimaryKeyConstraint("workspace", "user"),
)
