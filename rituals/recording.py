"""Writing down what a metric read in a period that is over, by whoever answers for it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from itertools import takewhile
from typing import ClassVar

from rituals import audit, versions
from rituals.adopting import is_taken_on
from rituals.authorisation import Action, Role
from rituals.clock import Clock
from rituals.errors import RitualError
from rituals.long_before import require_near
from rituals.metrics import finder, key_of
from rituals.north_star import NoNorthStar
from rituals.quality import Bound, impossible
from rituals.rights import require, require_member
from rituals.weeks import last_full, next_, period_of
from storage.ledger import Books, Ledger
from storage.records.metrics import Cadence, InputState, Metric, Reading, Revision
from storage.records.people import Person

LARGEST = 1e15
"""Beyond it floating point no longer counts one by one."""

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?", re.ASCII)


@dataclass(eq=False)
class NotANumber(RitualError):
    field: ClassVar[str | None] = "value"
    typed: str


@dataclass(eq=False)
class OutOfRange(RitualError):
    """A value the metric's unit does not allow."""

    field: ClassVar[str | None] = "value"
    value: float
    metric: Metric
    bound: Bound


@dataclass(eq=False)
class PeriodNotOver(RitualError):
    """A period is written down when it is over: a running one would look like a drop."""

    field: ClassVar[str | None] = "period"
    metric: str
    cadence: Cadence
    start: date
    over_on: date  # the first day on which it may be written down
    begun: bool


@dataclass(eq=False)
class UnknownMetric(RitualError):
    field: ClassVar[str | None] = "metric"
    typed: str
    near: Sequence[str]


@dataclass(eq=False)
class NotTheOwner(RitualError):
    """What is neither the North Star Metric nor an input is written down by its owner or the product lead."""

    metric: str
    owner: str | None


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed in one line: a metric, a value, perhaps a period, perhaps a note."""

    metric: Metric
    value: float
    day: date | None
    note: str


@dataclass(frozen=True, slots=True)
class Recorded:
    metric: Metric
    reading: Reading
    before: Reading | None  # what stood there
    revisions: Sequence[Revision] = ()  # what ever stood there and was corrected, oldest first


def number(typed: str) -> float:
    """A number of at most `LARGEST` as people type it: 27, 27.5, 1,234, 62%. Raises NotANumber."""
    text = typed.strip().removesuffix("%").rstrip()
    if _THOUSANDS.fullmatch(text):
        text = text.replace(",", "")
    if not _NUMBER.fullmatch(text) or abs(value := float(text)) > LARGEST:
        raise NotANumber(typed)
    return value


def require_possible(metric: Metric, value: float) -> None:
    """Raises OutOfRange for what its unit does not allow, when somebody types it and can mend it at once.

    What a program tells is written down all the same, and carries a caveat: nobody is there to be asked.
    """
    if (bound := impossible(metric, value)) is not None:
        raise OutOfRange(value, metric, bound)


def period_to_record(metric: Metric, day: date | None, today: date) -> date:
    """The start of the period a day is in, or of the last that is over. Raises PeriodNotOver."""
    latest = last_full(today, metric.cadence)
    start = latest if day is None else period_of(day, metric.cadence)
    if start > latest:
        # Nothing follows the last year there is; it is not over either way.
        ends = date.max if start.year == date.max.year else next_(start, metric.cadence)
        raise PeriodNotOver(metric.name, metric.cadence, start, ends, begun=start <= today)
    return start


def typed_entry(text: str, metrics: Sequence[Metric]) -> Typed:
    """Read `METRIC VALUE [PERIOD] [note]`; without a metric, the first of `metrics` is meant.

    A period is any of its days (2026-08-10), its week (2026-W33) or its month (2026-08).
    Raises UnknownMetric or NotANumber.
    """
    words, find = re.sub(r"[“”„\"]", "", text).split(), finder(metrics)
    for length in range(len(words), -1, -1):
        if not _looks_like_a_number(words[length : length + 1]):
            continue
        metric = find(" ".join(words[:length])) if length else next(iter(metrics), None)
        if metric is None:
            continue
        day = _day(words[length + 1]) if words[length + 1 :] else None
        note = words[length + (1 if day is None else 2) :]
        return Typed(metric, number(words[length]), day, " ".join(note))
    name = list(takewhile(lambda word: not _looks_like_a_number([word]), words))
    if name == words and any(find(" ".join(words[:end])) for end in range(1, len(words) + 1)):
        raise NotANumber(words[-1])
    raise _unknown(" ".join(name), metrics)


def _unknown(name: str, metrics: Sequence[Metric]) -> UnknownMetric:
    names = {key_of(metric.name): metric.name for metric in metrics}
    return UnknownMetric(
        name, [names[key] for key in get_close_matches(key_of(name), names, n=2, cutoff=0.5)]
    )


def _looks_like_a_number(words: Sequence[str]) -> bool:
    return bool(words) and bool(
        re.match(r"[+-]?[.\d]", words[0]) or words[0].lower() in {"nan", "inf", "-inf"}
    )


def _day(word: str) -> date | None:
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", word, re.ASCII):
            return date.fromisoformat(word)
        if re.fullmatch(r"\d{4}-\d{2}", word, re.ASCII):
            return date.fromisoformat(f"{word}-01")
        if week := re.fullmatch(r"(\d{4})-W(\d{1,2})", word, re.ASCII | re.IGNORECASE):
            return date.fromisocalendar(int(week[1]), int(week[2]), 1)
    except ValueError:
        return None
    return None


class Recordings:
    def __init__(self, ledger: Ledger, clock: Clock) -> None:
        self._ledger, self._clock = ledger, clock

    async def metrics(self) -> Sequence[Metric]:
        """What can be written down: the North Star Metric first, inputs that are not retired, and the rest.

        The rest is what the dictionary calls an output, a guardrail or not connected yet.
        """
        async with self._ledger.open() as books:
            return await _metrics(books)

    async def answered_by(self, who: Person) -> Sequence[Metric]:
        """Those of `metrics` that somebody answers for."""
        require_member(who)
        async with self._ledger.open() as books:
            metrics = await _metrics(books)
            answering = await owners(books)
            return [metric for metric in metrics if who.user == answering.get(metric.key)]

    async def latest_day(self, metric: Metric) -> date:
        """The first day of a metric's last period that is over."""
        async with self._ledger.open() as books:
            return last_full(await versions.today(books, self._clock.now()), metric.cadence)

    async def record(
        self, who: Person, metric_key: str, value: float, day: date | None = None, note: str = ""
    ) -> Recorded:
        """Write down a value for the period `day` is in (without one, the last that is over)."""
        require_member(who)
        async with self._ledger.open() as books:
            metric = next((each for each in await _metrics(books) if each.key == metric_key), None)
            if metric is None:
                raise UnknownMetric(metric_key, [])
            await require_answerable(books, who, metric)
            now = self._clock.now()
            today = await versions.today(books, now)
            start = period_to_record(metric, day, today)
            known = await books.versions.of(metric.key)
            await require_near(books, metric, start, [today, *(each.effective_from for each in known)])
            metric = versions.in_force(metric, known, start)
            require_possible(metric, value)
            before = await books.readings.of_period(metric.key, start)
            reading = Reading(metric.key, start, value, who.user, now, note)
            await books.readings.put([reading])
            if before is not None and (value != before.value or note not in {"", before.note}):
                what = "reading.corrected"
                await audit.note(books, who.user, what, metric.name, before=before, after=reading, now=now)
            return Recorded(metric, reading, before, await books.readings.revisions(metric.key, start))


async def _metrics(books: Books) -> Sequence[Metric]:
    star = await books.north_stars.active()
    if star is None:
        raise NoNorthStar
    inputs = [each.metric for each in await books.inputs.all() if each.state is not InputState.RETIRED]
    known = {star.metric.key, *(metric.key for metric in inputs)}
    others = [
        each.metric for each in await books.dictionary.all() if each.standing and each.metric not in known
    ]
    found = {metric.key: metric for metric in await books.metrics.all()}
    return [star.metric, *inputs, *(found[key] for key in others)]


async def owners(books: Books) -> dict[str, str | None]:
    """Who answers for which metric: a team's lead for its inputs, the product lead for the North Star.

    For any other it is the owner whom the dictionary names; with none, the product lead.
    """
    workspace, star = await books.workspaces.get(), await books.north_stars.active()
    lead = workspace.product_lead if workspace else None
    entries = {each.metric: each for each in await books.dictionary.all()}
    found = {key: each.owner or lead for key, each in entries.items() if each.standing}
    leads = {team.id: team.lead for team in await books.teams.all()}
    for an_input in await books.inputs.all():
        entry = entries.get(an_input.metric.key)
        taken_on = is_taken_on(an_input, entry)
        found[an_input.metric.key] = entry.owner if entry and taken_on else leads.get(an_input.team)
    if star:
        found[star.metric.key] = lead
    return found


async def answerers(books: Books) -> dict[str, str | None]:
    """The same, but that whoever the dictionary names answers for any metric, be it an input too."""
    named = {each.metric: each.owner for each in await books.dictionary.all() if each.owner}
    return {**await owners(books), **named}


async def require_answerable(books: Books, who: Person, metric: Metric) -> None:
    """Raises NotTheTeamLead, NotTheOwner or NotTheProductLead for whoever does not answer for a metric."""
    entry, workspace = await books.dictionary.get(metric.key), await books.workspaces.get()
    inputs = [each for each in await books.inputs.all() if each.metric.key == metric.key]
    for each in inputs:
        team = await books.teams.get(each.team)
        if team is not None and not is_taken_on(each, entry):
            require(Action.WRITE_INPUT, who, team=team)
            return
    if entry is not None and (entry.standing is not None or inputs):
        own = [Role.OWNER] if entry.owner == who.user else []
        refusal = NotTheOwner(metric.name, entry.owner)
        require(Action.WRITE_OTHER, who, workspace, also=own, refusal=refusal)
    else:
        require(Action.WRITE_STAR, who, workspace)
