"""What people are asked without having asked for it."""

from sqlalchemy import Boolean, Index, PrimaryKeyConstraint

from storage.tables.columns import UtcDateTime, maybe, required, table

prompts = table(
    "prompts",
    required("key"),
    required("user"),
    required("kind"),
    required("content"),
    required("joined", Boolean),
    required("wanted_at", UtcDateTime),
    required("not_before", UtcDateTime),
    maybe("until", UtcDateTime),
    required("state"),
    maybe("asked_at", UtcDateTime),
    maybe("asked_in"),
    required("is_notice", Boolean),
    required("once", Boolean),
    PrimaryKeyConstraint("workspace", "key"),
    Index(None, "workspace", "state", "not_before"),
    Index(None, "workspace", "user", "state"),
)
