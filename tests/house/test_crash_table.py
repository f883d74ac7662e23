"""README.md's table of the crash suite is made of what its runs left behind."""

from pathlib import Path

from tests.crash.report import table
from tests.crash.results import kept

README = Path(__file__).parents[2] / "README.md"


def test_the_table_is_written_by_the_command():
    assert not kept() or table(kept()) in README.read_text("utf-8")


def test_no_run_of_the_table_broke_the_promise():
    assert [row for row in kept() if row["lost"] or row["doubled"] or row["unexplained"]] == []
    assert [row for row in kept() if row["history"] and row["unknown_in_channels"]] == []
