"""What no database keeps is left out of words from outside, and all else stays."""

import pytest

from rituals.plain import plain


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Zahlen für März, 数字 😀", "Zahlen für März, 数字 😀"),
        ("two\nlines", "two\nlines"),
        ("a\x00b\x1b[31mc", "a b [31mc"),
        ("half \ud83d of it", "half ? of it"),
        ("\u202eturned", " turned"),
    ],
)
def test_words_are_made_plain(text, expected):
    assert plain(text) == expected
