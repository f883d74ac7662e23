"""Occasions of one ritual that are prepared in one transaction: what is the same for several is read once."""

from collections.abc import Awaitable, Callable, Collection, Hashable
from typing import TypeVar, cast

from storage.ledger import Books
from storage.records.teams import Team

Found = TypeVar("Found")


class Lot:
    """What was read and worked out for occasions that come together, by the books they are prepared with.

    It ends with their transaction, so nothing in it is older than that. `teams` are those of the occasions.
    """

    def __init__(self, books: Books, teams: Collection[str]) -> None:
        self.books, self.teams = books, teams
        self._found: dict[Hashable, object] = {}

    async def once(self, what: Hashable, work: Callable[[], Awaitable[Found]]) -> Found:
        """What `work` finds, which is done for the first who asks; `what` names it."""
        if what not in self._found:
            self._found[what] = await work()
        return cast("Found", self._found[what])

    async def team(self, team: str | None) -> Team | None:
        """One of the teams."""
        found = await self.once("teams", lambda: self.books.teams.some(self.teams))
        return found.get(team or "")
