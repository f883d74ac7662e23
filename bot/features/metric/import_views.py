"""How a department's list of KPIs is taken over: the list, what each of its lines is, what became of it."""

from collections.abc import Mapping, Sequence
from typing import Annotated

from pydantic import BaseModel, StringConstraints
from slack_sdk.models.blocks import Block, ButtonElement
from slack_sdk.models.views import View

from bot.answers import answer
from bot.blocks.commands import nsm
from bot.blocks.layout import aside, paragraphs, words
from bot.blocks.limits import shorten
from bot.blocks.text import escape, line, mention, unescape
from bot.blocks.values import pack
from bot.features.draft.views import field, kept_note
from bot.features.input.fields import LEVERS
from bot.features.nsm.fields import CADENCES, DIRECTIONS, choice
from rituals.kpi_filing import Desk, Filed, KpiRefused, Tag
from rituals.kpis import MOST, Kpi, Pasted
from rituals.metrics import key_of
from storage.records.metrics import Cadence

IMPORT = "metric.import"
PASTED = "metric.pasted"
TAGGED = "metric.tagged"

# A window carries 3,000 characters to its next step, quotation marks twice.
_LONGEST, CARRIED = 2400, 3000
_KPI = "kpi_"

_TAGS = {
    **{Tag(lever.value): f"Input · {words_}" for lever, words_ in LEVERS.items()},
    Tag.OUTPUT: "Output: it follows the North Star, as revenue does",
    Tag.GUARDRAIL: "Guardrail: it must not get worse",
    Tag.UNCONNECTED: "Not connected yet",
}


class PastedForm(BaseModel):
    department: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
    cadence: Cadence
    kpis: Annotated[str, StringConstraints(min_length=1, max_length=_LONGEST)]

    def pasted(self) -> Pasted:
        return Pasted(self.department, self.cadence, self.kpis)


def button() -> ButtonElement:
    return ButtonElement(action_id=IMPORT, text="Take over a list of KPIs", value="{}")


def paste(draft: Mapping[str, str]) -> View:
    return View(
        type="modal",
        callback_id=PASTED,
        title="A list of KPIs",
        submit="Go on",
        close="Cancel",
        private_metadata="{}",
        blocks=[
            *kept_note(draft),
            words(
                "Whatever a department counts already, in one place with the North Star. In the next step you"
                " say of each KPI what it is: an input, an output, a guardrail, or not connected yet."
            ),
            field("department", "Department", draft, 60, placeholder="Customer support"),
            field(
                "kpis",
                "Its KPIs, one to a line",
                draft,
                _LONGEST,
                multiline=True,
                hint=(
                    "Name | unit | definition | up or down, or the name alone; columns of a sheet work, too."
                    f" {MOST} lines at most. Name what is counted: “Tickets answered within a day”."
                ),
                placeholder="Tickets answered within a day | percent | Of all that came in | up\nBacklog",
            ),
            choice("cadence", "Counted", CADENCES, Cadence.WEEK),
        ],
    )


def tag(pasted: Pasted, kpis: Sequence[Kpi], desk: Desk) -> View:
    """What each line is; to begin with, nothing is connected."""
    return View(
        type="modal",
        callback_id=TAGGED,
        title="What each of them is",
        submit="Take them over",
        close="Back",
        private_metadata=pack(pasted),
        blocks=[
            words(f"*{line(pasted.department, 60)}*, counted every {pasted.cadence}"),
            *(_kpi(number, kpi, desk) for number, kpi in enumerate(kpis)),
            *_team(pasted, desk),
        ],
    )


def _kpi(number: int, kpi: Kpi, desk: Desk) -> Block:
    offered = {
        tag: label
        for tag, label in _TAGS.items()
        if (desk.teams or tag.lever is None) and (desk.names_outputs or tag is not Tag.OUTPUT)
    }
    told = [f"In {kpi.unit}" if kpi.unit != "count" else "", kpi.definition, DIRECTIONS[kpi.direction]]
    hint = " · ".join(each for each in told if each)
    return choice(block(number), kpi.name, offered, Tag.UNCONNECTED, hint=shorten(hint, 300))


def block(number: int) -> str:
    """The field of a line, counted from 0."""
    return f"{_KPI}{number}"


def tags(state: Mapping[str, str]) -> Sequence[Tag]:
    """What was chosen, line by line."""
    number = sum(name.startswith(_KPI) for name in state)
    return [Tag(state[block(each)]) for each in range(number)]


def _team(pasted: Pasted, desk: Desk) -> list[Block]:
    if not desk.teams:
        return [aside(f"Inputs are proposed to a team, and there is none yet: {nsm('team')} adds one.")]
    names = {team.id: shorten(team.name, 75) for team in desk.teams}
    same = next((each.id for each in desk.teams if key_of(each.name) == key_of(pasted.department)), None)
    hint = "Its lead agrees to each, or does not."
    return [choice("team", "The inputs are proposed to", names, same, hint=hint, optional=True)]


def refused(error: KpiRefused) -> Mapping[str, str]:
    """Why one line cannot be what it was tagged as, under its field."""
    return {block(error.number): unescape(answer(error.because))}


def filed(done: Filed) -> View:
    told = [
        _named("Proposed as inputs", done, [each for each in Tag if each.lever]),
        _named("Outputs", done, [Tag.OUTPUT]),
        _named("Guardrails", done, [Tag.GUARDRAIL]),
        _named("Not connected yet", done, [Tag.UNCONNECTED]),
    ]
    after = [
        f"{nsm('metric')} shows them all; you answer for those that are no inputs, unless you name another."
    ]
    if done.team is not None and any(tag.lever for tag, _ in done.names):
        after.append(f"{mention(done.team.lead)} decides about the inputs of {escape(done.team.name)}.")
    if done.undefined:
        names = ", ".join(line(name, 80) for name in done.undefined)
        after.append(f"Nobody has written down yet how these are counted: {names}.")
    if done.asked_again:
        after.append("In four weeks I ask you whether there is a way for what is not connected.")
    text = "\n".join([f"*{line(done.department, 60)}*", *filter(None, told)])
    return View(
        type="modal",
        title="Taken over",
        close="Done",
        clear_on_close=True,
        blocks=[*paragraphs(text), *paragraphs("\n".join(f"• {each}" for each in after))],
    )


def _named(label: str, done: Filed, which: Sequence[Tag]) -> str:
    names = [line(name, 80) for tag, name in done.names if tag in which]
    return f"{label}: {', '.join(names)}" if names else ""
