"""Text for readers who may be anybody: whoever it names becomes a colleague."""

import re
from collections.abc import Iterable

COLLEAGUE = "a colleague"

# A mention as Slack writes it, with or without what it is shown as.
_MENTION = r"<@[UW][A-Z0-9]+(?:\|[^<>]*)?>"
_SHORTEST = 2
# Names that are words as well: those only with their capital.
_WORDS_TOO = frozenset(
    [
        "april",
        "art",
        "august",
        "best",
        "bill",
        "black",
        "brown",
        "case",
        "chance",
        "chase",
        "dawn",
        "day",
        "dean",
        "drew",
        "earl",
        "eve",
        "faith",
        "field",
        "frank",
        "grace",
        "grant",
        "gray",
        "green",
        "guy",
        "hope",
        "joy",
        "june",
        "king",
        "lane",
        "long",
        "mark",
        "max",
        "may",
        "miles",
        "page",
        "park",
        "pat",
        "price",
        "ray",
        "reed",
        "rich",
        "rob",
        "rose",
        "stone",
        "sue",
        "summer",
        "van",
        "west",
        "white",
        "will",
        "wood",
        "young",
    ]
)


def without_names(text: str, names: Iterable[str]) -> str:
    """The text with "a colleague" wherever it has one of these names, or a part of one as names are written.

    Rather a word too many than a name too many: who reads it was not asked whom it may know.
    """
    found_as = {pattern for name in names for _, pattern in written(name)}
    patterns = [_MENTION, *sorted(found_as, key=len, reverse=True)]
    found = re.compile("|".join(f"(?:{each})" for each in patterns))
    return found.sub(lambda name: COLLEAGUE if name.start() else COLLEAGUE.capitalize(), text)


def written(name: str) -> Iterable[tuple[str, str]]:
    """A whole name and each of its parts, with what finds it however it is written; `will` only as `Will`."""
    whole = " ".join(name.split())
    if len(whole) < _SHORTEST:
        return
    parts = re.split(r"[\s._-]+", whole)
    if len(parts) > 1:
        yield whole, _as_a_word(whole, rf"(?i:{re.escape(whole)})")
    for part in parts:
        if len(part) < _SHORTEST or part.isdigit():
            continue
        flags = "" if part.lower() in _WORDS_TOO else "i"
        yield part, _as_a_word(part, f"(?{flags}:{re.escape(part.capitalize())})")


def _as_a_word(name: str, pattern: str) -> str:
    # Scripts without spaces have no edges of words to look for.
    if not name.isascii() and not any(letter.isupper() or letter.islower() for letter in name):
        return f"(?:{pattern})"
    return rf"(?<![^\W_])(?:{pattern})(?![^\W_])"  # Slack's slant is a `_` on either side
