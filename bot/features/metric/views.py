"""How the dictionary looks: ids, the list of all metrics, the card of one, the names that come close."""

from collections.abc import Sequence
from dataclasses import dataclass

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    HeaderBlock,
    ImageBlock,
    MarkdownTextObject,
    SectionBlock,
)
from slack_sdk.models.blocks.basic_components import SlackFile

from bot.blocks import phrases
from bot.blocks.caveats import notes
from bot.blocks.commands import nsm
from bot.blocks.layout import Message, aside, paragraphs, words
from bot.blocks.limits import shorten
from bot.blocks.pages import split, turning, within
from bot.blocks.text import escape, line, mention
from bot.blocks.values import pack
from bot.charts.of_score import alt_text
from bot.features.metric import words as told
from bot.features.monday.picture import picture, table
from rituals.dictionary import Card, Listed, Near, Part
from storage.records.metrics import Metric

OPEN = "metric.open"
LIST = "metric.list"
CHART = "metric.chart"
CONNECT = "metric.connect"
NEXT = "metric.next"
BACK = "metric.back"

# Metrics on one page of the list.
_LISTED = 10


@dataclass(frozen=True, slots=True)
class About:
    """Which metric a button or window is about; who may touch it is looked up anew each time."""

    about: str


@dataclass(frozen=True, slots=True)
class Page:
    page: int


def listed(metrics: Sequence[Listed], page: int = 0, *, buttons: Sequence[ButtonElement] = ()) -> Message:
    """One page of all metrics, with the buttons that stand below them."""
    if not metrics:
        text = f"*There is no metric yet.* {nsm('setup')} chooses the North Star."
        return Message(text, [words(text)])
    pages = split(metrics, _LISTED, told.one)
    page = within(page, pages)
    number = f" · page {page + 1} of {len(pages)}" if len(pages) > 1 else ""
    title = f"*Our metrics, and what each is to us*{number}"
    blocks: list[Block] = [words(title), *(_line(each) for each in pages[page])]
    blocks += turning(page, len(pages), (BACK, "Back"), (NEXT, "More metrics"), Page)
    hint = f"{nsm('metric NAME')} shows one."
    blocks += [ActionsBlock(elements=[*buttons])] if buttons else []
    lines = [told.one(each) for each in pages[page]]
    return Message("\n".join([title, *lines, hint]), [*blocks, aside(hint)])


def _line(listed: Listed) -> SectionBlock:
    text = MarkdownTextObject(text=told.one(listed), verbatim=True)
    return SectionBlock(text=text, accessory=_open(listed.metric, "Open"))


def _open(metric: Metric, label: str) -> ButtonElement:
    return ButtonElement(
        action_id=OPEN,
        text=shorten(label, 75),
        value=pack(About(metric.key)),
        accessibility_label=shorten(f"Open {metric.name}", 75),
    )


def near(found: Near) -> Message:
    """Nothing goes by that name; what comes close is a tap away."""
    typed = f"No metric is called “{line(found.typed, 80)}”."
    if not found.metrics:
        text = f"{typed} {nsm('metric')} lists them all."
        return Message(text, [words(text)])
    names = [f"*{line(each.name, 80)}*" for each in found.metrics]
    text = f"{typed} Did you mean {' or '.join(names)}?"
    return Message(text, [words(f"{typed} Did you mean one of these?"), *map(_open_line, found.metrics)])


def _open_line(metric: Metric) -> SectionBlock:
    text = MarkdownTextObject(text=f"*{line(metric.name, 80)}*", verbatim=True)
    return SectionBlock(text=text, accessory=_open(metric, "Open"))


def card(shown: Card, zone: str, *, buttons: Sequence[ButtonElement] = ()) -> Message:
    """All that is known of one metric, its hours and days in the reader's zone."""
    metric = shown.metric
    owner = shown.listed.owner
    answers = f"Answered for by {mention(owner)}" if owner else "Nobody answers for it yet"
    what = f"{_capital(told.parts(shown.listed))}. {answers}."
    verdict = f"*{escape(phrases.say(shown.score.verdict, shown.score.metric).verdict)}*"
    if beside := notes(shown.score, zone):
        verdict += f"\n{escape(beside.strip())}"
    texts = [
        what,
        verdict,
        told.counted(metric),
        told.comes_from(shown, zone),
        *told.level(shown, zone),
        told.past(shown.versions, zone),
    ]
    blocks: list[Block] = [
        HeaderBlock(text=shorten(metric.name, 150)),
        *(paragraph for text in texts for paragraph in paragraphs(text)),
        aside(told.rule(shown)),
        ActionsBlock(elements=[*buttons, ButtonElement(action_id=LIST, text="All metrics", value="{}")]),
    ]
    title = f"*{line(metric.name, 150)}*"
    return Message("\n".join([title, *texts, told.rule(shown)]), blocks)


def chart_button(shown: Card) -> list[ButtonElement]:
    """Leads to the chart, where there is a line to draw."""
    if picture(shown.score) is None:
        return []
    return [ButtonElement(action_id=CHART, text="Show its chart", value=pack(About(shown.metric.key)))]


def connect_button(shown: Card) -> list[ButtonElement]:
    """Leads from what is not connected yet to a proposal."""
    if all(each.part is not Part.UNCONNECTED for each in shown.listed.parts):
        return []
    about = pack(About(shown.metric.key))
    return [ButtonElement(action_id=CONNECT, text="Propose it as an input", value=about)]


def charted(shown: Card, file: str | None) -> Message:
    """The chart of a metric, or its last periods as a table where it could not be drawn."""
    name, said = f"*{line(shown.metric.name, 150)}*", escape(alt_text(shown.score))
    if file is None:
        return Message(f"{name}\n{said}", [words(name), table(shown.score)])
    image = ImageBlock(alt_text=alt_text(shown.score), slack_file=SlackFile(id=file))
    return Message(f"{name}\n{said}", [words(name), image])


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
