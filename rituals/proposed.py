"""A team's lead is asked about an input that somebody else proposed, or gave the team."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from rituals import prompts
from rituals.letters import Letter
from storage.ledger import Books
from storage.records.metrics import Input
from storage.records.people import Person
from storage.records.teams import Team


@dataclass(frozen=True, slots=True)
class InputProposed:
    """Tells a team's lead of a proposal somebody else made."""

    kind: ClassVar[str] = "input_proposed"
    input_id: str
    team: str
    name: str
    hypothesis: str
    by: str


async def ask_lead(
    books: Books, who: Person, proposed: Input, team: Team, now: datetime, *, moved: bool = False
) -> None:
    """Ask the lead of the team that an input is proposed to, or `moved` to, unless it was they themselves."""
    if who.user == team.lead:
        return
    # It may come to the same team again, and its lead is asked each time.
    key = f"{_key(proposed)}:{now.isoformat()}" if moved else _key(proposed)
    news = InputProposed(proposed.id, team.name, proposed.metric.name, proposed.hypothesis, by=who.user)
    await prompts.ask(books, Letter(key, team.lead, news), now, joined=True)


async def withdraw(books: Books, proposed: Input, now: datetime) -> None:
    """Nobody is asked about it any more."""
    for each in await books.prompts.open_named(_key(proposed)):
        await prompts.withdraw(books, each.key, now)


def _key(proposed: Input) -> str:
    return f"input-proposed:{proposed.id}"
