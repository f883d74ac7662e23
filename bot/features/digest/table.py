"""The product lead's table: the next issue, win by win, as a preview, and the form for its hour."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, Field, StringConstraints
from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    DividerBlock,
    MarkdownTextObject,
    Option,
    OverflowMenuElement,
    SectionBlock,
)
from slack_sdk.models.views import View

from bot.blocks.layout import aside, words
from bot.blocks.limits import shorten
from bot.blocks.text import clock_time, day, escape, mention
from bot.blocks.values import pack
from bot.features.digest import views
from bot.features.digest.views import Day
from bot.features.draft.views import field, form_name, kept_note
from bot.features.nsm.fields import choice, hour
from bot.features.win import views as win_views
from rituals.digest import LONGEST_INTRO
from rituals.digest_desk import Move, Table, Timetable
from rituals.win_words import WinTold, is_collaboration
from storage.records.wins import Win

APPROVE = "digest.approve"
MOVE = "digest.move"
BACK = "digest.back"
PREVIEW = "digest.preview"
RESCHEDULE = "digest.reschedule"

WEEKDAYS = {1: "Monday", 2: "Tuesday", 3: "Wednesday", 4: "Thursday", 5: "Friday"}

_MOVES = {
    Move.FIRST: "Put first",
    Move.UP: "Move up",
    Move.DOWN: "Move down",
    Move.LAST: "Put last",
    Move.OUT: "Leave out",
}
# A window holds a hundred blocks, some of which stand around the wins.
_ROOM, _MOST_WINS, _MOST_LEFT_OUT = 99, 60, 20
_BEGINNING = 200


@dataclass(frozen=True, slots=True)
class Placing:
    """What a choice beside a win carries."""

    win: str
    where: Move


@dataclass(frozen=True, slots=True)
class About:
    """The table's `private_metadata`; `about` tells one issue's draft from another's."""

    day: date
    about: str


class IntroForm(BaseModel):
    intro: Annotated[
        Annotated[str, StringConstraints(strip_whitespace=True, max_length=LONGEST_INTRO)],
        BeforeValidator(lambda typed: typed or ""),
    ] = ""


class HoursForm(BaseModel):
    weekday: Annotated[int, Field(ge=1, le=5)]
    at: time
    week: date


def draft_of(on: date) -> str:
    """The name under which the words of an issue are kept while they are typed."""
    return form_name(APPROVE, on.isoformat())


def table(facts: Table, draft: Mapping[str, str]) -> View:
    """The next issue; without controls for whoever only reads it."""
    may_approve = facts.may_edit and bool(facts.wins)
    return View(
        type="modal",
        callback_id=APPROVE,
        title="The next digest",
        submit="Approve" if may_approve else None,
        close="Close",
        private_metadata=pack(About(facts.due.day, facts.due.day.isoformat())),
        blocks=[
            words(_head(facts)),
            *(_intro(facts, draft) if may_approve else []),
            *_wins(facts),
            *_left_out(facts),
            *([aside(hint)] if facts.wins and (hint := views.quiet(facts.material.quiet)) else []),
        ],
    )


def preview(facts: Table) -> View:
    """Word for word what will be posted, as far as a window has room."""
    blocks: list[Block] = list(views.issue(facts.issue).blocks)
    for shown, (_, told) in enumerate(facts.wins):
        message = [DividerBlock(), *win_views.told(told).blocks]
        if len(blocks) + len(message) > _ROOM:
            blocks.append(aside(f"… and {len(facts.wins) - shown} more."))
            break
        blocks += message
    return View(type="modal", title="As it would be posted", close="Back", blocks=blocks)


def approved(facts: Table) -> View:
    text = (
        f"*Approved.* It goes out {clock_time(facts.due.at, facts.zone)}. Wins that are told until then join"
        " at the end; until then you can change it as often as you like."
    )
    return View(type="modal", title="The next digest", close="Done", blocks=[words(text)])


def hours(table: Timetable) -> View:
    """When the digest comes; its zone is the organisation's."""
    monday = next(week for week in table.weeks if (table.due.day - week).days % 14 < 7)
    return View(
        type="modal",
        callback_id=RESCHEDULE,
        title="The digest's hour",
        submit="Save",
        close="Cancel",
        blocks=[
            choice("weekday", "Every second", _named(WEEKDAYS), str(table.hours.weekday)),
            hour("at", "At", table.hours.at, f"In the organisation's time zone, {table.zone}."),
            choice(
                "week",
                "In the weeks of",
                {week.isoformat(): _weeks(week) for week in table.weeks},
                monday.isoformat(),
                "Its draft comes to you two working days before.",
            ),
        ],
    )


def saved(table: Timetable) -> View:
    text = f"*Saved.* The next digest comes {clock_time(table.due.at, table.zone)}, then every second week."
    return View(type="modal", title="The digest's hour", close="Done", blocks=[words(text)])


def _head(facts: Table) -> str:
    lines = [f"*{clock_time(facts.due.at, facts.zone)}*"]
    if not facts.wins:
        lines.append("No win waits for it. Without any, nothing is posted, and nobody is told so.")
    else:
        lacks = facts.material.due if facts.material.lacks_its_kind else None
        lines.append(views.turn(facts.material.about, lacks))
    if facts.plan.approved_by:
        lines.append(f"Approved by {mention(facts.plan.approved_by)}.")
    elif facts.wins:
        lines.append("Without an answer it goes out on time, as it is.")
    return "\n".join(lines)


def _intro(facts: Table, draft: Mapping[str, str]) -> list[Block]:
    return [
        *kept_note(draft),
        field(
            "intro",
            "The first message, in your words",
            draft,
            LONGEST_INTRO,
            initial=facts.plan.intro,
            multiline=True,
            optional=True,
            hint=shorten(f"Left empty it says: {views.automatic(facts.issue)}", 150),
        ),
    ]


def _wins(facts: Table) -> list[Block]:
    blocks: list[Block] = []
    for place, (win, told) in enumerate(facts.wins[:_MOST_WINS], start=1):
        menu = _menu(win, place, len(facts.wins)) if facts.may_edit else None
        text = MarkdownTextObject(text=f"*{place}.* {_line(win, told)}", verbatim=True)
        blocks.append(SectionBlock(block_id=f"win_{win.id}", text=text, accessory=menu))
    if len(facts.wins) > _MOST_WINS:
        blocks.append(aside(f"… and {len(facts.wins) - _MOST_WINS} more: they go out after these."))
    if facts.wins:
        look = ButtonElement(action_id=PREVIEW, text="See it as it would be posted", value=_day(facts))
        blocks.append(ActionsBlock(block_id="look", elements=[look]))
    return blocks


def _left_out(facts: Table) -> list[Block]:
    if not facts.left_out:
        return []
    blocks: list[Block] = [DividerBlock(), aside("Left out; they stay where they were told.")]
    for win, told in facts.left_out[:_MOST_LEFT_OUT]:
        back = ButtonElement(action_id=BACK, text="Put back", value=pack(Placing(win.id, Move.BACK)))
        text = MarkdownTextObject(text=_line(win, told), verbatim=True)
        blocks.append(
            SectionBlock(block_id=f"out_{win.id}", text=text, accessory=back if facts.may_edit else None)
        )
    return blocks


def _menu(win: Win, place: int, last: int) -> OverflowMenuElement:
    useless = {Move.FIRST, Move.UP} if place == 1 else set()
    useless |= {Move.DOWN, Move.LAST} if place == last else set()
    options = [
        Option(value=pack(Placing(win.id, where)), text=label)
        for where, label in _MOVES.items()
        if where not in useless
    ]
    return OverflowMenuElement(action_id=MOVE, options=options)


def _line(win: Win, told: WinTold) -> str:
    """The beginning of a win: enough to know which it is."""
    text = escape(shorten(" ".join(told.text.split()), _BEGINNING))
    marks = ["two teams or more"] if is_collaboration(win) else []
    marks.append("story" if win.story else "numbers")
    return f"{text} — {win_views.author_of(told)}\n_{' · '.join(marks)}_"


def _weeks(monday: date) -> str:
    return f"{day(monday)}, {day(monday + timedelta(weeks=2))} and so on"


def _day(facts: Table) -> str:
    return pack(Day(facts.due.day))


def _named(options: Mapping[int, str]) -> Mapping[str, str]:
    return {str(value): label for value, label in options.items()}
