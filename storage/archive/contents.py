"""Which tables stand in an export, and which are left out for a reason."""

from collections.abc import Sequence

from sqlalchemy import JSON, Column, Table

from storage import tables

LEFT_OUT = {
    "dashboard_keys": "what signs the links and sessions of members is no other database's: it makes its own",
    "dashboard_links": "secrets, even hashed, do not travel: make new links with `/nsm dashboard`",
    "drafts": "what somebody has typed and not submitted yet is nobody else's",
    "forgetting_salts": "whom another database has forgotten is known to that one alone",
    "forgotten": "whom another database has forgotten is known to that one alone",
    "installations": "tokens, even sealed, do not travel: the app is installed anew",
    "oauth_states": "a way in that was used is over in ten minutes",
    "pacing": "how many seconds a channel is to be left alone is over before a file is read",
    "taken_requests": "what was sent in the last day is not sent again to another database",
    "tokens": "secrets, even hashed, do not travel: make new ones with `polaris tokens create`",
}


def exported() -> Sequence[Table]:
    """The tables of an export, each after those that it refers to."""
    return [table for table in tables.whole().sorted_tables if table.name not in LEFT_OUT]


def left_out() -> Sequence[Table]:
    return [table for table in tables.whole().sorted_tables if table.name in LEFT_OUT]


def is_nested(table: Table) -> bool:
    """Whether its rows hold lists or objects, and so are JSON lines rather than CSV."""
    return any(isinstance(column.type, JSON) for column in table.columns)


def file_of(table: Table) -> str:
    return f"{table.name}.{'jsonl' if is_nested(table) else 'csv'}"


def columns_of(table: Table) -> Sequence[Column[object]]:
    """What is written of a row.

    Not the workspace, which the manifest names once, and no number that the database counts by itself: the
    order of the rows stands for that.
    """
    return [
        column
        for column in table.columns
        if column.name != "workspace" and column is not table.autoincrement_column
    ]
