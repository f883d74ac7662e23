"""How the standup pulse looks: what is read out, its thread, and what its lead can press."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum

from pydantic import BaseModel
from slack_sdk.models.blocks import (
    ActionsBlock,
    CheckboxesElement,
    DatePickerElement,
    Option,
    OverflowMenuElement,
)
from slack_sdk.models.views import View

from bot.blocks.caveats import notes
from bot.blocks.layout import Message, aside, paragraphs, words
from bot.blocks.phrases import lately, settling
from bot.blocks.plain import PlainOption
from bot.blocks.text import WEEKDAYS, escape, named_day
from bot.blocks.values import pack
from bot.features.commit.views import commit_button
from bot.features.nsm.fields import hour, other
from bot.features.pulse.aloud import calm
from bot.features.pulse.figures import full
from bot.features.pulse.lines import lines
from rituals.narrative import Narrative
from rituals.pulse import Detail, PulseDetails, StandupPulse
from rituals.pulse_hours import PulseHours
from rituals.pulse_promises import Promised
from rituals.scoreboard import Score
from storage.records.metrics import Cadence

MENU = "pulse.menu"
PAUSE = "pulse.pause"
MOVE = "pulse.move"


class Do(StrEnum):
    """What a lead can choose in a pulse's menu."""

    SKIP = "skip"
    WEEK = "week"
    PAUSE = "pause"
    MOVE = "move"
    RESUME = "resume"


@dataclass(frozen=True, slots=True)
class Choice:
    """What a line of the menu carries: Slack has room for 150 characters."""

    do: Do
    team: str
    day: date | None = None


@dataclass(frozen=True, slots=True)
class About:
    """Which team a window is about."""

    about: str


class PauseForm(BaseModel):
    until: date


class MoveForm(BaseModel):
    standup_days: tuple[int, ...] = ()
    standup_time: time


def pulse(facts: StandupPulse) -> Message:
    if facts.is_skipped:
        text = "_No pulse today: the lead skipped it._"
        return Message(text, [aside(text)])
    said = "\n".join(lines(facts))
    days = [facts.day, *([facts.next_day] if facts.next_day else [])]
    menu = _menu(facts.team, days, facts.day)
    return Message(said, [words(said), ActionsBlock(elements=[commit_button(), menu])])


def details(facts: PulseDetails) -> Message:
    """Everything behind the pulse; the numbers first, with what they mean."""
    parts = [*map(_detail, facts.metrics), _meant(facts.metrics)]
    parts += [_open(facts.promises, facts.unread), _story(facts.story, facts.week) if facts.story else ""]
    text = "\n\n".join(part for part in parts if part)
    return Message(text, [block for part in parts if part for block in paragraphs(part)])


def menu(hours: PulseHours) -> OverflowMenuElement:
    """The same menu for a list of teams."""
    if hours.is_paused:
        resume = _option("Resume the pulse", Choice(Do.RESUME, hours.team.id))
        return OverflowMenuElement(action_id=MENU, options=[resume])
    days = [hours.next_day] if hours.next_day else []
    return _menu(hours.team.id, days, hours.today, skipped=hours.skipped)


def pause_form(hours: PulseHours) -> View:
    """Until when; a week from now is offered."""
    picker = DatePickerElement(initial_date=(hours.today + timedelta(weeks=1)).isoformat())
    return View(
        type="modal",
        callback_id=PAUSE,
        title="Pause the pulse",
        submit="Pause",
        close="Cancel",
        private_metadata=pack(About(hours.team.id)),
        blocks=[
            words(f"The standup pulse of *{escape(hours.team.name)}* stays silent until a day you choose."),
            other("until", "It comes back on", picker, hint="Or on the first standup after that day."),
        ],
    )


def move_form(hours: PulseHours) -> View:
    options = [Option(value=str(number), text=name) for number, name in enumerate(WEEKDAYS, start=1)]
    ticked = [options[number - 1] for number in hours.team.standup_days]
    return View(
        type="modal",
        callback_id=MOVE,
        title="Change the hour",
        submit="Save",
        close="Cancel",
        private_metadata=pack(About(hours.team.id)),
        blocks=[
            hour("standup_time", "Standup at", hours.team.standup_time, hint=f"In {hours.team.time_zone}."),
            other("standup_days", "On", CheckboxesElement(options=options, initial_options=ticked)),
        ],
    )


def changed(hours: PulseHours) -> Message:
    """What is true after a change, to the lead alone."""
    text = f"{escape(hours.team.name)}: {state(hours)}"
    return Message(text, [words(text)])


def saved(hours: PulseHours) -> View:
    """The answer to a window, in its place."""
    return View(type="modal", title="Done", close="Close", blocks=list(changed(hours).blocks))


def state(hours: PulseHours) -> str:
    """When a team's pulse comes next, with the hour and the zone it is meant in."""
    if hours.next_day is None or hours.team.standup_time is None:
        return "no standup pulse."
    at = f"{named_day(hours.next_day)} at {hours.team.standup_time:%H:%M} ({hours.team.time_zone})"
    if hours.is_paused:
        return f"the pulse is paused, and resumes on {at}."
    skipped = f"{named_day(hours.skipped)} is skipped; " if hours.skipped else ""
    return f"{skipped}the next pulse comes on {at}."


def _menu(
    team: str, skippable: Sequence[date], today: date, skipped: date | None = None
) -> OverflowMenuElement:
    """Everybody sees it; who may choose from it is looked up when somebody does."""
    options = [_option(_skip(day, today), Choice(Do.SKIP, team, day)) for day in skippable]
    if skipped is not None:
        options = [_option(f"Do not skip {named_day(skipped)}", Choice(Do.RESUME, team))]
    options += [
        _option("Pause for a week", Choice(Do.WEEK, team)),
        _option("Pause until …", Choice(Do.PAUSE, team)),
        _option("Change the hour …", Choice(Do.MOVE, team)),
    ]
    return OverflowMenuElement(action_id=MENU, options=options)


def _skip(day: date, today: date) -> str:
    return "Skip today's pulse" if day == today else f"Skip the next one, {named_day(day)}"


def _option(label: str, choice: Choice) -> Option:
    return PlainOption(value=pack(choice), text=label)


def _detail(detail: Detail) -> str:
    score, metric = detail.score, detail.score.metric
    told = [f"*{calm(metric.name)}*"]
    if metric.definition:
        told.append(f"How it is counted: {calm(metric.definition)}")
    if detail.hypothesis:
        told.append(f"Why it should move the North Star: {calm(detail.hypothesis)}")
    if detail.guardrail is not None:
        told.append(_guardrail(detail.guardrail))
    these, values = lately(score.recent, metric)
    if values:
        shown = " · ".join(f"{_short(start, metric.cadence)} *{calm(value)}*" for start, value in values)
        told.append(f"{these.capitalize()}: {shown}")
    if beside := notes(score):
        told.append(escape(beside.strip()))
    return "\n".join(told)


def _meant(details: Sequence[Detail]) -> str:
    """What a word means that stands in the pulse, after all the numbers."""
    guards = [each.guardrail.verdict for each in details if each.guardrail is not None]
    told = settling(*(each.score.verdict for each in details), *guards)
    return f"_{told}_" if told else ""


def _guardrail(score: Score) -> str:
    """What must not get worse beside an input, and how it stands."""
    return f"Must not get worse: {full(score.verdict, score.metric, '').rstrip()}{calm(notes(score))}"


def _open(promises: Sequence[Promised], unread: int) -> str:
    if not promises and not unread:
        return ""
    told = [f"• {f'{calm(each.by)}: ' if each.by else ''}{calm(each.text)}" for each in promises]
    if unread:
        told.append(f"_{unread} more for {'its owner' if unread == 1 else 'their owners'} alone_")
    return "\n".join(["*Open this week*", *told])


def _story(story: Narrative, week: int) -> str:
    """One part of the story a week, so that in three it is told."""
    told = (
        ("Why this metric?", story.why_this),
        ("Why now?", story.why_now),
        ("What if we succeed?", story.what_if),
    )
    title, words_ = told[week % len(told)]
    return f"*{title}* {calm(words_)}"


def _short(start: date, cadence: Cadence) -> str:
    return f"{start:%b %Y}" if cadence is Cadence.MONTH else f"{start.day} {start:%b}"
