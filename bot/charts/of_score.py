"""How a metric stands -> its chart, and the same in words for those who do not see it.

Slack, App Home and the dashboard show one chart of one score. No builder here is given a person.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from math import ceil, floor
from unicodedata import category

from bot.blocks.caveats import note, sentences
from bot.blocks.limits import ALT_TEXT, shorten, without
from bot.blocks.phrases import amount, amounts, period, say, usual_range
from bot.charts.facts import Chart, Mark, Multiples, Range
from rituals.quality import CaveatKind
from rituals.scoreboard import Score
from rituals.signals import Kind, Verdict
from rituals.versions import Step, steps
from rituals.weeks import next_
from storage.records.metrics import Direction

_MARKS = {
    Kind.MISSING: "○ not in yet",
    Kind.TOO_LITTLE: "◌ too early to call",
    Kind.SETTLING: "◆ settling",
    Kind.STEADY: "● steady",
    Kind.UP: "▲ up",
    Kind.DOWN: "▼ down",
    Kind.SHIFTED_UP: "▲ higher level",
    Kind.SHIFTED_DOWN: "▼ lower level",
    Kind.STILL_UP: "▲ still above its former level",
    Kind.STILL_DOWN: "▼ still below its former level",
}
_REASON = 100
_NO_LONGER_ALIKE = "not comparable with before"

Series = Sequence[tuple[date, float | None]]


def series(score: Score) -> Series:
    """Every period from the first reading shown to the one judged, with None for a gap."""
    values = {point.period_start: point.value for point in score.points}
    start, found = min(values, default=score.verdict.period), []
    while start <= score.verdict.period:
        found.append((start, values.get(start)))
        start = next_(start, score.metric.cadence)
    return found


def chart(score: Score) -> Chart:
    """The year of a metric: its usual range, corrections, new definitions, and what was said lately."""
    shown = series(score)
    last = shown[-1][1]
    restated = {point.period_start for point in score.points if point.restated}
    return Chart(
        title=score.metric.name,
        subtitle=f"By {score.metric.cadence}, {_span(shown)}",
        starts=[start for start, _ in shown],
        values=[value for _, value in shown],
        last_label="" if last is None else amount(last, score.metric),
        usual=_range(score.verdict, shown[0][0]),
        restated=[start in restated for start, _ in shown] if restated else (),
        annotations=[Mark(each.period_start, each.text) for each in score.remarks],
        versions=_versions(score),
        verdict=mark(score.verdict),
        doubt=next(iter(sentences(_but_gaps(score))), ""),
    )


def mark(verdict: Verdict) -> str:
    """A verdict as a shape and a word or two, for where there is no room for a sentence."""
    return _MARKS[verdict.kind]


def multiples(scores: Sequence[Score], columns: int, title: str = "") -> Multiples:
    """Several metrics as small charts in a grid."""
    return Multiples([chart(score) for score in scores], columns, title)


def alt_text(score: Score, room: int = ALT_TEXT) -> str:
    """What the chart says, numbers first: the verdict, then what the eye would find, then what to doubt.

    Where there is no room for all of it the verdict and the doubts stay, and what was said longest ago goes
    first.
    """
    metric, shown = score.metric, series(score)
    head = f"Chart of {metric.name} by {metric.cadence}, {_span(shown)}. {say(score.verdict, metric).verdict}"
    facts, marked, doubts = _facts(score), _marked(score, shown[0][0]), _doubts(score, shown)
    ends = [1 + len(facts), 1 + len(facts) + len(marked)]
    parts = [head, *facts, *marked, *doubts]
    # The gravest doubt and the verdict never go.
    leaving = [*range(*ends), *range(ends[0] - 1, 0, -1), *range(len(parts) - 1, ends[1], -1)]
    return without(parts, leaving, room)


def alt_texts(scores: Sequence[Score]) -> str:
    """The same of several in one picture; where there is no room for all of it each has its share."""
    whole = " ".join(alt_text(score) for score in scores)
    if len(whole) <= ALT_TEXT:
        return whole
    return " ".join(alt_text(score, ALT_TEXT // len(scores) - 1) for score in scores)


def _but_gaps(score: Score) -> Score:
    """The eye finds those in the line, and all of them are told in one sentence."""
    kept = tuple(each for each in score.caveats if each.kind is not CaveatKind.GAP)
    return replace(score, caveats=kept)


def _facts(score: Score) -> Sequence[str]:
    """The lowest and the highest, and how much was corrected."""
    if not score.points:
        return []
    metric, last = score.metric, score.verdict.period
    low = min(score.points, key=lambda point: point.value)
    high = max(score.points, key=lambda point: point.value)
    again = [point.period_start for point in score.points if point.restated]
    least, most = amounts((low.value, high.value), metric)
    lowest = f"{least}, {period(low.period_start, metric, last)}"
    highest = f"{most}, {period(high.period_start, metric, last)}"
    corrected = [f"Corrected later: {_newest(again, score)}."] if again else []
    return [f"Lowest: {lowest}; highest: {highest}.", *corrected]


def _marked(score: Score, first: date) -> Sequence[str]:
    """New definitions and what was said of a period, oldest first."""
    told = []
    for version in _versions(score):
        what = version.words[:1].lower() + version.words[1:]
        told.append((version.start, f"From {version.start.day} {version.start:%b %Y} on, {what}."))
    for each in score.remarks:
        if each.period_start >= first:
            of = period(each.period_start, score.metric, score.verdict.period)
            stop = "" if category(each.text[-1:] or ".").startswith("P") else "."
            told.append((each.period_start, f"Said of {of}: {each.text}{stop}"))
    return [words for _, words in sorted(told, key=lambda mark: mark[0])]


def _doubts(score: Score, shown: Series) -> Sequence[str]:
    """What to look at before trusting the numbers, the gravest first; gaps at last."""
    gaps = [start for start, value in shown[:-1] if value is None]
    doubtful = _but_gaps(score)
    told = [note(doubtful).strip(), *sentences(doubtful)[1:]]
    return [*filter(None, told), *([f"No reading for {_newest(gaps, score)}."] if gaps else [])]


def _newest(starts: Sequence[date], score: Score) -> str:
    newest = period(starts[-1], score.metric, score.verdict.period)
    if len(starts) == 1:
        return newest
    return f"{len(starts)} {score.metric.cadence}s, the last of them {newest}"


def _versions(score: Score) -> Sequence[Mark]:
    """From when on the metric means something else, as far as the chart goes back; a new name is no mark."""
    first = series(score)[0][0]
    found = []
    for step in steps(score.versions):
        new = _new(step)
        if new and first < step.version.effective_from <= score.verdict.period:
            found.append(Mark(step.version.effective_from, new))
    return found


def _new(step: Step) -> str:
    """What a version changed of what is counted, and the beginning of the reason."""
    words = []
    if "definition" in step.changed:
        words.append("new definition")
    if "unit" in step.changed:
        words.append(f"now in {step.version.unit}")
    if "direction" in step.changed:
        words.append(f"now {'more' if step.version.direction is Direction.UP else 'less'} is better")
    if words and not step.version.comparable:
        words.append(_NO_LONGER_ALIKE)
    told = ", ".join(words)
    reason = _in_short(step.version.reason).rstrip(".")
    return f"{told[:1].upper()}{told[1:]}{f': {reason}' if told and reason else ''}"


def _in_short(reason: str) -> str:
    """Its first sentences, as many as have room: all of them stand in the metric's history."""
    first, *others = re.split(r"(?<=[.!?])\s+", reason)
    for each in others:
        if len(f"{first} {each}") > _REASON:
            break
        first = f"{first} {each}"
    return shorten(first, _REASON)


def _range(verdict: Verdict, first_shown: date) -> Range | None:
    if verdict.usual is None:
        return None
    low, high = verdict.usual.lower, verdict.usual.upper
    if verdict.whole:
        low, high = ceil(low), floor(high)
    *lowest, highest = usual_range(verdict).split(" to ")  # a range of one has one number
    return Range(max(verdict.usual.first, first_shown), low, high, "".join(lowest), highest)


def _span(shown: Series) -> str:
    first, last = shown[0][0], shown[-1][0]
    return f"{first.day} {first:%b %Y} to {last.day} {last:%b %Y}"
