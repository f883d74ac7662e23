"""What is counted: metrics, the North Star Metric, inputs, their readings, and what people say of them."""

from sqlalchemy import Date, Float, ForeignKeyConstraint, Index, Integer, PrimaryKeyConstraint

from storage.tables.columns import UtcDateTime, maybe, partial_index, required, table

metrics = table(
    "metrics",
    required("key"),
    required("name"),
    required("unit"),
    required("direction"),
    required("cadence"),
    required("definition"),
    PrimaryKeyConstraint("workspace", "key"),
)

north_stars = table(
    "north_stars",
    required("id"),
    required("metric"),
    required("vision"),
    required("value_moment"),
    required("why_this"),
    required("why_now"),
    required("what_if"),
    required("story"),
    required("chosen_by"),
    required("chosen_at", UtcDateTime),
    maybe("retired_at", UtcDateTime),
    PrimaryKeyConstraint("workspace", "id"),
    ForeignKeyConstraint(["workspace", "metric"], ["metrics.workspace", "metrics.key"]),
    # One North Star Metric at a time, whoever asks and however often.
    partial_index("uq_north_stars_active", "workspace", where="retired_at IS NULL", unique=True),
)

# A second North Star Metric that was asked for and turned away: the pressure stays visible.
refused_north_stars = table(
    "refused_north_stars",
    required("id"),
    required("name"),
    required("asked_by"),
    required("asked_at", UtcDateTime),
    PrimaryKeyConstraint("workspace", "id"),
)

inputs = table(
    "inputs",
    required("id"),
    required("team"),
    required("metric"),
    required("lever"),
    required("hypothesis"),
    required("lag_periods", Integer),
    required("state"),
    required("proposed_by"),
    required("proposed_at", UtcDateTime),
    maybe("agreed_by"),
    maybe("agreed_at", UtcDateTime),
    maybe("retired_at", UtcDateTime),
    maybe("serves"),
    maybe("confidence"),
    maybe("source"),
    maybe("discussion"),
    PrimaryKeyConstraint("workspace", "id"),
    ForeignKeyConstraint(["workspace", "team"], ["teams.workspace", "teams.id"]),
    ForeignKeyConstraint(["workspace", "metric"], ["metrics.workspace", "metrics.key"]),
    Index(None, "workspace", "team"),
)

readings = table(
    "readings",
    required("metric"),
    required("period_start", Date),
    required("value", Float),
    required("note"),
    required("recorded_by"),
    required("recorded_at", UtcDateTime),
    PrimaryKeyConstraint("workspace", "metric", "period_start"),
    ForeignKeyConstraint(["workspace", "metric"], ["metrics.workspace", "metrics.key"]),
)

# What stood for a period before it was corrected; the reading itself holds what stands now.
reading_revisions = table(
    "reading_revisions",
    required("metric"),
    required("period_start", Date),
    required("number", Integer),
    required("value", Float),
    required("note"),
    required("recorded_by"),
    required("recorded_at", UtcDateTime),
    required("replaced_by"),
    required("replaced_at", UtcDateTime),
    PrimaryKeyConstraint("workspace", "metric", "period_start", "number"),
    ForeignKeyConstraint(
        ["workspace", "metric", "period_start"],
        ["readings.workspace", "readings.metric", "readings.period_start"],
    ),
)

# Two values that one source told for one period; gone as soon as it tells one.
contradictions = table(
    "contradictions",
    required("metric"),
    required("period_start", Date),
    required("told_by"),
    required("value", Float),
    required("other", Float),
    required("told_at", UtcDateTime),
    PrimaryKeyConstraint("workspace", "metric", "period_start", "told_by"),
    ForeignKeyConstraint(["workspace", "metric"], ["metrics.workspace", "metrics.key"]),
)

sentences = table(
    "sentences",
    required("metric"),
    required("period_start", Date),
    required("text"),
    required("written_by"),
    required("written_at", UtcDateTime),
    PrimaryKeyConstraint("workspace", "metric", "period_start"),
)
