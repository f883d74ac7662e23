"""How a file of readings is loaded: the window that asks for it, what it would do, what it did."""

from collections.abc import Sequence
from dataclasses import dataclass

from slack_sdk.models.blocks import (
    Block,
    CheckboxesElement,
    DividerBlock,
    InputBlock,
    Option,
)
from slack_sdk.models.blocks.block_elements import FileInputElement
from slack_sdk.models.views import View

from bot.blocks import phrases
from bot.blocks.layout import aside, paragraphs, words
from bot.blocks.text import escape, line, some
from bot.blocks.values import pack
from bot.features.draft.views import field
from bot.features.nsm.fields import other
from bot.features.source import trials
from rituals.file_desk import Correction, Looked, Offer
from rituals.weeks import last_full

LOOK = "load.look"
LOAD = "load.load"
OPEN = "load.open"

GOOD_ROWS = "good_rows"

_TITLE = "Load readings"
# Characters that fit into a field of Slack's.
_LONGEST = 3_000
_NAMES = 8


@dataclass(frozen=True, slots=True)
class Seen:
    """What a window shows: a file by its id, or "" where text was pasted; and the mark of its content."""

    file: str
    mark: str


def form(
    offer: Offer,
    *,
    may_read: bool,
    looked: Looked | None = None,
    problem: str = "",
    text: str = "",
) -> View:
    """Asks for a CSV; above it, what is wrong with the one that was looked at."""
    example = offer.metrics[0]
    start = last_full(offer.day, example.cadence)
    mine = [line(each.name, 60) for each in offer.metrics]
    said = paragraphs("\n".join(_wrong(looked))) if looked else []
    if problem:
        said = [words(f"⚠ {line(problem, 400)}")]
    return View(
        type="modal",
        callback_id=LOOK,
        title=_TITLE,
        submit="Look at it",
        close="Cancel",
        private_metadata="{}",
        blocks=[
            *([*said, DividerBlock()] if said else []),
            words(
                "A line for each reading, below a first line that names the columns:"
                f"\n>metric,period_start,value\n>{line(example.name, 80)},{start},27\n"
                "A period is the day it starts on. You see what would change before anything does."
            ),
            _file() if may_read else _pasted(text),
            aside(f"You bring the readings of {some(mine, _NAMES)}."),
        ],
    )


def not_yet() -> str:
    return "Nothing is loaded while rows are wrong: tick this, or mend them and load it again."


def pasted() -> str:
    return "Pasted lines"


def reading() -> View:
    return View(type="modal", title=_TITLE, close="Close", blocks=[words("Reading it …")])


def looked_at(looked: Looked, seen: Seen, name: str, *, text: str = "") -> View:
    """What the good rows would do; wrong ones are loaded around only if that is ticked."""
    blocks: list[Block] = [
        *paragraphs("\n".join([f"*{line(name, 80)}*", *_would(looked)])),
        *paragraphs("\n".join(_wrong(looked))),
    ]
    if text:
        blocks.append(_pasted(text))
    if looked.problems:
        blocks.append(_good_rows(len(looked.problems)))
    return View(
        type="modal",
        callback_id=LOAD,
        title=_TITLE,
        submit="Load",
        close="Cancel",
        private_metadata=pack(seen),
        blocks=blocks,
    )


def loaded(looked: Looked, name: str) -> View:
    """What was written down."""
    told = [f"*{line(name, 80)}* is loaded: {_counts(looked)}."]
    if looked.changed:
        told.append("What stood there before is kept with it.")
    if looked.problems:
        told.append(f"{trials.counted(len(looked.problems), 'row')} left out.")
    return View(type="modal", title=_TITLE, close="Done", blocks=paragraphs("\n".join(told)))


def _file() -> InputBlock:
    return other(
        "csv",
        "CSV file",
        FileInputElement(filetypes=["csv", "txt"], max_files=1),
        hint="5 MB at most, in UTF-8.",
    )


def _pasted(text: str) -> InputBlock:
    return field(
        "text",
        "The lines, pasted",
        {},
        _LONGEST,
        initial=text,
        multiline=True,
        hint="Polaris may not read files here: whoever runs it can have files:read granted.",
    )


def _good_rows(wrong: int) -> InputBlock:
    rows = trials.counted(wrong, "row")
    option = Option(value=GOOD_ROWS, text=f"Load the good rows, and leave the {rows} above out")
    return other(GOOD_ROWS, "The rows that are wrong", CheckboxesElement(options=[option]), optional=True)


def _would(looked: Looked) -> list[str]:
    lines = [trials.brought(each) for each in looked.brought]
    lines.append(f"{_counts(looked)}.")
    lines += [f"\u2003{_correction(each)}" for each in looked.corrections]
    if (more := looked.changed - len(looked.corrections)) > 0:
        lines.append(f"\u2003… and {more} more")
    return lines


def _counts(looked: Looked) -> str:
    parts = [
        f"{trials.counted(looked.new, 'reading')} new" if looked.new else "",
        f"{trials.counted(looked.changed, 'reading')} corrected" if looked.changed else "",
        f"{trials.counted(looked.same, 'reading')} standing already" if looked.same else "",
    ]
    return ", ".join(filter(None, parts)) or "nothing new"


def _correction(each: Correction) -> str:
    before, after = phrases.amounts((each.before, each.after), each.metric)
    name, period = escape(each.metric.name), phrases.period(each.start, each.metric)
    return f"{name}, {period}: {escape(before)} → *{escape(after)}*"


def _wrong(looked: Looked) -> list[str]:
    lines = []
    if looked.doubts:
        lines += ["⚠ *Taken, and worth a look:*", *trials.wrong(_numbered(looked.doubts))]
    if looked.problems:
        rows = trials.counted(len(looked.problems), "row")
        is_one = len(looked.problems) == 1
        lines += [f"⚠ *{rows} {'is' if is_one else 'are'} wrong:*", *trials.wrong(_numbered(looked.problems))]
    return lines


def _numbered(problems: Sequence[tuple[int, str]]) -> list[str]:
    return [f"line {number}: {text}" for number, text in problems]
