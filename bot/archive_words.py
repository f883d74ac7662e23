"""The README in an export: what each file and column is, for people who have never seen Polaris."""

from collections.abc import Iterator, Sequence

from storage.archive.about import Described, DescribedColumn

_HEAD = """# A workspace of Polaris

Everything the workspace owns, as files. `polaris import` restores it into an empty database.
It holds what people wrote and who they are: keep it as you keep the database.

- `manifest.json` names the format, the migration the tables were at, the workspace, and how many rows each
  table has.
- `*.csv`: UTF-8, RFC 4180 with line feeds, columns by the header. An empty cell in a column that may be empty
  is nothing at all; there, a backslash goes before text that is empty or begins with a backslash.
- `*.jsonl`: one JSON object a line, for tables with lists or objects in them.
- Days are `2026-03-16`, hours `09:00:00`, instants ISO 8601 in UTC. Rows are sorted by their key;
  those of `audit` stand in the order they were written.
- `signals.csv` is for readers: what Polaris says of every metric's newest period, in the words of Slack, and
  the usual range it was compared with. `polaris import` works it out anew.
- Cells are data, not formulas: text that begins with `=`, `+`, `-` or `@` stands as it was typed.
  Into a spreadsheet, import the columns as text.
"""

MEANING = {
    "absences": "Days on which somebody is away.",
    "accepted_shifts": "From which period on somebody accepted a metric's level as the new normal, and why.",
    "allowed_channels": "Channels shared with other organisations in which posting is allowed.",
    "appointments": "When each ritual is kept, for a team or for the organisation (team is empty).",
    "asked_questions": "Threads that were asked whether they move the North Star Metric.",
    "audit": "Who changed what, from what to what, in the order it happened.",
    "boards": "Boards of the dashboard: a question, the decision it informs, and its metrics.",
    "cheers": "Who cheered a win, and with which reaction.",
    "commitments": "What people promised for a week, and what became of it.",
    "conflicts": "What two teams could not settle at once, and how it ended.",
    "dashboards": "Whether the dashboard is on, since when, and who switched it on.",
    "contradictions": "Periods of which a writer told two values in one go; neither was written down.",
    "decision_reviews": "Days on which a decision was looked at again, and whether it held.",
    "decisions": "What was decided over a conflict, by whom, why, and until when.",
    "deliveries": "Messages to Slack: what was sent where, so that nothing is sent twice, and what waits.",
    "dictionary": "What each metric is for: its owner, source and department.",
    "digest_cheers": "Who reacted to an issue of the wins digest.",
    "digested_wins": "Which win went out in which issue of the digest.",
    "digests": "The issues of the wins digest.",
    "guardrails": "What must not get worse while an input is pushed.",
    "inputs": "Input metrics of the teams: lever, hypothesis, lag in periods, and what they serve.",
    "launch_questions": "Questions about the announcement, and their answers.",
    "launches": "Announcements of the North Star Metric.",
    "lever_talks": "What a team said of its levers before they became inputs.",
    "memberships": "Who is in which team.",
    "metric_versions": "What a metric meant from a day on, why that changed, and who agreed.",
    "metrics": "What is counted: name, unit, direction, cadence, definition.",
    "narrative_variants": "The story of the metric as it is told to an audience.",
    "north_stars": "The North Star Metric, today's (retired_at is empty) and those before it.",
    "occurrences": "On which days a ritual was kept, skipped or missed.",
    "people": "Who is who in Slack.",
    "preferences": "How each person wants to be asked and named.",
    "prompts": "Questions to people: what waits, what was asked, what was answered.",
    "pulse_plans": "How each team wants its standup pulse.",
    "reading_revisions": "What stood in a reading before it was corrected, by whom, and who replaced it.",
    "readings": "The values of the metrics, one for each period.",
    "refused_north_stars": "Second North Star Metrics that were asked for and turned away.",
    "repeat_backs": "How colleagues told the story back in their own words.",
    "roster_changes": "Who came to a team and went since its lead was last told.",
    "sentences": "The one sentence people wrote about a period of a metric.",
    "shutdowns": "Days on which the whole company is closed.",
    "source_runs": "What became of every pull of a source.",
    "sources": "Where readings are pulled from.",
    "teams": "The teams: lead, channel, time zone, standup.",
    "topics": "Channels whose topic tells the number.",
    "triage_questions": "Questions that triage talks over, and which of them are done.",
    "unconnected_work": "Work that moves no input, and what was found about it.",
    "unnamed": "Who took their name out of a win.",
    "wins": "What moved, and who moved it.",
    "workspaces": "The organisation: its roles, channels and hours.",
}


def readme(tables: Sequence[Described], left_out: dict[str, str]) -> str:
    """Tell what is in an export of these tables, and why it lacks the others."""
    return "\n".join([_HEAD, *_tables(tables), "## Left out", "", *_left_out(left_out), ""])


def _tables(tables: Sequence[Described]) -> Iterator[str]:
    for table in tables:
        yield f"## {table.file}\n\n{MEANING[table.name]}\n"
        yield from (_line(column) for column in table.columns)
        yield ""


def _line(column: DescribedColumn) -> str:
    parts = [f"- `{column.name}`: {_KINDS[column.kind]}"]
    if column.may_be_empty:
        parts.append("may be empty")
    parts += [f"see `{other}`" for other in column.refers_to]
    return ", ".join(parts)


def _left_out(tables: dict[str, str]) -> Iterator[str]:
    return (f"- {name}: {reason}" for name, reason in tables.items())


_KINDS = {
    "str": "text",
    "int": "whole number",
    "float": "number",
    "bool": "true or false",
    "date": "day",
    "time": "hour",
    "datetime": "instant",
    "json": "JSON",
}
