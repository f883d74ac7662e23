"""Numbers kept fresh: whoever answers for one is asked when it is late, or nobody has said anything of it.

Looked at on three days a week, after the pulse and away from what people are asked anyway: the digest's draft
and the sentence for Monday. Asked once a week at most for each metric (of months: once a month), joined with
what else its owner is asked. What is mended is not asked any more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import ClassVar

from rituals import prompts, scoreboard, unusual
from rituals.appointing import arrange, rhythm_of
from rituals.cadence import Rhythm
from rituals.letters import Letter, unpacked
from rituals.quality import CaveatKind
from rituals.recording import owners
from rituals.ritual import Occasion, Ritual
from rituals.scoreboard import Score
from rituals.sentence import SentenceAsk
from rituals.weeks import local_day, next_, week_of
from storage.ledger import Books
from storage.records.metrics import Cadence, InputState, Metric
from storage.records.prompts import Prompt

NAME = "upkeep"

_AT = time(13)
_DAYS = (1, 3, 4)
_FRESH_FOR = timedelta(days=7)

# How long after a period is over its reading is waited for in silence.
_PATIENCE = {
    Cadence.DAY: timedelta(days=1),
    Cadence.WEEK: timedelta(days=2),
    Cadence.MONTH: timedelta(days=5),
}


@dataclass(frozen=True, slots=True)
class ReadingLate:
    """Asks whoever answers for a metric about its reading of a period; `newest` is the last one there is."""

    kind: ClassVar[str] = "upkeep.late"

    metric: Metric
    period: date
    newest: date
    periods: int  # that are missing since


@dataclass(frozen=True, slots=True)
class SentenceOld:
    """Asks the product lead for a sentence about a period; the newest one was written on a day, if ever."""

    kind: ClassVar[str] = "upkeep.sentence"

    metric: Metric
    period: date
    written_on: date | None


async def begin(books: Books, now: datetime) -> None:
    """Let an organisation that has a North Star Metric have its numbers looked after. On every tick."""
    workspace = await books.workspaces.get()
    if workspace is None or workspace.product_lead is None:
        return
    rhythm, kept = Rhythm(_DAYS, _AT, workspace.time_zone), await books.appointments.get(NAME, None)
    if kept is None or rhythm_of(kept) != rhythm:
        await arrange(books, NAME, None, rhythm, now)


async def prepare(books: Books, occasion: Occasion) -> Sequence[Letter]:
    answering = await owners(books)
    for metric in await looked_after(books):
        owner = answering.get(metric.key)
        if owner is None:
            continue
        score = await scoreboard.score(books, metric, occasion.day)
        await _ask_for_reading(books, owner, score, occasion)
        await unusual.ask(books, owner, score, occasion.now)
    await _ask_for_sentence(books, occasion)
    return []


UPKEEP = Ritual(NAME, prepare, fresh_for=timedelta(hours=12))


async def mend(books: Books, now: datetime) -> None:
    """Ask no more for what has come, through whichever door. To be done on every tick."""
    for prompt in await books.prompts.open_named(_key(ReadingLate), _key(SentenceOld)):
        if await _has_come(books, prompt):
            await prompts.withdraw(books, prompt.key, now)
    await unusual.mend(books, now)


async def _has_come(books: Books, prompt: Prompt) -> bool:
    if prompt.kind == ReadingLate.kind:
        late = unpacked(ReadingLate, prompt.content)
        return await books.readings.of_period(late.metric.key, late.period) is not None
    old = unpacked(SentenceOld, prompt.content)
    return await books.sentences.of_period(old.metric.key, old.period) is not None


async def looked_after(books: Books) -> Sequence[Metric]:
    """What people look at: the North Star Metric, agreed inputs, outputs and guardrails."""
    star = await books.north_stars.active()
    keys = {each.metric.key for each in await books.inputs.all() if each.state is InputState.ACTIVE}
    keys |= {entry.metric for entry in await books.dictionary.all() if entry.standing}
    keys |= {star.metric.key} if star else set()
    return [metric for metric in await books.metrics.all() if metric.key in keys]


async def _ask_for_reading(books: Books, owner: str, score: Score, occasion: Occasion) -> None:
    metric, latest, period = score.metric, score.verdict.latest, score.verdict.period
    kinds = {each.kind: each for each in score.caveats}
    late = kinds.get(CaveatKind.STALE) or kinds.get(CaveatKind.MISSING)
    # Whoever answers for it was told already that its source fails; and one that was never read is no news.
    if late is None or latest is None or CaveatKind.FAILING in kinds:
        return
    first_missing = next_(latest.period_start, metric.cadence)
    if occasion.day < next_(first_missing, metric.cadence) + _PATIENCE[metric.cadence]:
        return
    content = ReadingLate(metric, period, latest.period_start, late.periods)
    await _ask(books, owner, content, metric, occasion)


async def _ask_for_sentence(books: Books, occasion: Occasion) -> None:
    workspace, star = await books.workspaces.get(), await books.north_stars.active()
    if workspace is None or workspace.product_lead is None or star is None:
        return
    score = await scoreboard.score(books, star.metric, occasion.day)
    if score.verdict.value is None or occasion.now - star.chosen_at <= _FRESH_FOR:
        return
    said = await books.sentences.latest(star.metric.key, score.verdict.period)
    if said is not None and occasion.now - said.written_at <= _FRESH_FOR:
        return
    if said is not None and said.period_start == score.verdict.period:
        return  # of a month nobody has more to say each week
    asked = await prompts.open_for(books, workspace.product_lead, occasion.now)
    if any(each.kind in {SentenceAsk.kind, unusual.Unusual.kind} for each in asked):
        return  # it is asked for already
    written_on = local_day(said.written_at, workspace.time_zone) if said else None
    content = SentenceOld(star.metric, score.verdict.period, written_on)
    await _ask(books, workspace.product_lead, content, star.metric, occasion)


async def _ask(
    books: Books, user: str, content: ReadingLate | SentenceOld, metric: Metric, occasion: Occasion
) -> None:
    is_monthly = metric.cadence is Cadence.MONTH
    once = content.period if is_monthly else week_of(occasion.day)
    until = occasion.now + (timedelta(days=28) if is_monthly else timedelta(days=7))
    letter = Letter(f"{_key(type(content))}{metric.key}:{once.isoformat()}", user, content)
    await prompts.ask(books, letter, occasion.now, until=until, joined=True)


def _key(content: type[ReadingLate | SentenceOld]) -> str:
    return f"{content.kind}:"
