"""How teams look: ids, the form, the list with its buttons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from typing import Annotated

from pydantic import StringConstraints, field_validator
from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    CheckboxesElement,
    ConfirmObject,
    ConversationFilter,
    ConversationSelectElement,
    DividerBlock,
    Option,
    UserSelectElement,
)
from slack_sdk.models.views import View

from bot.blocks.commands import nsm
from bot.blocks.layout import Message, aside, words
from bot.blocks.text import channel, escape, mention
from bot.blocks.values import pack
from bot.features.draft.views import field, kept_note
from bot.features.nsm.fields import ZoneForm, choice, hour, other, zone_fields
from rituals.teams import LeadNamed, TeamPlan, Teamsheet
from storage.records.people import Person
from storage.records.teams import Team

ADD = "team.add"
NEW = "team.new"
EDIT = "team.edit"
CHANGE = "team.change"
PEOPLE = "team.people"
RETIRE = "team.retire"

AUDIENCES = {
    "plain": "Plain words, for everyone",
    "engineering": "Engineering: causes and data",
    "marketing": "Marketing: customers and growth",
    "executives": "Executives: strategy",
    "sales": "Sales",
    "support": "Support",
    "design": "Design",
}
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

# Each takes two of the fifty blocks a message has room for.
_MOST = 20


@dataclass(frozen=True, slots=True)
class About:
    """Which team a button or window is about; who may touch it is looked up anew each time."""

    about: str


class TeamForm(ZoneForm):
    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
    lead: str
    channel: str
    audience: str
    standup_days: tuple[int, ...] = ()
    standup_time: time | None = None

    @field_validator("standup_days", mode="before")
    @classmethod
    def _none_ticked(cls, days: object) -> object:
        return days or ()

    def plan(self) -> TeamPlan:
        """Raises UnknownZone."""
        return TeamPlan(
            name=self.name,
            lead=self.lead,
            channel=self.channel,
            audience=self.audience,
            time_zone=self.time_zone,
            standup_days=self.standup_days,
            standup_time=self.standup_time,
        )


def form(team: Team | None, person: Person, zones: Sequence[str], draft: Mapping[str, str]) -> View:
    """Add a team, or change one. `zones` are offered first."""
    return View(
        type="modal",
        callback_id=CHANGE if team else NEW,
        title="Change a team" if team else "Add a team",
        submit="Save" if team else "Add",
        close="Cancel",
        private_metadata=pack(About(team.id)) if team else "{}",
        blocks=[
            *kept_note(draft),
            field("name", "Name", draft, 60, initial=team.name if team else "", placeholder="Onboarding"),
            other(
                "lead",
                "Lead",
                UserSelectElement(initial_user=team.lead if team else person.user),
                hint="Agrees to the team's inputs and keeps this page. No number is imposed on them.",
            ),
            other(
                "channel",
                "Channel",
                ConversationSelectElement(
                    initial_conversation=team.channel if team else None,
                    default_to_current_conversation=None if team else True,
                    filter=ConversationFilter(
                        include=["public", "private"], exclude_external_shared_channels=True
                    ),
                ),
                hint="Its people are the team's people. Invite me there: /invite @polaris",
            ),
            choice(
                "audience",
                "Audience",
                AUDIENCES,
                team.audience if team else "plain",
                "Whose words it is told in.",
            ),
            *zone_fields(zones, "The team's time zone"),
            _standup_days(team),
            hour("standup_time", "Standup at", team.standup_time if team else None, optional=True),
        ],
    )


def listing(sheet: Teamsheet, user: str, wanted: str = "") -> Message:
    """The teams whose names hold what is wanted, with the buttons that somebody may press."""
    may_add = user == sheet.product_lead
    if not sheet.teams:
        text = f"*No teams yet.* {_who_adds(sheet, user)}"
        return Message(text, [words(text), *([_add()] if may_add else [])])
    found = [team for team in sheet.teams if wanted.casefold() in team.name.casefold()]
    blocks: list[Block] = []
    for team in found[:_MOST]:
        blocks.append(words(_line(team)))
        if user in {team.lead, sheet.product_lead}:
            blocks.append(_buttons(team))
    others = len(sheet.teams) - len(found[:_MOST])
    more = [f"… and {others} more: {nsm('team NAME')} shows those of that name."] if others else []
    blocks += map(aside, more)
    blocks += [DividerBlock(), _add() if may_add else aside(_who_adds(sheet, user))]
    return Message("\n".join(["Teams", *map(_line, found[:_MOST]), *more]), blocks)


def saved(team: Team, *, is_new: bool) -> View:
    text = f"*{escape(team.name)}* is {'added' if is_new else 'saved'}.\n{_line(team)}"
    next_ = (
        f"Its people are those of {channel(team.channel)}. {mention(team.lead)} agrees to one to three"
        f" inputs: {nsm('input')}."
    )
    return View(
        type="modal",
        title="Team added" if is_new else "Team saved",
        close="Done",
        blocks=[words(text), words(next_)],
    )


def named(told: LeadNamed) -> Message:
    """To somebody who leads a team from now on."""
    text = (
        f"{mention(told.by)} named you lead of *{escape(told.team)}*, which meets in"
        f" {channel(told.channel)}.\n"
        f"• {nsm('input')}: agree to one to three numbers that your team moves. Nobody else can.\n"
        f"• {nsm('team')}: rename the team, say when its standup is, add people or leave some out.\n"
        "Not you? Choose another lead there."
    )
    press = [_edit(EDIT, "Look at the team", told.team_id), _edit(PEOPLE, "Its people", told.team_id)]
    return Message(text, [words(text), ActionsBlock(elements=press)])


def _edit(action: str, label: str, team_id: str) -> ButtonElement:
    return ButtonElement(action_id=action, text=label, value=pack(About(team_id)))


def _who_adds(sheet: Teamsheet, user: str) -> str:
    if sheet.product_lead is None:
        return (
            f"First choose the North Star: {nsm('setup')}. Whoever does is the product lead, and adds teams."
        )
    if sheet.product_lead == user:
        return "You are the product lead: add the first one."
    return f"{mention(sheet.product_lead)}, the product lead, adds teams."


def _line(team: Team) -> str:
    line = f"*{escape(team.name)}* · led by {mention(team.lead)} · {channel(team.channel)} · {team.time_zone}"
    days = ", ".join(DAYS[day - 1][:3] for day in team.standup_days)
    if days:
        line += f" · standup {days}" + (f" at {team.standup_time:%H:%M}" if team.standup_time else "")
    return line


def _add() -> Block:
    return ActionsBlock(elements=[ButtonElement(action_id=ADD, text="Add a team", style="primary")])


def _buttons(team: Team) -> Block:
    sure = ConfirmObject(
        title="Retire this team?",
        text="Its inputs are retired with it. Its readings, commitments and wins stay.",
        confirm="Retire",
        deny="Keep",
    )
    return ActionsBlock(
        elements=[
            _button(EDIT, "Change", team),
            _button(PEOPLE, "People", team),
            _button(RETIRE, "Retire", team, sure),
        ]
    )


def _button(action: str, label: str, team: Team, confirm: ConfirmObject | None = None) -> ButtonElement:
    told = f"{label} {team.name}"[:75]
    value = pack(About(team.id))
    return ButtonElement(action_id=action, text=label, value=value, confirm=confirm, accessibility_label=told)


def _standup_days(team: Team | None) -> Block:
    options = [Option(value=str(number), text=day) for number, day in enumerate(DAYS, start=1)]
    ticked = [options[day - 1] for day in team.standup_days] if team else []
    boxes = CheckboxesElement(options=options, initial_options=ticked or None)
    return other("standup_days", "Standup on", boxes, optional=True)
