"""The page on who may do what is the table as it stands."""

from tests.authorisation.everything import CASES
from tests.authorisation.page import page
from tests.house.source import ROOT


def test_the_page_is_as_the_table_is_now():
    assert (ROOT / "docs" / "authorisation.md").read_text("utf-8") == page(CASES), "make authorisation"
