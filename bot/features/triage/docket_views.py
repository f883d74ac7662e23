"""How `/nsm triage` looks: the open cases somebody may read, the figures, and when it meets."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    DividerBlock,
    MarkdownTextObject,
    SectionBlock,
)
from slack_sdk.models.views import View

from bot.blocks.commands import nsm
from bot.blocks.layout import Message, aside, words
from bot.blocks.text import WEEKDAYS, channel, line, mention
from bot.blocks.values import pack
from bot.features.decision.views import decide_button, review
from bot.features.input.views import shown
from bot.features.nsm.fields import ZoneForm, choice, hour, zone_fields
from bot.features.triage.views import one, questions
from rituals.docket import Docket
from rituals.meeting import Hour
from rituals.triage_figures import FEWEST, Figures
from storage.records.triage_questions import TriageQuestion

MOVE = "triage.move"
MOVED = "triage.moved"
TAKE_OFF = "triage.take_off"

# Sections, of the fifty blocks there is room for.
_MOST = 25


@dataclass(frozen=True, slots=True)
class Anywhere:
    """The button carries nothing: who may move the meeting is looked up when it is pressed."""


@dataclass(frozen=True, slots=True)
class Question:
    """Which question a button takes off the agenda."""

    about: str


class HourForm(ZoneForm):
    """When triage meets."""

    day: int
    at: time

    def hour(self) -> Hour:
        """Raises UnknownZone."""
        return Hour(self.day, self.at, self.time_zone)


def docket(facts: Docket) -> Message:
    """The cases in order, the figures, and the next meeting."""
    head = _head(facts)
    items = [f"{number}. {one(each)}" for number, each in enumerate(facts.items, 1)]
    more = [f"… and {len(items) - _MOST} more."] if len(items) > _MOST else []
    numbers = [_figures("This quarter", facts.this_quarter), *_before(facts.last_quarter)]
    if facts.this_quarter.local_share is None:
        numbers.append(f"_From {FEWEST} on there are shares and typical times; fewer cases say little._")
    asked = [questions(facts.questions)] if facts.questions else []
    again = [review(each) for each in facts.reviews]
    meets = _meets(facts)
    blocks: list[Block] = [words(head)]
    for text, each in list(zip(items, facts.items, strict=True))[:_MOST]:
        button = decide_button(each.id, each.text, primary=False) if facts.may_decide else None
        blocks.append(SectionBlock(text=MarkdownTextObject(text=text, verbatim=True), accessory=button))
    blocks += [words(each) for each in more]
    blocks += [_question(each, may_take_off=facts.may_decide) for each in facts.questions]
    blocks += [block for each in again for block in each.blocks]
    blocks += [DividerBlock(), words("\n".join(numbers)), aside(meets)]
    if facts.may_move and facts.hour is not None:
        move = ButtonElement(action_id=MOVE, text="Change the hour", value=pack(Anywhere()))
        blocks.append(ActionsBlock(elements=[move]))
    return Message(
        "\n\n".join([head, *items[:_MOST], *more, *asked, *[each.text for each in again], *numbers, meets]),
        blocks,
    )


def nothing_yet() -> Message:
    text = f"There is no North Star yet, and so no triage. {nsm('setup')} begins."
    return Message(text, [words(text)])


def form(meets: Hour, zone: str) -> View:
    """When it meets; `zone` is that of whoever moves it, offered too."""
    days: dict[str, str] = {str(number): name for number, name in enumerate(WEEKDAYS, 1)}
    return View(
        type="modal",
        callback_id=MOVED,
        title="When triage meets",
        submit="Keep",
        close="Cancel",
        blocks=[
            choice("day", "Day", days, str(meets.day)),
            hour("at", "Hour", meets.at, "Fifteen minutes, once a week."),
            *zone_fields([meets.zone, zone]),
            aside("Nothing is posted in a week without a case or a question."),
        ],
    )


def moved(meets: Hour) -> View:
    text = f"Triage meets {_hour(meets)} from now on."
    return View(type="modal", title="Kept", close="Done", blocks=[words(text)])


def _question(asked: TriageQuestion, *, may_take_off: bool) -> Block:
    text = f"*To talk over:* {line(asked.text, 400)} _(put by {mention(asked.put_by)})_"
    label = shown(f"Take it off: {asked.text}")
    button = ButtonElement(
        action_id=TAKE_OFF, text="Take it off", value=pack(Question(asked.id)), accessibility_label=label
    )
    section = words(text)
    section.accessory = button if may_take_off else None
    return section


def _head(facts: Docket) -> str:
    open_, hidden = len(facts.items), facts.hidden
    if not open_ and not hidden and facts.questions:
        return "*No case waits for triage*; what it talks over next:"
    if not open_ and not hidden:
        return f"*Nothing waits for triage.* {nsm('escalate')} brings up what two teams cannot settle."
    waiting = f"*{open_} case{'s' if open_ > 1 else ''} with triage*, in the order of the next agenda."
    if not hidden:
        return waiting
    others = f"{hidden} {'other ' if open_ else ''}case{'s' if hidden > 1 else ''}"
    who = f"{others} of other teams: triage and those teams' leads read them."
    return f"{waiting} {who}" if open_ else f"*With triage:* {who}"


def _figures(name: str, facts: Figures) -> str:
    counts = [f"{facts.raised} raised", f"{facts.settled} settled by the teams"]
    counts.append(f"{facts.decided} decided{_took(facts)}")
    if facts.repeats:
        counts.append(f"{facts.repeats} raised after much the same had been decided")
    told = f"*{name}* ({_quarter(facts.quarter)}): {' · '.join(counts)}."
    share = facts.local_share
    return told if share is None else f"{told} {share:.0%} of those that ended were settled locally."


def _before(facts: Figures) -> Sequence[str]:
    return [_figures("The quarter before", facts)] if facts.raised or facts.closed else []


def _took(facts: Figures) -> str:
    if facts.typical is not None:
        return f", typically {_span(facts.typical)} after they were raised"
    if facts.took:
        shortest, longest = _span(facts.took[0]), _span(facts.took[-1])
        between = shortest if shortest == longest else f"{shortest} to {longest}"
        return f", {between} after {'it was' if facts.decided == 1 else 'they were'} raised"
    return ""


def _span(took: timedelta) -> str:
    hours = round(took.total_seconds() / 3600)
    if hours < 36:
        return "less than an hour" if not hours else f"{hours} hour{'s' if hours > 1 else ''}"
    return f"{round(hours / 24)} days"


def _quarter(first: date) -> str:
    return f"{first:%B} to {first.replace(month=first.month + 2):%B %Y}"


def _meets(facts: Docket) -> str:
    if facts.channel is None:
        return f"There is no triage channel yet. The product lead names one: {nsm('escalate channel')}."
    if facts.hour is None:
        return f"Triage meets in {channel(facts.channel)}; its first hour is about to be set."
    return f"Triage meets in {channel(facts.channel)} {_hour(facts.hour)}, in weeks with something to do."


def _hour(meets: Hour) -> str:
    return f"on {WEEKDAYS[meets.day - 1]}s at {meets.at:%H:%M} ({meets.zone})"
