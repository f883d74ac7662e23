"""Choices made in advance, for whatever turns out to be there to choose from."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import shake_256
from itertools import cycle
from typing import TypeVar

from hypothesis import strategies as st

from tests.fuzz import said

T = TypeVar("T")

_CHOICES, _TEXTS = 160, 6


@dataclass
class Hand:
    """What is open in front of people differs from one input to the next; what is drawn may not."""

    choices: bytes
    texts: list[str]

    def __post_init__(self) -> None:
        self._choices, self._texts = cycle(self.choices), cycle(self.texts)

    def mixed(self, number: int) -> "Hand":
        """The same for the so-manieth input: Hypothesis likes to draw the same bytes again."""
        salt = number.to_bytes(8, "big")
        return Hand(shake_256(salt + self.choices).digest(_CHOICES), self.texts)

    def pick(self, among: Sequence[T]) -> T:
        """One of them."""
        return among[(next(self._choices) << 8 | next(self._choices)) % len(among)]

    def some(self, among: Sequence[T], most: int) -> list[T]:
        """Up to so many of them, each once."""
        found = [self.pick(among) for _ in range(next(self._choices) % (most + 1))] if among else []
        return [each for place, each in enumerate(found) if each not in found[:place]]

    def one_in(self, times: int) -> bool:
        """So seldom."""
        return next(self._choices) % times == 0

    def text(self) -> str:
        """What somebody typed."""
        return next(self._texts)


def hands() -> st.SearchStrategy[Hand]:
    """Every hand there is."""
    choices = st.binary(min_size=_CHOICES, max_size=_CHOICES)
    texts = st.lists(said.typed(), min_size=_TEXTS, max_size=_TEXTS)
    return st.builds(Hand, choices, texts)
