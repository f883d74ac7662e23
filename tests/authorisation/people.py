"""Everybody there is to the table: one person for each role, and all who hold none."""

from dataclasses import dataclass, replace
from typing import Any

from rituals.authorisation import Action, Role
from storage.records.people import Person

OURS, ELSEWHERE = "T1", "T0ELSEWHERE"


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who asks for something.

    `known` is what the books say of them. `organisation` is what Slack says beside their name, `always` the
    roles they hold towards whatever belongs to Engine.
    """

    name: str
    user: str
    known: Person | None
    organisation: str = OURS
    always: frozenset[Role] = frozenset()

    @property
    def is_ours(self) -> bool:
        """Whether they may do anything at all."""
        gone = self.known is not None and (
            self.known.is_external or self.known.is_deactivated or self.known.is_bot
        )
        return self.organisation == OURS and not gone

    @property
    def is_member(self) -> bool:
        return self.is_ours and self.known is not None and not self.known.is_guest

    def may(self, action: Action, held: frozenset[Role]) -> bool:
        """What the table says of them, who hold these roles towards a thing."""
        enough = action.members if self.is_member else action.guests
        return self.is_ours and not enough.isdisjoint({Role.MEMBER, *held})


def _member(name: str, *always: Role, **facts: Any) -> Actor:
    known = replace(Person(f"U{name.upper()}", name.title(), "UTC"), **facts)
    return Actor(name, known.user, known, always=frozenset(always))


LEAD = _member("lead", Role.PRODUCT_LEAD)
SPONSOR = _member("sponsor", Role.SPONSOR)
OPERATOR = _member("operator", Role.OPERATOR)
BO = _member("bo", Role.LEAD, Role.TEAM)  # leads Engine, which whatever belongs to a team belongs to
MIA = _member("mia", Role.TEAM)  # is one of Engine
DANA = _member("dana", Role.A_LEAD)  # leads Docs
OWEN = _member("owen")  # to whom things belong
ASTA = _member("asta")  # whom things are asked of
NORA = _member("nora")
GUS = _member("gus", Role.TEAM, is_guest=True)  # a guest who is one of Engine
EXTERNAL = _member("external", is_external=True)
GONE = _member("gone", is_deactivated=True)
ROBOT = _member("robot", is_bot=True)
NEWCOMER = Actor("newcomer", "UNEWCOMER", None)
STRANGER = Actor("stranger", "USTRANGER", None, organisation=ELSEWHERE)
# Another workspace's request, in the name of whoever may do most here.
NAMESAKE = Actor("namesake", LEAD.user, LEAD.known, organisation=ELSEWHERE)

EVERYBODY = (
    LEAD,
    SPONSOR,
    OPERATOR,
    BO,
    MIA,
    DANA,
    OWEN,
    ASTA,
    NORA,
    GUS,
    NEWCOMER,
    EXTERNAL,
    GONE,
    ROBOT,
    STRANGER,
    NAMESAKE,
)
