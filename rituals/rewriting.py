"""A text as it stands without somebody: their ids become a pseudonym, their names "somebody"."""

import re
from collections.abc import Callable, Collection, Iterable
from unicodedata import normalize

from rituals.unnamed import written
from storage.searching import folded

SOMEBODY = "somebody"

# A key is made of such words of ours, as of the kind of a message: whoever is called "win" changes none.
_KEY_WORD = re.compile(r"[a-z0-9_.:~-]+")

# Letters that no accent is taken off, and what they are typed as elsewhere.
_STRUCK = {
    ord(letter): plain
    for letters, plain in (("łŁ", "l"), ("øØ", "o"), ("đĐðÐ", "d"), ("ħĦ", "h"), ("ı", "i"), ("æÆ", "ae"))
    for letter in letters
}

_APOSTROPHE = re.compile("['\u2018\u2019\u02bc`\u00b4]")
_APOSTROPHES = ("'", "\u2018", "\u2019", "\u02bc", "`", "\u00b4", "&#39;", "")


def without(
    ids: Iterable[str],
    names: Collection[str],
    stand_in: str,
    *,
    colleagues: Iterable[str] = (),
    ours: Collection[str] = (),
) -> Callable[[str], str]:
    """Make a function that takes somebody out of a text.

    A part of a name goes as well, unless one of the `colleagues`, who stay, has it in theirs. The words in
    `ours` stay where they stand alone, whoever is called like one of them.
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
        if called is None or (_KEY_WORD.fullmatch(text) and (text in ours or not called.fullmatch(text))):
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
    """A name with its accents as one sign with the letter, as signs of their own, and without any.

    An apostrophe is another one on each keyboard, an entity in some texts, and left out of addresses.
    """
    marked = {name, normalize("NFC", name), normalize("NFD", name)}
    plain = {folded(name), folded(name.translate(_STRUCK))}
    return {_APOSTROPHE.sub(each, form) for form in marked | plain for each in _APOSTROPHES}
