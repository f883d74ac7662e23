"""The dashboard: its switch, its links, the key that signs, and its boards."""

from sqlalchemy import JSON, Boolean, Integer, PrimaryKeyConstraint

from storage.tables.columns import UtcDateTime, maybe, partial_index, required, table

dashboards = table(
    "dashboards",
    maybe("on_since", UtcDateTime),
    maybe("on_by"),
    PrimaryKeyConstraint("workspace"),
)

dashboard_links = table(
    "dashboard_links",
    required("kind"),
    required("digest"),
    required("made_by"),
    required("made_at", UtcDateTime),
    maybe("revoked_at", UtcDateTime),
    PrimaryKeyConstraint("workspace", "digest"),
    # One link of each kind opens; the others were revoked.
    partial_index("uq_dashboard_links_valid", "workspace", "kind", where="revoked_at IS NULL", unique=True),
)

dashboard_keys = table(
    "dashboard_keys",
    required("secret"),
    PrimaryKeyConstraint("workspace"),
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
