"""The curves in docs/ are drawn from the figures beside them; `make growth` measures and draws them anew."""

import pytest

from tests.growth.__main__ import DOCS, FIGURES
from tests.growth.curves import kept_in
from tests.growth.page import FOLDER, page, subjects
from tests.growth.picture import drawn

GROWTH = kept_in(FIGURES)


def test_the_page_says_what_was_measured():
    assert (DOCS / "growth.md").read_text("utf-8") == page(GROWTH), "make growth"


@pytest.mark.parametrize(("subject", "curves"), subjects(GROWTH).items(), ids=subjects(GROWTH))
def test_a_picture_shows_what_was_measured(subject, curves):
    assert (DOCS / FOLDER / f"{subject}.svg").read_bytes() == drawn(curves), "make growth"
