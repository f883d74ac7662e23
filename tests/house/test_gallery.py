"""The gallery in docs/ shows charts as they are drawn now; `make gallery` draws it anew."""

import pytest

from bot.charts import Form, draw
from tests.gallery.cases import cases
from tests.gallery.page import page
from tests.house.source import ROOT

DOCS = ROOT / "docs"
CASES = cases()


def test_its_page_has_every_case_and_its_words():
    assert (DOCS / "charts.md").read_text("utf-8") == page(CASES), "make gallery"


def test_its_pictures_are_those_of_its_cases():
    assert sorted(each.name for each in (DOCS / "charts").iterdir()) == sorted(each.file for each in CASES)


# PNGs are made of the same shapes, but their bytes hang on the machine's own arithmetic.
@pytest.mark.parametrize(
    "case", [case for case in CASES if case.look.form is Form.SVG], ids=lambda case: case.name
)
def test_a_picture_is_as_it_is_drawn_now(case):
    assert (DOCS / "charts" / case.file).read_bytes() == draw(case.facts, case.look), "make gallery"
