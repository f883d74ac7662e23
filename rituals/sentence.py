"""One human sentence for Monday: asked for on Friday, stored for the period the pulse will report."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar
from zoneinfo import ZoneInfo

from rituals import monday, prompts
from rituals.authorisation import Action
from rituals.cadence import instant
from rituals.clock import Clock
from rituals.letters import Letter, post
from rituals.rights import require
from rituals.ritual import Occasion, Ritual
from rituals.scoreboard import Score
from rituals.weeks import last_full, week_of
from storage.ledger import Books, Ledger
from storage.records.metrics import Metric, Sentence
from storage.records.people import Person

NAME = "sentence"
LONGEST = 300
"""Characters of a sentence."""

_ONE_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class SentenceAsk:
    """The product lead is asked what to say about a period in the pulse of a Monday."""

    kind: ClassVar[str] = "sentence.ask"

    metric: Metric
    period: date
    monday: date


@dataclass(frozen=True, slots=True)
class SentenceKept:
    """The product lead's own words, said back."""

    kind: ClassVar[str] = "sentence.kept"

    metric: Metric
    period: date
    text: str


@dataclass(frozen=True, slots=True)
class Annotation:
    """What was said of the last full period, or of the newest before it; else whom it is asked of."""

    metric: Metric
    period: date
    said: Sentence | None
    owner: str | None


async def annotation(books: Books, score: Score) -> Annotation | None:
    """What stands beside the North Star Metric's number; None while there is no number."""
    metric, period = score.metric, score.verdict.period
    if score.verdict.latest is None:
        return None
    workspace, said = await books.workspaces.get(), await books.sentences.latest(metric.key, period)
    return Annotation(metric, period, said, workspace.product_lead if workspace else None)


async def prepare(books: Books, occasion: Occasion) -> Sequence[Letter]:
    workspace, star = await books.workspaces.get(), await books.north_stars.active()
    if workspace is None or workspace.product_lead is None or star is None:
        return []
    next_monday = week_of(occasion.day) + _ONE_WEEK
    if await books.shutdowns.covering(next_monday) is not None:
        return []  # there is no pulse for it to stand in
    period = last_full(next_monday, star.metric.cadence)
    if await books.sentences.of_period(star.metric.key, period) is not None:
        return []
    letter = Letter(
        _key(star.metric.key, period), workspace.product_lead, SentenceAsk(star.metric, period, next_monday)
    )
    # Until the pulse is a day old: a sentence that comes after it still edits it.
    until = instant(next_monday + timedelta(days=1), workspace.pulse_time, ZoneInfo(workspace.time_zone))
    await prompts.ask(books, letter, occasion.now, until=until, joined=True)
    return []


class Sentences:
    """What the product lead says about the North Star Metric's periods."""

    def __init__(self, ledger: Ledger, clock: Clock) -> None:
        self._ledger, self._clock = ledger, clock

    async def of(self, who: Person, metric_key: str, period: date) -> str:
        """What was written for a period, "" when nothing was. Raises NotTheProductLead.

        Nobody else reads it before it stands in a pulse.
        """
        async with self._ledger.open() as books:
            require(Action.WRITE_SENTENCE, who, await books.workspaces.get())
            written = await books.sentences.of_period(metric_key, period)
            return "" if written is None else written.text

    async def write(self, who: Person, metric_key: str, period: date, text: str) -> None:
        """Keep a sentence, in place of an earlier one; a pulse that is out already is edited.

        Raises NotTheProductLead.
        """
        now = self._clock.now()
        async with self._ledger.open() as books:
            require(Action.WRITE_SENTENCE, who, await books.workspaces.get())
            metric = await books.metrics.get(metric_key)
            assert metric is not None  # it was asked for by us, and metrics stay
            await books.sentences.put(Sentence(metric_key, period, text, who.user, now))
            key, kept = _key(metric_key, period), SentenceKept(metric, period, text)
            asked = await books.prompts.get(key)
            if asked is None or asked.asked_in is None:
                await post(books, Letter(f"{key}:{now.isoformat()}", who.user, kept, resend=True), now)
            await prompts.answered(books, key, now, kept)
            await monday.add_sentence(books, now)


def _key(metric: str, period: date) -> str:
    return f"{NAME}:{metric}:{period.isoformat()}"


SENTENCE = Ritual(NAME, prepare, fresh_for=timedelta(hours=48))
