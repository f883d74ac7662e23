"""Reactions on a win's message, or on a digest: each person counts once, the author of a win does not."""

from datetime import date

from rituals.authorisation import Action
from rituals.digest_keys import day_of
from rituals.rights import require
from rituals.win_words import key, win_at
from storage.ledger import Books, Ledger
from storage.records.people import Person
from storage.records.wins import Win


class Cheers:
    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    async def cheer(self, who: Person, channel: str, ts: str, reaction: str) -> None:
        """Count a reaction, should it be on a win of somebody else's, or on an issue of the digest.

        A reaction does not say where somebody belongs: in a channel of several organisations, whoever nobody
        has met may be of another one, and does not count.
        """
        if not who.name:
            return
        async with self._ledger.open() as books:
            require(Action.CHEER, who)
            found = await _found(books, channel, ts, reaction)
            if found is not None and found[0].user != who.user:
                await books.wins.cheer(found[0].id, who.user, found[1])
            issue = None if found else await _issue(books, channel, ts)
            if issue is not None:
                await books.digests.cheer(issue, who.user, reaction)

    async def uncheer(self, who: Person, channel: str, ts: str, reaction: str) -> None:
        async with self._ledger.open() as books:
            found = await _found(books, channel, ts, reaction)
            if found is not None:
                await books.wins.uncheer(found[0].id, who.user, found[1])
            issue = None if found else await _issue(books, channel, ts)
            if issue is not None:
                await books.digests.uncheer(issue, who.user, reaction)


async def _issue(books: Books, channel: str, ts: str) -> date | None:
    """The day of the issue of the wins digest whose first message this is."""
    message = await books.deliveries.at(channel, ts)
    return None if message is None else day_of(message.key)


async def _found(books: Books, channel: str, ts: str, reaction: str) -> tuple[Win, str] | None:
    """The win, and the name a reaction on this one of its messages goes by."""
    about = await win_at(books, channel, ts)
    if about is None:
        return None
    win, message = about
    # The same emoji may stand on the win's own message and on another, and go from one of them.
    return win, reaction if message == key(win) else f"{message} {reaction}"
