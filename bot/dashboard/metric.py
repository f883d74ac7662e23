"""Facts of one metric -> what its page fills in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.blocks.phrases import amount, drifting, period, settling
from bot.blocks.text import clock_time, dated, unescape
from bot.dashboard import words
from bot.dashboard.filled import Place
from bot.dashboard.pages import card_of
from bot.features.metric.words import across, differences
from bot.features.metric.words import parts as parts_of
from bot.features.nsm.fields import DIRECTIONS
from rituals.drift import drifts
from rituals.metric_page import MetricPage
from rituals.versions import Step, steps
from rituals.weeks import local_day
from rituals.writers import LOAD, push_named, source_named
from storage.records.dictionary import MetricVersion
from storage.records.metrics import Direction
from storage.records.sources import KnownSource


@dataclass(frozen=True, slots=True)
class Field:
    name: str
    told: Sequence[str]


@dataclass(frozen=True, slots=True)
class VersionRow:
    since: str
    changed: str
    reason: str
    agreed: str


@dataclass(frozen=True, slots=True)
class ReadingRow:
    period: str
    value: str
    written: str
    restated: bool
    note: str


def filled(page: MetricPage, place: Place, link: str) -> Mapping[str, object]:
    """`link` is the verdict on its link to the North Star, where it is known."""
    card = page.card
    listed, metric, score = card.listed, card.metric, card.score
    owner = page.names.get(listed.owner or "", "")
    is_a = unescape(parts_of(listed))
    unit = "a count" if metric.unit == "count" else metric.unit
    fields = [
        Field("What it is", [f"{is_a[:1].upper()}{is_a[1:]}"]),
        Field("How it is counted", [metric.definition or "Nobody has written that down yet."]),
        Field("Answered for by", [owner or "Nobody yet"]),
        Field("Unit", [f"{unit}; {DIRECTIONS[Direction(metric.direction)].lower()}"]),
        Field("Counted", [f"every {metric.cadence}"]),
        Field("Comes from", [*([card.source] if card.source else []), *_sources(card.sources, page.zone)]),
        Field("Last reading", [_last(page)]),
    ]
    if card.entry.department:
        fields.append(Field("Department", [card.entry.department]))
    if drifts(score.points, metric.cadence):
        fields.append(Field("How it moves", [drifting(metric)]))
    if meant := settling(score.verdict):
        fields.append(Field("What settling means", [meant.partition(": ")[2].capitalize()]))
    if link:
        fields.append(Field("Link to the North Star", [link]))
    return {
        "card": card_of(score, place, page.zone),
        "verdict": words.in_place(words.in_full(score), metric),
        "fields": [each for each in fields if each.told],
        "versions": [_version(each, page) for each in _history(card.versions)],
        "rows": _rows(page),
        "more": bool(page.raw and page.raw.more),
        "is_owner": page.raw is not None,
        "board": place.base,
    }


def _sources(sources: Sequence[KnownSource], zone: str) -> Sequence[str]:
    return [_source(each, zone) for each in sources]


def _source(source: KnownSource, zone: str) -> str:
    well = "has not gone well yet"
    if source.last_success_at is not None:
        well = f"last went well {clock_time(source.last_success_at, zone)}"
    fails = f"; fails since {clock_time(source.failing_since, zone)}" if source.failing_since else ""
    return f"The source {source.name} ({source.kind}): {well}{fails}."


def _last(page: MetricPage) -> str:
    last, metric = page.card.last, page.card.score.metric
    if last is None:
        return "There is none yet."
    told = f"{amount(last.value, metric)} for {period(last.period_start, metric)}"
    restated = page.card.restated
    again = ""
    if restated is not None:
        several = "" if restated.periods == 1 else "s"
        again = f"; {restated.periods} {metric.cadence}{several} corrected later"
    return f"{told}, written down {clock_time(last.recorded_at, page.zone)}{again}"


def _history(versions: Sequence[MetricVersion]) -> Sequence[MetricVersion | Step]:
    """Newest first."""
    return [*reversed(steps(versions)), *versions[:1]]


def _version(each: MetricVersion | Step, page: MetricPage) -> VersionRow:
    version = each.version if isinstance(each, Step) else each
    changed = "the first version"
    if isinstance(each, Step):
        changed = f"{unescape(differences(each))}{across(each)}"
    by = page.names.get(version.approved_by or "", "")
    agreed = f"{dated(local_day(version.approved_at, page.zone))}{f', by {by}' if by else ''}"
    return VersionRow(dated(version.effective_from), changed, version.reason, agreed)


def _rows(page: MetricPage) -> Sequence[ReadingRow]:
    raw, metric = page.raw, page.card.score.metric
    if raw is None:
        return []
    return [
        ReadingRow(
            period(each.period_start, metric).removeprefix("the week of "),
            amount(each.value, metric),
            f"{_writer(each.recorded_by, page.names)}, {clock_time(each.recorded_at, page.zone)}",
            each.period_start in raw.restated,
            each.note,
        )
        for each in raw.readings
    ]


def _writer(recorded_by: str, names: Mapping[str, str]) -> str:
    if name := source_named(recorded_by):
        return f"the source {name}"
    if name := push_named(recorded_by):
        return f"{name}, which pushes"
    return "a file that was loaded" if recorded_by in {LOAD, ""} else names.get(recorded_by, "a colleague")
