"""The dashboard: its switch, its links, the key that signs, and its boards."""

from sqlalchemy import JSON, Boolean, Column, Index, Integer, PrimaryKeyConstraint, Table, Text, text

from storage.tables.columns import UtcDateTime, maybe, metadata, required, table

dashboards = Table(
    "dashboards",
    metadata,
    Column("workspace", Text, primary_key=True),
    maybe("on_since", UtcDateTime),
    maybe("on_by"),
)

dashboard_links = table(
    "dashboard_links",
    required("kind"),
    required("digest"),
    required("made_by"),
    required("made_at", UtcDateTime),
    maybe("revoked_at", UtcDateTime),
    PrimaryKeyConstraint("workspace", "digest"),
)
# One link of each kind opens; the others were revoked.
Index(
    "uq_dashboard_links_valid",
    dashboard_links.c.workspace,
    dashboard_links.c.kind,
    unique=True,
    sqlite_where=text("revoked_at IS NULL"),
    postgresql_where=text("revoked_at IS NULL"),
)

dashboard_keys = Table(
    "dashboard_keys",
    metadata,
    Column("workspace", Text, primary_key=True),
    required("secret"),
)

boards = table(
    "boards",
    required("id"),
    required("question"),
    required("decision"),
    required("metrics", JSON),
    required("made_by"),
    required("made_at", UtcDateTime),
    required("is_public", Boolean),
    required("rank", Integer),
    maybe("retired_at", UtcDateTime),
    PrimaryKeyConstraint("workspace", "id"),
)
