"""Who leads a team whose lead is a member no more: the product lead is asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from rituals import prompts
from rituals.letters import Letter
from rituals.teams import lead_left_key
from storage.ledger import Books
from storage.records.people import Person


@dataclass(frozen=True, slots=True)
class LeadLeft:
    """Asks the product lead who leads a team now."""

    kind: ClassVar[str] = "lead_left"
    team_id: str
    team: str
    former: str


async def ask_for_leads(books: Books, people: Mapping[str, Person], now: datetime) -> None:
    """Ask the product lead who leads each team whose lead, among these people, is a member no more."""
    workspace = await books.workspaces.get()
    if workspace is None or workspace.product_lead is None:
        return
    for team in await books.teams.all():
        lead = people.get(team.lead)
        if lead is not None and lead.is_member_no_more and lead.user != workspace.product_lead:
            content = LeadLeft(team.id, team.name, team.lead)
            key = lead_left_key(team)
            await prompts.ask(books, Letter(key, workspace.product_lead, content), now, joined=True)
