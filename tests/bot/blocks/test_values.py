"""A button carries one typed value."""

from dataclasses import dataclass
from datetime import date

import pytest

from bot.blocks.values import ForgedValue, pack, unpack


@dataclass(frozen=True)
class Choice:
    commitment: str
    day: date


def test_what_a_button_carries_comes_back_as_it_was():
    for words in ("c:1|2", "how \\u0000 is written", "\\", '"'):
        choice = Choice(words, date(2026, 3, 2))

        assert unpack(Choice, pack(choice)) == choice


_WITH_A_NUL = r'{"commitment": "c\\\u0000", "day": "2026-03-02"}'


@pytest.mark.parametrize("forged", ["", "{}", "c1", '{"commitment": 1}', _WITH_A_NUL])
def test_a_value_none_of_our_buttons_carries_is_refused(forged):
    with pytest.raises(ForgedValue):
        unpack(Choice, forged)
