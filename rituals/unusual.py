"""Out of the usual: when a fresh number has a signal, or can hardly be right, its owner alone is asked.

What do you know about it? The answer is the sentence about that period of the North Star Metric; of any other
metric it is the note on the reading. A question about a number, never about a person: a rise is asked about
like a drop, once, and not again while the same goes on.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import ClassVar

from rituals import audit, prompts, scoreboard
from rituals.clock import Clock
from rituals.errors import RitualError
from rituals.letters import Letter, unpacked
from rituals.quality import Caveat, CaveatKind
from rituals.recording import require_answerable
from rituals.scoreboard import Score
from rituals.sentence import SentenceAsk
from rituals.signals import Verdict
from rituals.versions import today
from rituals.weeks import number_of
from storage.ledger import Books, Ledger
from storage.records.metrics import Metric, Reading
from storage.records.people import Person

_DOUBTFUL = {CaveatKind.IMPOSSIBLE, CaveatKind.DUPLICATE, CaveatKind.JUMP}
# A question is of use as long as its period is talked about, and one like it is not asked again so soon.
_PATIENCE = timedelta(days=7)
_QUIET_PERIODS = 4


@dataclass(frozen=True, slots=True)
class Unusual:
    """A number of which its owner may know more; `is_star` tells that the answer is for everybody."""

    kind: ClassVar[str] = "unusual.asked"

    metric: Metric
    verdict: Verdict
    caveats: tuple[Caveat, ...]
    is_star: bool

    @property
    def period(self) -> date:
        return self.verdict.period


@dataclass(frozen=True, slots=True)
class UnusualTold:
    """The same, with what its owner said."""

    kind: ClassVar[str] = "unusual.told"

    metric: Metric
    period: date
    text: str


@dataclass(eq=False)
class ReadingGone(RitualError):
    """There is no reading any more to say something about."""


class Explaining:
    """What owners know about a number."""

    def __init__(self, ledger: Ledger, clock: Clock) -> None:
        self._ledger, self._clock = ledger, clock

    async def said(self, who: Person, metric_key: str, period: date) -> tuple[Metric, str]:
        """What stands beside a reading now, for whoever answers for it. Raises ReadingGone, and others."""
        async with self._ledger.open() as books:
            metric, reading = await _reading(books, who, metric_key, period)
            return metric, reading.note

    async def explain(self, who: Person, metric_key: str, period: date, text: str) -> None:
        """Keep what an owner knows as the note on the reading. Raises what `said` does."""
        now = self._clock.now()
        async with self._ledger.open() as books:
            metric, before = await _reading(books, who, metric_key, period)
            if text != before.note:
                after = replace(before, note=text)
                await books.readings.put([after])
                what = "reading.corrected"
                await audit.note(books, who.user, what, metric.name, before=before, after=after, now=now)
            await mend(books, now)


async def _reading(books: Books, who: Person, metric_key: str, period: date) -> tuple[Metric, Reading]:
    """A metric and its reading of a period, for whoever answers for it."""
    metric = await books.metrics.get(metric_key)
    reading = await books.readings.of_period(metric_key, period)
    if metric is None or reading is None:
        raise ReadingGone
    await require_answerable(books, who, metric)
    return metric, reading


async def ask(books: Books, owner: str, score: Score, now: datetime) -> None:
    """Ask the owner of a metric about its last period, if there is something to ask that nobody has told."""
    metric, verdict = score.metric, score.verdict
    doubts = tuple(each for each in score.caveats if each.kind in _DOUBTFUL and each.is_last)
    if not (verdict.is_signal or doubts) or await _known(books, metric, verdict.period):
        return
    key = f"{_prefix()}{metric.key}:"
    for earlier in await books.prompts.named(key):
        before = date.fromisoformat(earlier.key.removeprefix(key))
        apart = number_of(verdict.period, metric.cadence) - number_of(before, metric.cadence)
        if apart < _QUIET_PERIODS and not doubts:
            return
    star = await books.north_stars.active()
    is_star = star is not None and star.metric.key == metric.key
    if is_star and any(each.kind == SentenceAsk.kind for each in await prompts.open_for(books, owner, now)):
        return  # what they know goes there
    letter = Letter(f"{key}{verdict.period.isoformat()}", owner, Unusual(metric, verdict, doubts, is_star))
    await prompts.ask(books, letter, now, until=now + _PATIENCE, joined=True)


async def mend(books: Books, now: datetime) -> None:
    """Show what was answered, wherever that was; ask no more about what was corrected. On every tick."""
    day = await today(books, now)
    for prompt in await books.prompts.open_named(_prefix()):
        asked = unpacked(Unusual, prompt.content)
        told = await _known(books, asked.metric, asked.period)
        if told:
            await prompts.answered(books, prompt.key, now, UnusualTold(asked.metric, asked.period, told))
        elif await _is_settled(books, asked, day):
            await prompts.withdraw(books, prompt.key, now)


def _prefix() -> str:
    return f"{Unusual.kind}:"


async def _known(books: Books, metric: Metric, period: date) -> str:
    """What was said of a period already: the sentence about it, or the note on its reading."""
    sentence = await books.sentences.of_period(metric.key, period)
    if sentence is not None:
        return sentence.text
    reading = await books.readings.of_period(metric.key, period)
    return reading.note if reading else ""


async def _is_settled(books: Books, asked: Unusual, day: date) -> bool:
    """Whether another value stands there now, of which there is nothing to ask."""
    reading = await books.readings.of_period(asked.metric.key, asked.period)
    if reading is None or reading.value == asked.verdict.value:
        return False
    score = await scoreboard.score(books, asked.metric, day)
    is_doubtful = any(each.kind in _DOUBTFUL and each.is_last for each in score.caveats)
    return not (score.verdict.is_signal or is_doubtful)
