"""Which texts share words with another: SQLite's full-text search, in memory, whatever the database is.

So both databases find the same, in the same order, and can say by which words.
"""

import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from unicodedata import category

_MOST_WORDS = 300
"""Words of a question that are looked for; nobody types more."""

# Words of any script with their accents; English ones by their stem: "emails" finds "email".
_TOKENS = "porter unicode61 remove_diacritics 2 categories 'L* M* N* Co'"

_COMPOUND = re.compile(r"\w+(?:[-\u2010\u2011]\w+)+")
_HYPHEN = re.compile(r"[-\u2010\u2011]")

# Scripts that put no spaces between words are compared by pairs of letters.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0002ffff]+"
)

# They stand in every text and tell nothing apart.
_LITTLE_WORDS = """
a about after all also an and any are as at be because been before both but by can cannot could did
do does each else first for from get had has have her his how i if in into is it its just like may
more most must my need needs no not now of on one only or other our out own over per same she should
so some such than that the their them then there these they this those to two under until up us use
very want wants was we were what when where which while who whose why will with without would you
your
"""
_EVERYWHERE = frozenset(_LITTLE_WORDS.split())


@dataclass(frozen=True, slots=True)
class Match:
    """A text that was found; `rank` is the better the lower, `words` are those of the question."""

    id: str
    rank: float
    words: tuple[str, ...]


def search(texts: Mapping[str, str], question: str) -> Sequence[Match]:
    """The texts, by id, that share a word with the question; those nearest to it first."""
    with closing(sqlite3.connect(":memory:")) as memory:
        for table in ("texts", "asked"):
            memory.execute(
                f'CREATE VIRTUAL TABLE {table} USING fts5(id UNINDEXED, body, tokenize="{_TOKENS}")'
            )
        memory.executemany("INSERT INTO texts VALUES (?, ?)", [(id_, _spaced(texts[id_])) for id_ in texts])
        ranks: dict[str, float] = {}
        shared: dict[str, list[str]] = {}
        for word in _asked(memory, question):
            # Quoted, it is a word and never a piece of the search's own language.
            found = memory.execute(
                "SELECT id, bm25(texts) FROM texts WHERE texts MATCH ?", (f'"{word}"',)
            ).fetchall()
            for id_, rank in found:
                ranks[id_] = ranks.get(id_, 0.0) + rank
                shared.setdefault(id_, []).append(word)
    matches = [Match(id_, ranks[id_], tuple(words)) for id_, words in shared.items()]
    return sorted(matches, key=lambda match: (match.rank, match.id))


def _asked(memory: sqlite3.Connection, question: str) -> Sequence[str]:
    """The words of a question that tell something, each stem once, in the order they were typed."""
    words = list(dict.fromkeys(_words(question)))[:_MOST_WORDS]
    memory.execute("CREATE VIRTUAL TABLE stems USING fts5vocab(asked, 'instance')")
    memory.executemany("INSERT INTO asked VALUES (?, ?)", [(word, word) for word in words])
    first_of = memory.execute("SELECT min(doc) FROM stems GROUP BY term ORDER BY 1").fetchall()
    return list(dict.fromkeys(words[number - 1] for (number,) in first_of))


def _words(question: str) -> Iterator[str]:
    """Runs of letters, accents and digits, as the search's own tokens are; so there is no quote in them."""
    spaced = _spaced(question)
    parts = "".join(each if category(each)[0] in "LMN" else " " for each in spaced).casefold().split()
    return (word for word in parts if word not in _EVERYWHERE and (len(word) > 1 or _UNSPACED.match(word)))


def _spaced(text: str) -> str:
    """With spaces where a script has none; "e-mail" is "email" too, and "two-week" two words."""
    whole = _COMPOUND.sub(lambda found: f"{found.group()} {_HYPHEN.sub('', found.group())}", text)
    return _UNSPACED.sub(lambda run: f" {' '.join(_pairs(run.group()))} ", whole)


def _pairs(letters: str) -> Iterator[str]:
    yield from (letters[at : at + 2] for at in range(max(1, len(letters) - 1)))
