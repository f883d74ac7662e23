"""A long text takes as many paragraphs as it needs."""

import pytest

from bot.blocks.layout import paragraphs
from bot.blocks.text import quote, unescape
from tests.reading import reads


def test_a_short_text_is_one_paragraph():
    assert [reads([each]) for each in paragraphs("One.\n\nTwo.")] == ["One.\n\nTwo."]


@pytest.mark.parametrize("text", ["word " * 2_000, "a" * 9_001, "&" * 2_500, "<&>" * 900, "line\n" * 2_000])
def test_nothing_of_a_long_quotation_is_lost_or_torn(text):
    parts = paragraphs(f"Too long.\n\n{quote(text)}")

    assert all(len(reads([each])) <= 3_000 for each in parts)
    told = unescape(reads(parts)).removeprefix("Too long.").replace("\n>", "").replace("\n", "")
    assert told.removeprefix(">") == text.replace("\n", "")
