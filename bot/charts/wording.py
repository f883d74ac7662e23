"""Words people wrote, as far as a picture can show them."""

import re
from functools import cache
from unicodedata import category

from matplotlib import font_manager
from matplotlib.ft2font import LoadFlags

# What operating systems and fonts-noto-cjk bring; DejaVu Sans comes with matplotlib and has no such letters.
_FOR_OTHER_LETTERS = (
    "Noto Sans CJK JP",
    "Noto Sans CJK SC",
    "Noto Sans",
    "Arial Unicode MS",
    "Hiragino Sans",
    "PingFang SC",
    "Yu Gothic",
    "Microsoft YaHei",
)
FAMILIES = [
    "DejaVu Sans",
    *sorted({*_FOR_OTHER_LETTERS} & {*font_manager.get_font_names()}, key=_FOR_OTHER_LETTERS.index),
]
"""The fonts of a PNG; an SVG takes its reader's."""

_ELSEWHERE = "(named in the text beside)"
# Characters without a place in XML, or that would turn the words around them.
_UNFIT = {"Cc", "Cs", "Cn", "Co"}
_TURNING = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])


def plain(words: str) -> str:
    """One line without control characters."""
    fit = (
        letter for letter in words.translate(_TURNING) if letter.isspace() or category(letter) not in _UNFIT
    )
    return " ".join("".join(fit).split())


def drawable(words: str) -> str:
    """Without symbols that no font at hand has, and with "…" for letters; or where to read them."""
    if all(ord(letter) in _at_hand() for letter in words):
        return words
    kept = "".join(
        letter if ord(letter) in _at_hand() else "…" if category(letter)[0] in "LMN" else ""
        for letter in words
    )
    kept = " ".join(re.sub("…[… ]*…", "…", kept).split())
    return kept if any(letter.isalnum() for letter in kept) else _ELSEWHERE


@cache
def advance(letter: str, *, bold: bool) -> float:
    """How far a letter moves the next one on, in sizes of its type."""
    for family in FAMILIES:
        font = font_manager.get_font(_file(family, bold=bold))
        if ord(letter) in font.get_charmap():
            font.set_size(100, 72)
            return font.load_char(ord(letter), flags=LoadFlags.NO_HINTING).linearHoriAdvance / 65536 / 100
    return 1.0  # an ideograph is as wide as it is high


def _file(family: str, *, bold: bool) -> str:
    return font_manager.findfont(
        font_manager.FontProperties(family=family, weight="bold" if bold else "normal")
    )


@cache
def _at_hand() -> frozenset[int]:
    paths = [font_manager.findfont(family) for family in FAMILIES]
    return frozenset(code for path in paths for code in font_manager.get_font(path).get_charmap())
