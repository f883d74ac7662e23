"""CSV files, long and wide, and what is wrong with them."""

import pytest

from storage.sources.configs import CsvSource
from storage.sources.csv_table import MOST_BYTES
from storage.sources.pulling import pull
from storage.sources.rows import Means, SourceProblem, Window
from tests.making import MONDAY

WINDOW = Window(MONDAY, MONDAY)


@pytest.fixture
def rows(tmp_path):
    async def _rows(content, **settings):
        file = tmp_path / "numbers.csv"
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        source = CsvSource(name="numbers", kind="csv", path=file, **settings)
        return [(row.metric, row.period, row.value) for row in await pull(source, WINDOW, Means())]

    return _rows


async def test_a_long_file_has_a_row_for_each_value(rows):
    found = await rows("\ufeffMetric,period_start,value\nsignups,2026-03-09,27\n\nchurn,2026-03-09,\n")

    assert found == [("signups", "2026-03-09", "27"), ("churn", "2026-03-09", None)]


async def test_a_long_file_of_one_metric_needs_no_column_for_it(rows):
    found = await rows(
        "week;n\n2026-03-09;27\n", metric="signups", delimiter=";", period_column="week", value_column="n"
    )

    assert found == [(None, "2026-03-09", "27")]


async def test_a_wide_file_has_a_column_for_each_metric_and_gaps_stay_gaps(rows):
    found = await rows("period_start,Sign-ups,Churn\n2026-03-02,25,3\n2026-03-09,27,\n", layout="wide")

    assert found == [
        ("Sign-ups", "2026-03-02", "25"),
        ("Churn", "2026-03-02", "3"),
        ("Sign-ups", "2026-03-09", "27"),
    ]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "no column “period_start”"),
        ("when,value\n2026-03-09,27\n", "the first line names when, value"),
        (b"metric,period_start,value\n\xff\xfe", "UTF-8"),
        ("<!doctype html><html>", "web page"),
        ('metric,period_start,value\n"open', "Line 2 cannot be read"),
        ("metric,period_start,value\na,2026-03-09,1\na,2026-03-10,1\na,2026-03-11,1\n", "more than 2 values"),
        (b"," * (MOST_BYTES + 1), "longer than 20 MB"),
    ],
)
async def test_what_is_no_such_table_is_told_in_a_sentence(rows, content, words):
    with pytest.raises(SourceProblem, match=words):
        await rows(content, max_rows=2)


async def test_a_file_that_is_not_there_is_a_sentence(tmp_path):
    source = CsvSource(name="numbers", kind="csv", path=tmp_path / "none.csv")

    with pytest.raises(SourceProblem, match="No such file"):
        await pull(source, WINDOW, Means())
