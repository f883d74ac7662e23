"""What is too long for one message is split, and nothing of it is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.blocks.pages import split, within


@given(st.lists(st.text(max_size=2000), max_size=40), st.integers(1, 9))
def test_everything_stands_on_one_page_in_its_order(things, most):
    pages = split(things, most, str)

    assert [thing for page in pages for thing in page] == things
    assert all(0 < len(page) <= most for page in pages) or pages == [[]]


def test_long_words_make_short_pages():
    assert [len(page) for page in split(["a" * 1400] * 5, 7, str)] == [2, 2, 1]


@pytest.mark.parametrize(("asked", "given"), [(-1, 0), (0, 0), (2, 2), (3, 2), (99, 2)])
def test_a_page_that_is_not_there_is_the_nearest(asked, given):
    assert within(asked, ["a", "b", "c"]) == given
