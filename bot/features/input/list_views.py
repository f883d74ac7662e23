"""How the list of inputs looks, team by team, with the buttons that somebody may press."""

from collections.abc import Mapping, Sequence

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ConfirmObject,
    DividerBlock,
    HeaderBlock,
)

from bot.blocks.caveats import glad, note
from bot.blocks.commands import nsm
from bot.blocks.layout import Message, aside, words
from bot.blocks.text import dated, escape, mention
from bot.blocks.values import pack
from bot.features.input.fields import LEVERS
from bot.features.input.views import AGREE, EDIT, GUARD, MOVE, PROPOSE, RETIRE, About, shown
from bot.features.pulse.figures import full
from rituals.inputs import TeamInputs
from rituals.scoreboard import InputScore
from rituals.weeks import local_day
from storage.records.metrics import Input, InputState
from storage.records.people import Person
from storage.records.teams import Team

STATES = {
    InputState.ACTIVE: "Agreed",
    InputState.PROPOSED: "Proposed",
    InputState.RETIRED: "Retired",
}

_NONE_YET = "_No inputs yet._ Which number could this team move that would move the North Star?"


Standings = Mapping[str, InputScore]
"""How agreed inputs stand, by the key of the metric."""


def listing(teams: Sequence[TeamInputs], who: Person, standings: Standings) -> Message:
    """Every team's inputs and how they stand, with the buttons that somebody may press."""
    if not teams:
        text = f"There is no team yet. The product lead adds one with {nsm('team')}; then anyone may propose."
        return Message(text, [words(text)])
    blocks: list[Block] = []
    lines = []
    for each in sorted(teams, key=lambda each: not _concerns(each, who.user)):
        concerned = _concerns(each, who.user)
        blocks += _of_team(each, who, standings) if concerned else [_in_short(each, standings)]
        lines.append(f"{escape(each.team.name)}: {_summary(each, standings)}")
    start = ButtonElement(action_id=PROPOSE, text="Propose an input", style="primary")
    blocks += [DividerBlock(), ActionsBlock(elements=[start])]
    return Message("Inputs by team\n" + "\n".join(lines), blocks)


def link(an_input: Input) -> str:
    """The causal link in one line."""
    lag, cadence = an_input.lag_periods, an_input.metric.cadence
    later = f"about {lag} {cadence}{'' if lag == 1 else 's'} later" if lag else f"in the same {cadence}"
    lever = LEVERS[an_input.lever].partition(":")[0]
    if not an_input.hypothesis:
        return f"{lever}; nobody has said yet why it should move anything"
    return f"{lever}, expected {later}: {escape(an_input.hypothesis)}"


def standing(an_input: Input, standings: Standings) -> str:
    """How an agreed input stands, in one sentence, with what is doubtful about it; "" for others."""
    score = standings.get(an_input.metric.key)
    if score is None or an_input.state is not InputState.ACTIVE:
        return ""
    told = full(score.verdict, score.metric, glad(score, "Thank you.")) + escape(note(score))
    return f"{told[:1].upper()}{told[1:]}"


def stood(told: str, an_input: Input, standings: Standings) -> str:
    """What is told of an input, and below it how it stands."""
    stands = standing(an_input, standings)
    return f"{told}\n\u2003{stands}" if stands else told


def _concerns(each: TeamInputs, user: str) -> bool:
    """Whether somebody has buttons to press here; other teams are told in short."""
    return user == each.team.lead or any(
        an_input.proposed_by == user for an_input in each.having(InputState.PROPOSED)
    )


def _in_short(each: TeamInputs, standings: Standings) -> Block:
    living = [*each.having(InputState.ACTIVE), *each.having(InputState.PROPOSED)]
    lines = [
        stood(
            f"• *{escape(an_input.metric.name)}* · {STATES[an_input.state]}. {link(an_input)}",
            an_input,
            standings,
        )
        + _guard(each, an_input)
        for an_input in living
    ]
    return words("\n".join([f"*{escape(each.team.name)}*", *(lines or ["_No inputs yet._"])]))


def _of_team(each: TeamInputs, who: Person, standings: Standings) -> list[Block]:
    blocks: list[Block] = [HeaderBlock(text=shown(each.team.name, 150))]
    if not each.inputs:
        blocks.append(words(_NONE_YET))
    for state in (InputState.ACTIVE, InputState.PROPOSED):
        for an_input in each.having(state):
            name = f"*{escape(an_input.metric.name)}* · {STATES[state]}"
            told = stood(f"{name}{_since(an_input, who.time_zone)}\n{link(an_input)}", an_input, standings)
            blocks.append(words(told + _guard(each, an_input)))
            if buttons := _buttons(an_input, each.team, who.user):
                blocks.append(ActionsBlock(elements=buttons))
    if retired := each.having(InputState.RETIRED):
        names = ", ".join(escape(an_input.metric.name) for an_input in retired)
        blocks.append(aside(f"Retired, history kept: {names}"))
        bring_back = [_button(AGREE, f"Bring back {shown(old.metric.name, 60)}", old) for old in retired[:5]]
        if who.user == each.team.lead:
            blocks.append(ActionsBlock(elements=bring_back))
    return blocks


def _guard(each: TeamInputs, an_input: Input) -> str:
    """What must not get worse while it is pushed."""
    name = each.guardrails.get(an_input.id)
    return f"\n\u2003Must not get worse: *{escape(name)}*" if name else ""


def _since(an_input: Input, zone: str) -> str:
    if an_input.agreed_at is None or an_input.agreed_by is None:
        return f" by {mention(an_input.proposed_by)}"
    return f" by {mention(an_input.agreed_by)} on {dated(local_day(an_input.agreed_at, zone))}"


def _buttons(an_input: Input, team: Team, user: str) -> list[ButtonElement]:
    leads, proposed = user == team.lead, an_input.state is InputState.PROPOSED
    mine = leads or (proposed and user == an_input.proposed_by)
    buttons = []
    if leads and proposed:
        buttons.append(_button(AGREE, "Agree", an_input, style="primary"))
    if mine:
        buttons.append(_button(EDIT, "Edit", an_input))
    if leads:
        buttons.append(_button(MOVE, "Move", an_input))
        buttons.append(_button(GUARD, "Guardrail", an_input))
    if mine:
        buttons.append(_retire(an_input, leads=leads))
    return buttons


def _retire(an_input: Input, *, leads: bool) -> ButtonElement:
    """Retire what was agreed; say "not now" to a proposal, or take one's own back."""
    if an_input.state is InputState.ACTIVE:
        label, title, what = "Retire", "Retire this input?", "The team stops looking at it."
    else:
        label = "Not now" if leads else "Take back"
        title, what = f"{label}?", "The proposal is set aside."
    sure = ConfirmObject(
        title=title,
        text=f"{what} Its history stays, and it can be brought back.",
        confirm=label,
        deny="Keep",
    )
    return _button(RETIRE, label, an_input, confirm=sure)


def _button(
    action: str,
    label: str,
    an_input: Input,
    *,
    style: str | None = None,
    confirm: ConfirmObject | None = None,
) -> ButtonElement:
    told = shown(f"{label} {an_input.metric.name}")
    return ButtonElement(
        action_id=action,
        text=label,
        value=pack(About(an_input.id)),
        style=style,
        confirm=confirm,
        accessibility_label=told,
    )


def _summary(each: TeamInputs, standings: Standings) -> str:
    known = [
        f"{escape(an_input.metric.name)} ({STATES[an_input.state].lower()}; {link(an_input)})"
        f" {standing(an_input, standings)}".rstrip()
        for an_input in each.inputs
    ]
    return "; ".join(known) or "no inputs yet"
