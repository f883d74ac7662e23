"""The page on privacy tells of every table and every term there is, and of no other."""

import re

import pytest

from bot.settings import Settings
from storage.erasing import WHOLLY_THEIRS
from storage.tables import whole
from tests.house.source import ROOT

PAGE = (ROOT / "docs" / "privacy.md").read_text("utf-8")
TERMS = {
    each.alias: each.default for each in Settings.model_fields.values() if "_KEEP_" in (each.alias or "")
}


def test_every_table_has_its_row_with_what_why_and_how_long():
    rows = [line.strip("| ").split(" | ") for line in PAGE.splitlines() if re.match(r"\| `[a-z_]+` \|", line)]

    assert sorted(row[0].strip("`") for row in rows) == sorted(table.name for table in whole().sorted_tables)
    assert all(len(row) == 4 and all(cell.strip() for cell in row) for row in rows)


@pytest.mark.parametrize(("name", "days"), TERMS.items())
def test_every_term_is_told_with_its_days(name, days):
    assert re.search(rf"^\| `{name}` \| {days} \| \S", PAGE, re.MULTILINE)


def test_what_is_deleted_with_a_person_are_columns_that_are_there():
    tables = {table.name: table for table in whole().sorted_tables}

    assert all(column in tables[name].c for name, column in WHOLLY_THEIRS.items())
