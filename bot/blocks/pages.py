"""What is too long for one message: split into pages that lose nothing, and turned by buttons."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from slack_sdk.models.blocks import ActionsBlock, Block, ButtonElement

from bot.blocks.values import pack

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


def turning(
    page: int, pages: int, back: tuple[str, str], more: tuple[str, str], value: Callable[[int], object]
) -> list[Block]:
    """The buttons to the pages beside one; none where there is one page alone.

    `back` and `more` are the action id and the label of either; `value` is what a button carries that leads
    to a page.
    """
    turns = ((*back, page - 1), (*more, page + 1))
    buttons = [
        ButtonElement(action_id=action, text=label, value=pack(value(to)))
        for action, label, to in turns
        if 0 <= to < pages
    ]
    return [ActionsBlock(elements=buttons)] if buttons else []
