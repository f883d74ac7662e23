"""What can be read aloud: how long it takes, and words that no markup can disturb."""

import re
import unicodedata

from bot.blocks.limits import shorten
from bot.blocks.text import escape

_WORDS_A_MINUTE = 150
_CHARACTERS_A_SECOND = 16
# Of scripts that put no space between words: about five a second, in East Asia.
_WIDE = {"W", "F"}
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")

_MARKS = str.maketrans({"*": "∗", "`": "ˋ", "~": "∼", "\n": " "})
_UNDERSCORE = re.compile(r"(?<!\w)_|_(?!\w)")
_ENTITY = re.compile(r"&(amp|lt|gt);")


def calm(text: str, longest: int | None = None) -> str:
    """Text from people, on one line, that neither mentions nor links nor changes the print around it."""
    one_line = _UNDERSCORE.sub("ˍ", " ".join(text.split())).translate(_MARKS)
    return escape(one_line if longest is None else shorten(one_line, longest))


def seconds(text: str) -> float:
    """How long it takes to read something aloud, unhurried."""
    plain = _ENTITY.sub("&", text.replace("*", ""))
    wide = sum(unicodedata.east_asian_width(sign) in _WIDE for sign in _NOT_ASCII.findall(plain))
    words = len(plain.split()) + wide / 2
    return max(words * 60 / _WORDS_A_MINUTE, (len(plain) - wide) / _CHARACTERS_A_SECOND)
