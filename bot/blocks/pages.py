"""Splitting what is too long for one message into pages that lose nothing."""

from collections.abc import Callable, Sequence
from typing import TypeVar

Thing = TypeVar("Thing")

# Characters. With a heading and a note they fit into the text that screen readers get.
_MOST_WORDS = 3000


def split(things: Sequence[Thing], most: int, words: Callable[[Thing], str]) -> Sequence[Sequence[Thing]]:
    """At most so many to a page, fewer where their words are long; one page when there are none."""
    pages: list[list[Thing]] = [[]]
    length = 0
    for thing in things:
        more = len(words(thing))
        if pages[-1] and (len(pages[-1]) == most or length + more > _MOST_WORDS):
            pages.append([])
            length = 0
        pages[-1].append(thing)
        length += more
    return pages


def within(page: int, pages: Sequence[object]) -> int:
    """The page that is asked for, or the nearest there is."""
    return min(max(page, 0), len(pages) - 1)
