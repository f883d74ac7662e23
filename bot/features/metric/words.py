"""The dictionary in words: what a metric is, where its number is from, what it meant when."""

from collections.abc import Sequence

from bot.blocks.phrases import amount, drifting, period, settling
from bot.blocks.text import clock_time, dated, escape, line, mention, when
from bot.blocks.writers import writer
from bot.features.nsm.fields import DIRECTIONS
from rituals.dictionary import Card, Listed, Part, Played, Restated
from rituals.drift import drifts
from rituals.versions import Step, steps
from rituals.weeks import local_day
from rituals.writers import is_person
from storage.records.dictionary import MetricVersion
from storage.records.metrics import Direction, Metric
from storage.records.sources import KnownSource

_NAME, _WORDS = 80, 240

# Versions that are told one by one.
_MOST = 6

_PARTS = {
    Part.NORTH_STAR: "the North Star",
    Part.INPUT: "input of {team}",
    Part.PROPOSED: "proposed as an input of {team}",
    Part.OUTPUT: "output: it follows the North Star",
    Part.GUARDRAIL: "guardrail: it must not get worse",
    Part.UNCONNECTED: "not connected to the North Star yet",
    Part.RETIRED: "a retired input of {team}",
    Part.NONE: "in no use now",
}

_FIELDS = {"name": "name", "definition": "definition", "unit": "unit", "direction": "good direction"}


def parts(listed: Listed) -> str:
    """What a metric is: `input of Engine · guardrail: it must not get worse`."""
    return " · ".join(_part(each) for each in listed.parts)


def _part(played: Played) -> str:
    return _PARTS[played.part].format(team=line(played.team.name, 60) if played.team else "a team")


def one(listed: Listed) -> str:
    """A line of the list."""
    owner = f" · {mention(listed.owner)}" if listed.owner else ""
    return f"*{line(listed.metric.name, _NAME)}*\n{parts(listed)}{owner}"


def counted(metric: Metric) -> str:
    definition = line(metric.definition, 1500)
    return f"*How it is counted*\n{definition or '_Nobody has written that down yet._'}"


def rule(card: Card) -> str:
    """`in hours · down is better · counted every week · department: Sales`."""
    metric = card.metric
    told = [
        _counted_in(metric.unit),
        DIRECTIONS[Direction(metric.direction)].lower(),
        f"counted every {metric.cadence}",
    ]
    if card.entry.department:
        told.append(f"department: {line(card.entry.department, 60)}")
    return " · ".join(told)


def _counted_in(unit: str) -> str:
    return "a count" if unit == "count" else f"in {line(unit, 40)}"


def comes_from(card: Card, zone: str) -> str:
    """Where the number is from: what people say, what is configured, and what was written down last."""
    told = [line(card.source, 300)] if card.source else []
    told += [_source(each, zone) for each in card.sources]
    if card.last is None:
        told.append("There is no reading yet.")
    else:
        last = card.last
        told.append(
            f"Last reading: {escape(amount(last.value, card.score.metric))} for"
            f" {period(last.period_start, card.metric)}, {when(last.recorded_at, zone, 'written')}"
            f" by {writer(last.recorded_by)}."
        )
    if card.restated:
        told.append(_restated(card.restated, card.metric, zone))
    return "\n".join(["*Where the number comes from*", *told])


def _source(source: KnownSource, zone: str) -> str:
    well = "has not gone well yet"
    if source.last_success_at is not None:
        well = f"last went {when(source.last_success_at, zone, 'well')}"
    fails = f"; *fails since {clock_time(source.failing_since, zone)}*" if source.failing_since else ""
    return f"The source {escape(source.name)} ({escape(source.kind)}): {well}{fails}."


def _restated(restated: Restated, metric: Metric, zone: str) -> str:
    number = restated.periods
    periods = f"{number} {metric.cadence}{'' if number == 1 else 's'}"
    return f"{periods} restated, last by {writer(restated.by)} on {dated(local_day(restated.at, zone))}."


def level(shown: Card, zone: str) -> Sequence[str]:
    """Where the level begins that limits count from and who accepted it, and whether the number drifts."""
    told = [*_begun(shown, zone), *([drifting(shown.metric)] if _drifts(shown) else [])]
    told += [meant] if (meant := settling(shown.score.verdict)) else []
    return ["\n".join(["*Its level*", *told])] if told else []


def _drifts(shown: Card) -> bool:
    return drifts(shown.score.points, shown.metric.cadence)


def _begun(shown: Card, zone: str) -> Sequence[str]:
    if not shown.levels:
        return []
    latest = shown.levels[-1]
    since = period(latest.since, shown.metric)
    if not is_person(latest.accepted_by):
        return [f"Limits count from {since}: the latest level of history that came in."]
    by = f"accepted by {mention(latest.accepted_by)} on {dated(local_day(latest.accepted_at, zone))}"
    why = f": “{line(latest.why, _WORDS)}”" if latest.why else ""
    return [f"Limits count from {since}, {by}{why}."]


def past(versions: Sequence[MetricVersion], zone: str) -> str:
    """What a metric meant when, newest first."""
    if not versions:
        return "*Its definition over time*\n_Nobody has agreed to its words yet._"
    told = [_step(each, zone) for each in reversed(steps(versions))]
    shown, first = told[: _MOST - 1], _first(versions[0])
    more = len(told) - len(shown)
    rest = [f"_… and {more} in between_"] if more else []
    return "\n".join(["*Its definition over time*", *shown, *rest, first])


def _first(version: MetricVersion) -> str:
    by = f", agreed to by {mention(version.approved_by)}" if version.approved_by else ""
    return f"• *From {dated(version.effective_from)}* · version {version.number}{by}"


def _step(step: Step, zone: str) -> str:
    version = step.version
    told = f"• *From {dated(version.effective_from)}* · version {version.number}: {differences(step)}"
    below = [f"“{line(version.reason, _WORDS)}”"] if version.reason else []
    if "definition" in step.changed:
        was = line(step.before.definition, _WORDS)
        below.append(f"Before: {was}" if was else "Before, nothing was written down.")
    by = f"Agreed to by {mention(version.approved_by)}" if version.approved_by else "Agreed to"
    below.append(f"{by} on {dated(local_day(version.approved_at, zone))}{across(step)}.")
    return "\n".join([told, *(f"\u2003{each}" for each in below)])


def across(step: Step) -> str:
    """Whether limits and links reach back over a change; "" where it could be no question, as of a name."""
    if not step.version.comparable:
        return "; numbers before and after are not compared"
    return "; numbers before and after are compared" if "definition" in step.changed else ""


def differences(step: Step) -> str:
    """What a version changed, in a few words: `another definition, unit hours → minutes`."""
    return ", ".join(_difference(step, name) for name in step.changed) or "the words are as before"


def _difference(step: Step, name: str) -> str:
    if name == "definition":
        return "another definition"
    old, new = (_value(name, getattr(each, name)) for each in (step.before, step.version))
    return f"{_FIELDS[name]} {old} → {new}"


def _value(name: str, value: str) -> str:
    if name == "direction":
        return str(value)
    return line(value, _NAME)
