"""What takes a while, told as it begins and ends to whoever traces it; mostly nobody does."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Protocol

Note = Callable[..., None]
"""Adds facts, by keyword, to what is under way."""


class Begin(Protocol):
    def __call__(self, name: str, /, **facts: str) -> AbstractContextManager[Note]:
        """Begin something that ends with the block; its facts never hold what people wrote, nor a secret."""
        ...


def _unheard(**_facts: str) -> None:
    """Nobody traces."""


def _nothing(_name: str, /, **_facts: str) -> AbstractContextManager[Note]:
    return nullcontext(_unheard)


_begin: Begin = _nothing


def span(name: str, /, **facts: str) -> AbstractContextManager[Note]:
    """Say that the block is one thing that takes a while."""
    return _begin(name, **facts)


def are_told() -> bool:
    """Whether anybody traces."""
    return _begin is not _nothing


@contextmanager
def told_to(begin: Begin) -> Iterator[None]:
    """Have everything in this process told to somebody while the block runs."""
    global _begin  # noqa: PLW0603 - like the log, of which there is one in a process
    before, _begin = _begin, begin
    try:
        yield
    finally:
        _begin = before
