"""The operator's file: what is in it, and every fault with its line."""

from datetime import date, time
from pathlib import Path

import pytest

from storage.sources.configs import CsvSource, SqlSource
from storage.sources.operators_file import FileProblem, parse, read

GOOD = '''
# Where our numbers are.
[sources.signups]
kind = "csv"
path = "numbers/signups.csv"
layout = "wide"

[sources.contributors]
kind = "sql"
metric = "Weekly active contributors"
url_env = "WAREHOUSE_URL"
statement = """
    SELECT week, count(DISTINCT author)
    FROM changes WHERE week >= :since AND week < :until
    GROUP BY week;
"""
at = 07:30:00
on = ["monday", "thursday"]
zone = "Europe/Berlin"
since = 2024-01-01
'''


def problems(text, **given):
    with pytest.raises(FileProblem) as caught:
        parse(text, **given)
    return list(caught.value.problems)


def test_every_source_is_read_with_its_hour_and_place():
    csv, sql = parse(GOOD)

    assert isinstance(csv, CsvSource)
    assert (csv.name, csv.layout, csv.at, csv.zone, csv.weekdays) == (
        "signups",
        "wide",
        time(6),
        "UTC",
        (1, 2, 3, 4, 5, 6, 7),
    )
    assert isinstance(sql, SqlSource)
    assert (sql.at, sql.weekdays, sql.zone, sql.since) == (
        time(7, 30),
        (1, 4),
        "Europe/Berlin",
        date(2024, 1, 1),
    )
    assert sql.statement.endswith("GROUP BY week")
    assert sql.metrics == ("Weekly active contributors",)


def test_a_path_starts_from_where_the_file_lies(tmp_path):
    file = tmp_path / "polaris.toml"
    file.write_text(GOOD)
    csv, _ = read(file, lambda _variable: True)

    assert isinstance(csv, CsvSource)
    assert csv.path == tmp_path / "numbers" / "signups.csv"


def test_a_file_that_is_not_there_is_a_sentence():
    with pytest.raises(FileProblem, match="No such file"):
        read(Path("/nowhere/polaris.toml"), lambda _variable: True)


@pytest.mark.parametrize(
    ("before", "after", "line", "words"),
    [
        ('kind = "csv"', 'kind = "excel"', 4, '`kind` is one of "csv", "sql"'),
        ('kind = "csv"\n', "", 3, "`kind` is missing"),
        ('layout = "wide"', 'layout = "tall"', 6, "`layout`"),
        ('layout = "wide"', 'layuot = "wide"', 6, "is `layout` meant?"),
        ('path = "numbers/signups.csv"\n', "", 3, "`path` is missing"),
        ('path = "numbers/signups.csv"', "path = 3", 5, "the path of a file, in quotation marks"),
        ('layout = "wide"', 'only = ["Sign-ups", 3]', 6, "`only`"),
        ('layout = "wide"', 'paused = "maybe"', 6, "`paused`"),
        ('layout = "wide"', "[sources.signups]", 6, "every source has one"),
        ('layout = "wide"', "layout = wide", 6, "quotation marks"),
        ('zone = "Europe/Berlin"', 'zone = "Berlin"', 19, "Europe/Berlin"),
        ("at = 07:30:00", 'at = "half past"', 17, "`at`"),
        ('on = ["monday", "thursday"]', 'on = ["mondays"]', 18, "`on`"),
        ('"""\n    SELECT', '"""\n    DELETE', 12, "has to read"),
        ("GROUP BY week;", "GROUP BY week; DROP TABLE changes", 12, "more than one statement"),
        ("[sources.signups]", "[sources.Sign-Ups]", 3, "small letters"),
        ("[sources.signups]", "[source.signups]", 3, "[sources.signups]"),
        ('url_env = "WAREHOUSE_URL"\n', "", 8, "`url_env`"),
        ('url_env = "WAREHOUSE_URL"', 'url = "postgresql://me:secret@db/x"', 11, "password"),
        ('url_env = "WAREHOUSE_URL"', 'url = "my database"', 11, "database URL"),
    ],
)
def test_a_fault_is_told_with_its_line_and_how_to_mend_it(before, after, line, words):
    assert before in GOOD
    ((told_line, told),) = problems(GOOD.replace(before, after, 1))

    assert told_line == line
    assert words in told
    assert "secret" not in told


def test_all_faults_are_told_at_once_in_their_order():
    text = GOOD.replace('layout = "wide"', 'layout = "tall"').replace("at = 07:30:00", "at = 25")

    assert [line for line, _ in problems(text)] == [6, 17]


def test_a_secret_that_is_not_in_the_environment_is_missed_where_it_is_named():
    told = problems(GOOD, is_set=lambda _variable: False)

    assert told == [(11, "source contributors: WAREHOUSE_URL is not set in the environment")]


def test_an_empty_file_has_no_sources():
    assert parse("") == []
