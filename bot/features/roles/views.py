"""How roles look: the window with who is what, and what somebody is told who has a new one."""

from collections.abc import Sequence

from pydantic import BaseModel
from slack_sdk.models.blocks import Block, DividerBlock, UserSelectElement
from slack_sdk.models.views import View

from bot.blocks.commands import nsm
from bot.blocks.layout import Message, aside, words
from bot.blocks.text import line, mention, picked
from bot.features.nsm.fields import other
from rituals.roles import Cast, LeadFell, RoleGiven, SeatEmpty
from storage.records.teams import Team

NAME = "roles.name"

LEAD, SPONSOR, OPERATOR = "product_lead", "sponsor", "operator"

_CALLED = {LEAD: "the product lead", SPONSOR: "the sponsor", OPERATOR: "the operator"}
_DOES = {
    LEAD: "Owns the North Star and its story, writes down its readings, adds teams, approves the digest.",
    SPONSOR: "Gives the North Star visible weight, sits in triage, and takes over when the lead leaves.",
    OPERATOR: "Installs and runs Polaris, and reads the audit trail.",
}
_BECAUSE = {
    "sponsor": "you are the sponsor",
    "operator": "you are the operator",
    "lead": "of all team leads you have led a team for longest",
}

# Teams whose leads are named one by one.
_TEAMS = 40


class RolesForm(BaseModel):
    product_lead: str
    sponsor: str | None = None
    operator: str | None = None


def window(cast: Cast) -> View:
    """Who is what; with fields for the product lead, who may change it."""
    fields = _fields(cast) if cast.may_name else []
    return View(
        type="modal",
        callback_id=NAME,
        title="Who is what",
        submit="Save" if fields else None,
        close="Close",
        private_metadata="{}",
        blocks=[*_held(cast), *fields],
    )


def saved(cast: Cast) -> View:
    return View(
        type="modal",
        title="Who is what",
        close="Done",
        blocks=[words("*Saved.* Whoever is new to a role has been told."), DividerBlock(), *_held(cast)],
    )


def given(told: RoleGiven) -> Message:
    text = (
        f"{mention(told.by)} named you {_CALLED[told.role]} of the North Star. {_DOES[told.role]}\n"
        f"{nsm('roles')} shows who is what, {nsm('show')} the North Star and its story."
    )
    return Message(text, [words(text)])


def fell(told: LeadFell) -> Message:
    text = (
        f"{mention(told.former)} is no member any more, and {_BECAUSE[told.because]}: so you are the product"
        f" lead now, and nothing stands still. {_DOES[LEAD]}\n{nsm('roles')} hands it on, should somebody"
        f" else be right for it; {nsm('help')} says what else there is."
    )
    return Message(text, [words(text)])


def seat_empty(told: SeatEmpty) -> Message:
    was = f"{mention(told.former)} is no member any more, and was {_CALLED[told.role]}."
    text = f"{was} {nsm('roles')} names another."
    return Message(text, [words(text)])


def _held(cast: Cast) -> list[Block]:
    held = ((LEAD, "Product lead"), (SPONSOR, "Sponsor"), (OPERATOR, "Operator"))
    blocks: list[Block] = [
        words(f"*{label}*: {_holder(getattr(cast, role))}\n{_DOES[role]}") for role, label in held
    ]
    blocks.append(words(f"*Team leads*: {_leads(cast.teams)}"))
    blocks.append(
        words("*Members* are the people of the teams' channels. *Readers* are all others, guests too.")
    )
    blocks.append(aside(f"You are {_viewer(cast)}."))
    return blocks


def _holder(user: str | None) -> str:
    return mention(user) if user else "_nobody yet_"


def _leads(teams: Sequence[Team]) -> str:
    if not teams:
        return f"_no teams yet_; {nsm('team')} adds one."
    named = ", ".join(f"{mention(team.lead)} ({line(team.name, 40)})" for team in teams[:_TEAMS])
    return named + (f" and {len(teams) - _TEAMS} more: {nsm('team')}" if len(teams) > _TEAMS else "")


def _viewer(cast: Cast) -> str:
    user = cast.viewer.user
    held = [_CALLED[role] for role in (LEAD, SPONSOR, OPERATOR) if getattr(cast, role) == user]
    held += _of("lead", [team for team in cast.teams if team.lead == user])
    held += _of("member", cast.member_of)
    if cast.viewer.is_guest:
        held.append("a guest: you read everything and make commitments")
    return " and ".join(held) or "a reader: you see everything, and can propose inputs"


def _of(what: str, teams: Sequence[Team]) -> list[str]:
    named = ", ".join(line(team.name, 40) for team in teams[:10])
    return [f"{what} of {named}"] if named else []


def _fields(cast: Cast) -> list[Block]:
    asked = (
        (LEAD, "Product lead", "Whoever it is from now on can hand it on; you cannot take it back."),
        (SPONSOR, "Sponsor", "Somebody whose word counts in the whole organisation."),
        (OPERATOR, "Operator", "Whoever keeps Polaris running."),
    )
    return [
        DividerBlock(),
        *(
            other(
                role,
                label,
                UserSelectElement(initial_user=picked(getattr(cast, role))),
                hint=hint,
                optional=role != LEAD,
            )
            for role, label, hint in asked
        ),
    ]
