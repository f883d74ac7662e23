"""What stands on a page, in words: marks, verdicts, changes; Jinja escapes it all."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from unicodedata import bidirectional

from bot.blocks import caveats
from bot.blocks.phrases import amount, change, in_a_sentence, judged_value, named, period, say, usual_range
from bot.blocks.text import clock_time
from bot.charts import of_score
from rituals.board import Annotation, Shown, Tile
from rituals.scoreboard import Score
from rituals.signals import Kind, Verdict
from storage.records.metrics import Direction, Metric

_MOST_MOVERS = 3
_FROM_THE_RIGHT = {"R", "AL"}
_JOIN = "\u00a0"  # lets no line break in


@dataclass(frozen=True, slots=True)
class Mark:
    """A verdict as a shape and a word; `tone` colours both, and never alone tells anything."""

    shape: str
    word: str
    tone: str


_OPEN = {Kind.MISSING, Kind.TOO_LITTLE}
# On the first line; that it is a whole level is told after it.
_MOVED = {Kind.UP: "Up", Kind.DOWN: "Down", Kind.SHIFTED_UP: "Up", Kind.SHIFTED_DOWN: "Down"}


def mark(verdict: Verdict) -> Mark:
    """In the shapes and words of the charts."""
    shape, _, word = of_score.mark(verdict).partition(" ")
    if verdict.kind in _MOVED:
        return Mark(shape, _MOVED[verdict.kind], "good" if verdict.good else "ask")
    return Mark(shape, word.capitalize(), "open" if verdict.kind in _OPEN else "calm")


def lead(score: Score) -> str:
    """What follows the mark on the first line: how much it is, and by how much it moved."""
    verdict, metric = score.verdict, score.metric
    if verdict.value is None:
        return say(verdict, metric).verdict
    told, changed = named(verdict, metric), change(verdict, metric)
    if _contradicts(verdict):
        return f"{told}; usual is {usual_range(verdict, metric)}"
    if not changed:
        return told
    changed = re.sub(r"(?<=\d) (?=more|fewer|less)", _JOIN, changed)
    return f"{told}, {changed}{'; that is routine' if verdict.kind is Kind.STEADY and verdict.change else ''}"


def in_place(said: str, metric: Metric) -> str:
    """A sentence whose numbers stay where they are, also beside a name that is written from the right."""
    name = in_a_sentence(metric.name)
    if not any(bidirectional(letter) in _FROM_THE_RIGHT for letter in name):
        return said
    return said.replace(name, f"\N{FIRST STRONG ISOLATE}{name}\N{POP DIRECTIONAL ISOLATE}")


def in_full(score: Score) -> str:
    """What the first line leaves out: the usual range where all is as usual, else all that Slack tells."""
    if score.verdict.kind is Kind.STEADY and score.verdict.usual is not None:
        return f"The usual range is {usual_range(score.verdict, score.metric)}."
    return say(score.verdict, score.metric).verdict


def _contradicts(verdict: Verdict) -> bool:
    """Down, and yet more than before, or the other way round: the range tells it better."""
    if not verdict.is_signal or verdict.usual is None or not verdict.change:
        return False
    return (verdict.change > 0) != (verdict.kind in {Kind.UP, Kind.SHIFTED_UP})


@dataclass(frozen=True, slots=True)
class Mover:
    team: str
    name: str
    mark: Mark


def movers(shown: Shown) -> tuple[Sequence[Mover], int]:
    """The metrics below with a signal of their own, the welcome ones first; and how many more."""
    moved = [each for each in shown.tiles if each.score.verdict.is_signal]
    moved.sort(key=lambda each: not each.score.verdict.good)
    found = [
        Mover(each.team.name if each.team else "", each.score.metric.name, mark(each.score.verdict))
        for each in moved[:_MOST_MOVERS]
    ]
    return found, len(moved) - len(found)


def value(score: Score) -> str:
    """The last value there is."""
    latest = score.verdict.latest
    if score.verdict.value is not None:  # as it is told right beside it
        return judged_value(score.verdict, score.metric)
    return amount(latest.value, score.metric) if latest else "–"


def of_period(score: Score) -> str:
    latest = score.verdict.latest
    return period(latest.period_start, score.metric, score.verdict.period) if latest else ""


def moved(score: Score) -> str:
    """The change to the period before, with an arrow: routine or not, the mark tells."""
    by = score.verdict.change
    if by is None:
        return ""
    arrow = "↗" if by > 0 else "↘" if by < 0 else "→"
    return f"{arrow} {change(score.verdict, score.metric)}"


def better(metric: Metric) -> str:
    return "lower is better" if metric.direction is Direction.DOWN else ""


def updated(score: Score, zone: str) -> str:
    return f"Last updated {clock_time(score.updated_at, zone)}" if score.updated_at else "No reading yet"


def about(annotation: Annotation, metric: Metric) -> str:
    """Who said it of which period."""
    who = annotation.by or ("the product lead" if annotation.by_product_lead else "a colleague")
    return f"{who}, about {period(annotation.period, metric)}"


def link_of(tile: Tile, verdicts: Mapping[str, str]) -> str:
    """What the readings say of its link to the North Star, once it was worked out."""
    return verdicts.get(tile.an_input.metric.key, "") if tile.an_input else ""


def doubts(score: Score, zone: str) -> Sequence[str]:
    """What is doubtful about the number, each a sentence, the gravest first."""
    return caveats.sentences(score, zone)
