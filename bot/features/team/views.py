"""How teams look: ids, the list with its buttons, what is said once one is saved."""

from collections.abc import Sequence
from dataclasses import dataclass

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ConfirmObject,
    DividerBlock,
)
from slack_sdk.models.views import View

from bot.blocks.commands import nsm
from bot.blocks.layout import Message, aside, words
from bot.blocks.text import WEEKDAYS, channel, escape, mention, named_day
from bot.blocks.unfound import no_team
from bot.blocks.values import pack
from bot.features.pulse.views import menu, state
from rituals.pulse_hours import PulseHours
from rituals.teams import LeadNamed, Teamsheet
from storage.records.pulses import Gathering
from storage.records.teams import Team

ADD = "team.add"
NEW = "team.new"
EDIT = "team.edit"
CHANGE = "team.change"
PEOPLE = "team.people"
RETIRE = "team.retire"

_RITUALS = {
    Gathering.NONE: "standup without a pulse",
    Gathering.STANDUP: "standup",
    Gathering.SPRINT: "standup and review",
    Gathering.SYNC: "sync",
    Gathering.EXECUTIVE: "executive review",
}

# Each takes two of the fifty blocks a message has room for.
_MOST = 20


@dataclass(frozen=True, slots=True)
class About:
    """Which team a button or window is about; who may touch it is looked up anew each time."""

    about: str


def listing(sheet: Teamsheet, user: str, wanted: str = "") -> Message:
    """The teams whose names hold what is wanted, with the buttons that somebody may press."""
    may_add = user == sheet.product_lead
    if not sheet.teams:
        text = f"*No teams yet.* {_who_adds(sheet, user)}"
        return Message(text, [words(text), *([_add()] if may_add else [])])
    found = [each for each in sheet.pulses if wanted.casefold() in each.team.name.casefold()]
    blocks: list[Block] = []
    for each in found[:_MOST]:
        blocks.append(words(_line(each)))
        if user in {each.team.lead, sheet.product_lead}:
            blocks.append(_buttons(each))
    unfound = [] if found else [no_team(wanted, [each.team.name for each in sheet.pulses], "team")]
    blocks += map(words, unfound)
    others = len(found) - len(found[:_MOST])
    more = [f"… and {others} more: {nsm('team NAME')} shows those of that name."] if others else []
    blocks += map(aside, more)
    blocks += [DividerBlock(), _add() if may_add else aside(_who_adds(sheet, user))]
    return Message("\n".join(["Teams", *map(_line, found[:_MOST]), *unfound, *more]), blocks)


def saved(hours: PulseHours, *, is_new: bool) -> View:
    team = hours.team
    text = f"*{escape(team.name)}* is {'added' if is_new else 'saved'}.\n{_line(hours)}"
    next_ = (
        f"Its people are those of {channel(team.channel)}. {mention(team.lead)} chooses one to three"
        f" inputs: {nsm('levers')}."
    )
    return View(
        type="modal",
        title="Team added" if is_new else "Team saved",
        close="Done",
        blocks=[words(text), words(next_), aside(f"Standup pulse: {state(hours)}")],
    )


def named(told: LeadNamed) -> Message:
    """To somebody who leads a team from now on."""
    text = (
        f"{mention(told.by)} named you lead of *{escape(told.team)}*, which meets in"
        f" {channel(told.channel)}.\n"
        f"• {nsm('levers')}: choose one to three numbers that your team moves. Nobody else can.\n"
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


def _line(hours: PulseHours) -> str:
    team = hours.team
    line = f"*{escape(team.name)}* · led by {mention(team.lead)} · {channel(team.channel)} · {team.time_zone}"
    if team.standup_days:
        at = f" at {team.standup_time:%H:%M}" if team.standup_time else ""
        line += f" · {_RITUALS[hours.plan.gathering]} {_days(team.standup_days)}{at}"
    if hours.is_paused and hours.next_day is not None:
        line += f" · _pulse paused, resumes on {named_day(hours.next_day)}_"
    elif hours.skipped is not None:
        line += f" · _no pulse on {named_day(hours.skipped)}_"
    return line


def _days(days: Sequence[int]) -> str:
    """ISO weekdays in short: `Mon–Fri`, `Mon, Thu`."""
    named = [WEEKDAYS[day - 1][:3] for day in days]
    in_a_row = len(days) > 2 and days[-1] - days[0] == len(days) - 1
    return f"{named[0]}–{named[-1]}" if in_a_row else ", ".join(named)


def _add() -> Block:
    return ActionsBlock(elements=[ButtonElement(action_id=ADD, text="Add a team", style="primary")])


def _buttons(hours: PulseHours) -> Block:
    team = hours.team
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
            *([menu(hours)] if hours.next_day else []),
        ]
    )


def _button(action: str, label: str, team: Team, confirm: ConfirmObject | None = None) -> ButtonElement:
    told = f"{label} {team.name}"[:75]
    value = pack(About(team.id))
    return ButtonElement(action_id=action, text=label, value=value, confirm=confirm, accessibility_label=told)
