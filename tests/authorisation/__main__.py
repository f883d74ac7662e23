"""Draws docs/authorisation.md anew (`make authorisation`)."""

from pathlib import Path

from tests.authorisation.everything import CASES
from tests.authorisation.page import page

PAGE = Path(__file__).parent.parent.parent / "docs" / "authorisation.md"

if __name__ == "__main__":
    PAGE.write_text(page(CASES), "utf-8")
