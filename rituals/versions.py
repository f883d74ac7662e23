"""What a metric meant when: each change of its words is a version, with its day, its reason and who agreed.

A version holds for the periods that start from its day on; what was read before keeps the unit, the
definition and the direction it was read by. Some rules, and why:

- A change holds from any day since the change before, so that history can be told as it was; and from the
  first day of the coming period at the latest. A plan for later is not what anybody counts by yet, and would
  stand in every card as if it were: it is agreed to when its time has come.
- Numbers in another unit are never held against each other; of any other change its author says whether
  the numbers before and after can be compared.
- A proposed input has no versions: nobody has agreed to its words. They begin with the agreement.
- Names are for people to find a metric by, so an old reading goes by today's name too.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby, pairwise
from typing import ClassVar

from rituals.errors import RitualError
from rituals.weeks import local_day, next_
from storage.ledger import Books
from storage.records.dictionary import MetricVersion
from storage.records.metrics import Metric
from storage.taken import Taken

MEANING = ("name", "definition", "unit", "direction")
"""The words of a metric, a change of which is a new version."""


@dataclass(frozen=True, slots=True)
class Change:
    """Why a metric means something else, and from which day on (None: from today on).

    With `comparable` false, numbers before and after are not held against each other.
    """

    reason: str = ""
    effective_from: date | None = None
    comparable: bool = True


@dataclass(frozen=True, slots=True)
class Step:
    """A version that followed another, and which of the words differ."""

    version: MetricVersion
    before: MetricVersion
    changed: tuple[str, ...]


@dataclass(eq=False)
class EffectiveWhen(RitualError):
    """A change holds from a day that is neither before the last change nor after `latest`."""

    field: ClassVar[str | None] = "effective_from"
    earliest: date | None
    latest: date


@dataclass(eq=False)
class ChangedMeanwhile(RitualError):
    """Somebody else changed the metric at the same moment."""


def changed(before: Metric | MetricVersion, after: Metric | MetricVersion) -> tuple[str, ...]:
    """Which of the words of `MEANING` differ."""
    return tuple(name for name in MEANING if getattr(before, name) != getattr(after, name))


def steps(versions: Sequence[MetricVersion]) -> Sequence[Step]:
    """The versions after the first, oldest first, each with what it changed: what a chart marks."""
    return [Step(after, before, changed(before, after)) for before, after in pairwise(versions)]


def in_force(metric: Metric, versions: Iterable[MetricVersion], start: date) -> Metric:
    """The metric with the words that the period starting on a day was counted by, under today's name."""
    known = list(versions)
    then = next(
        (each for each in reversed(known) if each.effective_from <= start), known[0] if known else None
    )
    if then is None:
        return metric
    return replace(metric, definition=then.definition, unit=then.unit, direction=then.direction)


def comparable_since(versions: Iterable[MetricVersion], start: date) -> date:
    """The first day whose numbers may be held against those of the period that starts on `start`."""
    return max(
        (
            each.effective_from
            for each in versions
            if not each.comparable and each.number > 1 and each.effective_from <= start
        ),
        default=date.min,
    )


async def history(books: Books, metric: Metric) -> Sequence[MetricVersion]:
    """The versions of a metric, oldest first; of one that never changed, what was agreed to at first.

    Nothing where nobody has agreed to anything yet, as in a proposed input.
    """
    known = await books.versions.of(metric.key)
    if known:
        return known
    first = await _first(books, metric)
    return [first] if first else []


async def all_known(books: Books) -> Mapping[str, Sequence[MetricVersion]]:
    """The versions of every metric that ever changed, by key, in one go."""
    known = await books.versions.all()
    return {key: list(some) for key, some in groupby(known, key=lambda each: each.metric)}


async def begin(books: Books, metric: Metric, approved_by: str, now: datetime) -> None:
    """Write down the first version of a metric that is neither the North Star nor an input."""
    await books.versions.add(_version(metric, 1, await today(books, now), approved_by, now))


async def revise(
    books: Books, who: str, before: Metric, after: Metric, *, why: Change, now: datetime
) -> MetricVersion | None:
    """Write down the version that a change of a metric's words makes; None when none of them differs.

    What stood before becomes the first version, where there is none. The metric itself is the caller's to
    write. Raises EffectiveWhen or ChangedMeanwhile.
    """
    differing = changed(before, after)
    if not differing:
        return None
    known = [*await history(books, before)]
    is_known = bool(await books.versions.of(before.key))
    day = await today(books, now)
    effective_from = why.effective_from or day
    _require_possible(known, effective_from, next_(day, before.cadence))
    if not known:
        known = [_version(before, 1, min(day, effective_from), None, now)]
    version = replace(
        _version(after, known[-1].number + 1, effective_from, who, now),
        reason=why.reason,
        comparable=why.comparable and "unit" not in differing,
    )
    try:
        for each in [*([] if is_known else known), version]:
            await books.versions.add(each)
    except Taken:
        raise ChangedMeanwhile from None
    return version


def _require_possible(known: Sequence[MetricVersion], effective_from: date, latest: date) -> None:
    # What was agreed to at first holds for all that was read before, whenever it was written down.
    earliest = known[-1].effective_from if len(known) > 1 else None
    if effective_from > latest or (earliest is not None and effective_from < earliest):
        raise EffectiveWhen(earliest, latest)


async def _first(books: Books, metric: Metric) -> MetricVersion | None:
    """What was agreed to at first, as the North Star or the input remember it."""
    star = await books.north_stars.active()
    if star is not None and star.metric.key == metric.key:
        return await _agreed(books, metric, star.chosen_by, star.chosen_at)
    for each in await books.inputs.all():
        if each.metric.key == metric.key and each.agreed_at is not None:
            return await _agreed(books, metric, each.agreed_by, each.agreed_at)
    return None


async def _agreed(books: Books, metric: Metric, who: str | None, at: datetime) -> MetricVersion:
    return _version(metric, 1, await today(books, at), who, at)


async def today(books: Books, now: datetime) -> date:
    """The organisation's calendar day at an instant."""
    return local_day(now, await books.workspaces.zone())


def _version(metric: Metric, number: int, day: date, who: str | None, at: datetime) -> MetricVersion:
    return MetricVersion(
        metric=metric.key,
        number=number,
        effective_from=day,
        name=metric.name,
        definition=metric.definition,
        unit=metric.unit,
        direction=metric.direction,
        reason="",
        approved_by=who,
        approved_at=at,
    )
