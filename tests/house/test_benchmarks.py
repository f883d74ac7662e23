"""The pages of the bench say what stands in its figures; `make bench` measures and writes them anew."""

from tests.bench.__main__ import LIMITS, PAGE, RESULTS
from tests.bench.figures import kept_in
from tests.bench.limits import limits
from tests.bench.page import page
from tests.bench.rows import ROWS

# None until it was run whole, on a machine that had nothing else to do.
MEASURED = kept_in(RESULTS) if RESULTS.exists() else None


def test_the_page_says_what_was_measured():
    assert MEASURED is None or PAGE.read_text("utf-8") == page(MEASURED), "make bench"


def test_no_row_is_told_of_that_is_not_measured_any_more():
    assert MEASURED is None or MEASURED.rows.keys() <= ROWS.keys(), "make bench"


def test_the_limits_are_worked_out_from_what_was_measured():
    assert MEASURED is None or LIMITS.read_text("utf-8") == limits(MEASURED), "make bench"
