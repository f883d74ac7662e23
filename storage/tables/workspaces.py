"""The organisation."""

from sqlalchemy import Date, PrimaryKeyConstraint, Time

from storage.tables.columns import maybe, required, table

workspaces = table(
    "workspaces",
    required("name"),
    required("time_zone"),
    maybe("company_channel"),
    maybe("product_lead"),
    maybe("sponsor"),
    maybe("operator"),
    maybe("triage_channel"),
    required("pulse_time", Time),
    maybe("pulse_public_since", Date),
    PrimaryKeyConstraint("workspace"),
)
