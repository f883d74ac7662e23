"""The organisation."""

from sqlalchemy import Column, Date, Table, Text, Time

from storage.tables.columns import maybe, metadata, required

workspaces = Table(
    "workspaces",
    metadata,
    Column("workspace", Text, primary_key=True),
    required("name"),
    required("time_zone"),
    maybe("company_channel"),
    maybe("product_lead"),
    maybe("sponsor"),
    maybe("operator"),
    maybe("triage_channel"),
    required("pulse_time", Time),
    maybe("pulse_public_since", Date),
)
