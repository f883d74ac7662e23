"""Words people wrote, as far as a picture can show them."""

import re
from bisect import bisect_left
from collections.abc import Callable
from functools import cache
from unicodedata import category

from matplotlib import font_manager
from matplotlib.ft2font import LoadFlags

from bot.charts.look import Form

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


def shown(words: str, form: Form) -> str:
    """One line of what a file of this form can show."""
    return plain(words) if form is Form.SVG else drawable(plain(words))


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


def length(words: str, size: float, *, bold: bool = False) -> float:
    """How long a line of words is, letter by letter; kerning may make it a little shorter."""
    return size * sum(advance(letter, bold=bold) for letter in words)


def cut(words: str, size: float, room: float, *, bold: bool = False) -> str:
    """As much of them as one line has room for."""
    if length(words, size, bold=bold) <= room:
        return words
    kept = _longest(words, lambda part: length(_ended(part), size, bold=bold) <= room)
    return _ended(words[:kept]) if kept else ""


def wrapped(words: str, size: float, room: float, *, bold: bool = False) -> list[str]:
    """All of them, in as many lines as it takes; a word that has no room in one is broken."""
    lines = [""]
    for word in words.split():
        rest = word
        if lines[-1] and length(f"{lines[-1]} {word}", size, bold=bold) <= room:
            lines[-1] = f"{lines[-1]} {word}"
            continue
        while rest:
            kept = max(1, _longest(rest, lambda part: length(part, size, bold=bold) <= room))
            lines.append(rest[:kept])
            rest = rest[kept:]
    return [line for line in lines if line]


def _longest(words: str, fits: Callable[[str], bool]) -> int:
    """How many letters the longest beginning has that fits."""
    return bisect_left(range(1, len(words) + 1), 1, key=lambda letters: not fits(words[:letters]))


def _ended(words: str) -> str:
    return words.rstrip() + "…"


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
