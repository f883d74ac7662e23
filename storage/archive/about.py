"""What an export says of itself: its manifest, for the import, and what its files hold, for a README."""

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import BaseModel, NonNegativeInt
from sqlalchemy import JSON, Column

from storage.archive.contents import columns_of, exported, file_of

FORMAT = 1
"""Counted up when files of before could no longer be read the same way."""

MANIFEST, README = "manifest.json", "README.md"


class Manifest(BaseModel):
    format: int
    revision: str
    workspace: str
    rows: dict[str, NonNegativeInt]
    """How many rows each table has."""


@dataclass(frozen=True, slots=True)
class DescribedColumn:
    name: str
    kind: str  # a type of Python's by its name, or "json"
    may_be_empty: bool
    refers_to: Sequence[str]  # as "teams.id"


@dataclass(frozen=True, slots=True)
class Described:
    """One table of an export."""

    name: str
    file: str
    columns: Sequence[DescribedColumn]


def described() -> Sequence[Described]:
    """The tables of an export, by name."""
    return [
        Described(table.name, file_of(table), [_described(column) for column in columns_of(table)])
        for table in sorted(exported(), key=lambda each: each.name)
    ]


def _described(column: Column[object]) -> DescribedColumn:
    return DescribedColumn(
        column.name,
        "json" if isinstance(column.type, JSON) else column.type.python_type.__name__,
        bool(column.nullable),
        sorted(key.target_fullname for key in column.foreign_keys),
    )
