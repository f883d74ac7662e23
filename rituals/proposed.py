"""A team's lead is told of an input that somebody else proposed."""

from dataclasses import dataclass
from typing import ClassVar

from rituals.letters import Letter
from storage.records.metrics import Input
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


def proposed_key(proposed: Input) -> str:
    """The key of that letter."""
    return f"input-proposed:{proposed.id}"


def for_the_lead(proposed: Input, team: Team) -> Letter:
    """The letter itself."""
    news = InputProposed(
        proposed.id, team.name, proposed.metric.name, proposed.hypothesis, by=proposed.proposed_by
    )
    return Letter(proposed_key(proposed), team.lead, news)
