"""Somebody is forgotten: what was only theirs goes, and what others rest on stays without them.

What happens stands in docs/privacy.md in words that everybody understands. Somebody who uses Polaris again is
a newcomer: nothing leads from the pseudonym back to them.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from rituals import audit
from rituals.clock import Clock
from rituals.ids import Ids
from rituals.lead_left import ask_for_leads
from rituals.pulse_promises import Promised
from rituals.rewriting import SOMEBODY, without
from rituals.roles import keep_seats
from rituals.win_words import name_anew
from storage.erased_values import IsOwn, Rewrite
from storage.ledger import Books, Ledger
from storage.records.commitments import Commitment
from storage.records.people import Person, pseudonym

# What words of a promise are called in a message, and what is there of one that is read out.
_WORDS = frozenset(["text", "line"])
_READ_OUT = {field.name for field in fields(Promised)}


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How many rows went, and how many stay without them; `is_swept`: the files hold no trace either."""

    gone: int
    rewritten: int
    is_swept: bool

    @property
    def was_known(self) -> bool:
        return self.gone + self.rewritten > 0


class Forgetting:
    def __init__(self, ledger: Ledger, clock: Clock, ids: Ids) -> None:
        self._ledger, self._clock, self._ids = ledger, clock, ids

    async def called(self, user: str, names: Iterable[str] = ()) -> str | None:
        """What somebody is called, "" where only their id or one of `names` is kept; None: nothing is."""
        async with self._ledger.open() as books:
            known = await books.people.get(user)
            if known is not None:
                return known.name
            colleagues = await _names_of_others(books, user)
            rewrite = await _rewriting(books, user, [*names], colleagues, pseudonym(self._ids()))
            return "" if await books.erasure.finds(rewrite) else None

    async def forget(self, user: str, names: Iterable[str] = ()) -> Forgotten:
        """Take somebody out of everything, in one transaction, and then out of the files of the database.

        They are looked for by their id, by the names that Slack told last, and by `names`.
        """
        async with self._ledger.open() as books:
            gone, rewritten = await _forget(books, user, names, pseudonym(self._ids()), self._clock.now())
        is_swept = await self._ledger.sweep()
        return Forgotten(gone, rewritten, is_swept)


async def _forget(
    books: Books, user: str, names: Iterable[str], stand_in: str, now: datetime
) -> tuple[int, int]:
    known = await books.people.get(user)
    promised = await books.commitments.of_person(user, date.min)
    theirs = [*names, *(known.names if known else [])]
    colleagues = await _names_of_others(books, user)
    rewrite = await _rewriting(books, user, theirs, colleagues, stand_in)
    is_own = _own_words(promised, [name for name in theirs if name not in colleagues])
    await books.erasure.hold(rewrite, is_own)
    if known is not None:
        await _leave(books, known, now)
    gone = await books.erasure.drop_what_is_theirs(user)
    rewritten = sum((await books.erasure.rewrite(rewrite, is_own)).values())
    if gone + rewritten:
        # Whoever looks up the name finds this one, and that they hold no role.
        await books.people.put(Person(stand_in, SOMEBODY, "UTC", is_deactivated=True))
        await books.forgotten.add(user, now)
        await audit.note(books, None, "person.forgotten", "", before=None, after=SOMEBODY, now=now)
        await name_anew(books, stand_in, now)
    return gone, rewritten


async def _rewriting(
    books: Books, user: str, theirs: Collection[str], colleagues: Sequence[str], stand_in: str
) -> Rewrite:
    """Takes somebody out of a text; `theirs` are their names, and `colleagues` have some of their own."""
    return without(
        {user, *await books.erasure.conversations_with(user)},
        theirs,
        stand_in,
        colleagues=colleagues,
        ours=await _words_of_ours(books),
    )


async def _names_of_others(books: Books, user: str) -> Sequence[str]:
    return [name for each in await books.people.all() if each.user != user for name in each.names]


async def _words_of_ours(books: Books) -> Collection[str]:
    """What stands alone for something of the machine's: nobody's name, though somebody may be called so."""
    choices = {str(word) for kind in StrEnum.__subclasses__() for word in kind}
    metrics = {each.key for each in await books.metrics.all()}
    programs = {each.name for each in await books.tokens.all()}
    return choices | metrics | programs | {each.name for each in await books.sources.all()}


def _own_words(promised: Iterable[Commitment], names: Collection[str]) -> IsOwn:
    """The words of somebody's promises, and what was read out as theirs: it may have been changed since."""
    words = {text for each in promised for text in (each.text, each.line) if text}

    def is_own(told: Mapping[str, Any], name: str) -> bool:
        if name not in _WORDS or not isinstance(told[name], str):
            return False
        return told[name] in words or (told.keys() == _READ_OUT and told["by"] in names)

    return is_own


async def _leave(books: Books, person: Person, now: datetime) -> None:
    """Their roles fall to others, as when somebody leaves the organisation."""
    left = replace(person, is_deactivated=True)
    await books.people.put(left)
    await keep_seats(books, now)
    await ask_for_leads(books, {left.user: left}, now)
    for entry in await books.dictionary.all():
        if entry.owner == left.user:
            await books.dictionary.put(replace(entry, owner=None))
