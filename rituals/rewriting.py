"""A text as it stands without somebody: their ids become a pseudonym, their names "somebody"."""

import re
from collections.abc import Callable, Collection, Iterable
from unicodedata import normalize

from rituals.unnamed import written
from storage.searching import folded

SOMEBODY = "somebody"

# One word of ours, as a state or the kind of a message is: whoever is called "win" changes no kind.
_KEY_WORD = re.compile(r"[a-z0-9_.:~-]+")


def without(
    ids: Iterable[str],
    names: Collection[str],
    stand_in: str,
    *,
    colleagues: Iterable[str] = (),
) -> Callable[[str], str]:
    """Make a function that takes somebody out of a text.

    A part of a name goes as well, unless one of the `colleagues`, who stay, has it in theirs.
    """
    ids = list(ids)
    # Most texts hold nothing of anybody, and looking for these spares them the patterns.
    hints = {each.casefold() for each in ids}
    hints |= {part.casefold() for name in names for each in _spelled(name) for part, _ in written(each)}
    which = "|".join(sorted(map(re.escape, ids), key=len, reverse=True))
    mentions = re.compile(rf"(?i)<@(?:{which})(?:\|[^<>]*)?>")
    bare = re.compile(rf"(?i)(?<![A-Za-z0-9])(?:{which})(?![A-Za-z0-9])")
    called = _called(names, colleagues)

    def rewrite(text: str) -> str:
        plain = text.casefold()
        if not any(hint in plain for hint in hints):
            return text
        text = bare.sub(stand_in, mentions.sub(SOMEBODY, text))
        if called is None or _KEY_WORD.fullmatch(text):
            return text
        return called.sub(SOMEBODY, text)

    return rewrite


def _called(names: Collection[str], colleagues: Iterable[str]) -> re.Pattern[str] | None:
    """What finds these names, however they are written, and as they are kept to be searched for."""
    kept = {part for name in colleagues for part in folded(name).replace(".", " ").split()}
    patterns = {
        pattern
        for name in {each for name in names for each in _spelled(name)}
        for part, pattern in written(name)
        if folded(part) == folded(name) or folded(part) not in kept
    }
    if not patterns:
        return None
    return re.compile("|".join(f"(?:{each})" for each in sorted(patterns, key=len, reverse=True)))


def _spelled(name: str) -> Collection[str]:
    """A name with its accents as one sign with the letter, as signs of their own, and without any."""
    return {name, normalize("NFC", name), normalize("NFD", name), folded(name)}
