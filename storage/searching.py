"""How words are found again: alike on every database and in every script.

The full-text searches of SQLite and PostgreSQL cut and stem words differently, and neither cuts Chinese,
Japanese or Thai. So what is to be found is kept a second time, folded, and a word is found wherever it
stands, the beginning of a longer word included.
"""

import unicodedata
from collections.abc import Iterable, Sequence

from sqlalchemy import Column, ColumnElement


def folded(text: str) -> str:
    """Text as it is compared: without case, accents and widths, its words one space apart."""
    bare = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return " ".join("".join(each for each in bare if not unicodedata.combining(each)).split())


def words_of(query: str) -> Sequence[str]:
    """The words somebody looks for, folded, each once."""
    return list(dict.fromkeys(folded(query).split()))


def found_by(texts: Iterable[str]) -> str:
    """What a row is found by: the texts it is about. A word never reaches from one into the next."""
    return "\n".join(folded(each) for each in texts if each)


def holds(column: Column[str], words: Sequence[str]) -> list[ColumnElement[bool]]:
    """That a column which `found_by` filled has every one of these folded words."""
    # Both sides are folded already: LIKE's own idea of case, which differs, has nothing left to do.
    return [column.contains(each, autoescape=True) for each in words]
