"""Where Polaris is installed by OAuth, and which ways there were used."""

from sqlalchemy import JSON, Index, PrimaryKeyConstraint

from storage.tables.columns import UtcDateTime, maybe, required, table

installations = table(
    "installations",
    required("name"),
    required("url"),
    maybe("enterprise"),
    required("bot_user"),
    required("bot_id"),
    required("scopes", JSON),
    maybe("sealed_token"),
    maybe("sealed_refresh_token"),
    maybe("expires_at", UtcDateTime),
    required("installed_by"),
    required("installed_at", UtcDateTime),
    maybe("uninstalled_at", UtcDateTime),
    maybe("erase_at", UtcDateTime),
    PrimaryKeyConstraint("workspace"),
)

# Of no workspace yet: `workspace` is empty.
oauth_states = table(
    "oauth_states",
    required("digest"),
    required("until", UtcDateTime),
    PrimaryKeyConstraint("workspace", "digest"),
    Index(None, "workspace", "until"),
)
