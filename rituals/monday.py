"""The Monday NSM pulse: what last week's number means, in words first, for everybody.

Before its first public post the product lead gets it as a preview, and decides. It goes out at its hour
with or without the number; a number, or a sentence, that comes later edits it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import ClassVar

from rituals import monday_beside, scoreboard, shifts
from rituals.authorisation import Action
from rituals.clock import Clock
from rituals.errors import RitualError
from rituals.glance import glance
from rituals.letters import Letter, post, unpacked
from rituals.monday_beside import Beside
from rituals.rights import require
from rituals.ritual import Occasion, Ritual
from rituals.scoreboard import InputScore, Kept, Score
from rituals.signals import Kind
from rituals.weeks import local_day, week_of
from storage.ledger import Books, Ledger
from storage.records.deliveries import Delivery
from storage.records.people import Person
from storage.records.workspaces import Workspace

NAME = "monday"
_ONE_WEEK = timedelta(days=7)


@dataclass(eq=False)
class PreviewTooOld(RitualError):
    """A preview of an earlier week can no longer be posted."""

    day: date


class Preview(StrEnum):
    """Whether a pulse is shown to the product lead alone, and what they decided."""

    NO = "no"
    ASKED = "asked"
    POSTED = "posted"
    KEPT_PRIVATE = "private"


@dataclass(frozen=True, slots=True)
class MondayPulse:
    """What the pulse of a day tells.

    `asked` counts the active inputs, `missing` those whose last full period has no reading; `signals` are
    those that have a signal.
    """

    kind: ClassVar[str] = "monday.pulse"

    day: date
    zone: str
    score: Score
    asked: int
    signals: tuple[InputScore, ...]
    kept: tuple[Kept, ...]
    sentence: str | None
    written_by: str | None
    preview: Preview = Preview.NO
    beside: Beside = field(default_factory=Beside)
    missing: int = 0


async def gather(books: Books, day: date) -> MondayPulse | None:
    """The pulse as it stands now for a local day; None without a North Star Metric."""
    workspace, star = await books.workspaces.get(), await books.north_stars.active()
    if workspace is None or star is None:
        return None
    score = await scoreboard.score(books, star.metric, day)
    inputs = await scoreboard.inputs(books, day)
    sentence = await books.sentences.of_period(star.metric.key, score.verdict.period)
    return MondayPulse(
        day,
        workspace.time_zone,
        score,
        len(inputs),
        tuple(each for each in inputs if each.verdict.is_signal),
        tuple(await scoreboard.kept(books, week_of(day) - _ONE_WEEK)),
        sentence.text if sentence else None,
        sentence.written_by if sentence else None,
        beside=await monday_beside.gather(books, workspace, day),
        missing=sum(each.verdict.kind is Kind.MISSING for each in inputs),
    )


async def prepare(books: Books, occasion: Occasion) -> Sequence[Letter]:
    await shifts.ask(books, occasion.day, occasion.now)
    workspace = await books.workspaces.get()
    pulse = await gather(books, occasion.day)
    if workspace is None or pulse is None:
        return []
    await monday_beside.ask(books, pulse.beside, occasion.now)
    if workspace.company_channel is None:
        return []
    if workspace.pulse_public_since is not None:
        return await _letters(books, pulse, workspace.company_channel)
    if workspace.product_lead is None:
        return []
    preview = replace(pulse, preview=Preview.ASKED)
    return [Letter(key(occasion.day, "preview"), workspace.product_lead, preview, resend=True)]


async def catch_up(books: Books, now: datetime) -> None:
    """Edit this week's pulse, once, when the number it lacked has come."""
    if (told := await _told(books, now)) is None or not _lacked_its_number(told):
        return
    pulse = await gather(books, _told_pulse(told).day)
    if pulse is not None and pulse.score.verdict.kind is not Kind.MISSING:
        await monday_beside.ask(books, pulse.beside, now)
        await _edit(books, told, pulse, "number", now)


async def add_sentence(books: Books, now: datetime) -> None:
    """Edit this week's pulse, once, when a sentence was written after it."""
    if (told := await _told(books, now)) is None:
        return
    before = _told_pulse(told)
    pulse = await gather(books, before.day)
    if pulse is not None and pulse.sentence not in {None, before.sentence}:
        await _edit(books, told, pulse, "sentence", now)


class Previews:
    """The product lead's two answers to a preview."""

    def __init__(self, ledger: Ledger, clock: Clock) -> None:
        self._ledger, self._clock = ledger, clock

    async def publish(self, who: Person, day: date) -> None:
        """Post the pulse of a day now, and every later one at its hour. However often: once.

        Raises NotTheProductLead, or PreviewTooOld in a later week.
        """
        now = self._clock.now()
        async with self._ledger.open() as books:
            workspace = await _allowed(books, who)
            if week_of(local_day(now, workspace.time_zone)) != week_of(day):
                raise PreviewTooOld(day)
            pulse = await gather(books, day)
            if pulse is None or workspace.company_channel is None:
                return
            if workspace.pulse_public_since is None:
                await books.workspaces.put(replace(workspace, pulse_public_since=day))
            for letter in await _letters(books, pulse, workspace.company_channel):
                await post(books, letter, now)
            await _settle(books, pulse, Preview.POSTED, now)

    async def keep_private(self, who: Person, day: date) -> None:
        """Nothing is posted this time; next Monday there is another preview. Raises NotTheProductLead."""
        async with self._ledger.open() as books:
            await _allowed(books, who)
            pulse = await gather(books, day)
            if pulse is not None and await books.deliveries.get(key(day)) is None:
                await _settle(books, pulse, Preview.KEPT_PRIVATE, self._clock.now())


MONDAY = Ritual(NAME, prepare, fresh_for=timedelta(hours=12))


def key(day: date, *parts: str) -> str:
    return ":".join([NAME, "", day.isoformat(), *parts])


async def _letters(books: Books, pulse: MondayPulse, channel: str) -> Sequence[Letter]:
    """The pulse, and in its thread the inputs at a glance."""
    letters = [Letter(key(pulse.day), channel, pulse)]
    if (seen := await glance(books, pulse.day, pulse.zone)) is not None:
        letters.append(Letter(key(pulse.day, "inputs"), channel, seen, thread_of=key(pulse.day)))
    return letters


async def _allowed(books: Books, who: Person) -> Workspace:
    workspace = await books.workspaces.get()
    require(Action.POST_PREVIEW, who, workspace)
    assert workspace is not None  # nobody is its product lead otherwise
    return workspace


async def _settle(books: Books, pulse: MondayPulse, decision: Preview, now: datetime) -> None:
    """Take the buttons off a preview, and say what was decided."""
    told = await books.deliveries.get(key(pulse.day, "preview"))
    if told is not None:
        decided = key(pulse.day, "preview", decision)
        settled = replace(pulse, preview=decision)
        await post(books, Letter(decided, told.to, settled, replaces=told.key), now)


async def _told(books: Books, now: datetime) -> Delivery | None:
    """The pulse of the present week, or its preview while that is all there is."""
    workspace = await books.workspaces.get()
    if workspace is None:
        return None
    monday = week_of(local_day(now, workspace.time_zone))
    pulse, preview = key(monday), key(monday, "preview")
    told = await books.deliveries.some([pulse, preview])
    return told.get(pulse) or told.get(preview)


def _told_pulse(told: Delivery) -> MondayPulse:
    return unpacked(MondayPulse, told.content)


def _lacked_its_number(told: Delivery) -> bool:
    return _told_pulse(told).score.verdict.kind is Kind.MISSING


async def _edit(books: Books, told: Delivery, pulse: MondayPulse, why: str, now: datetime) -> None:
    shown = _told_pulse(told).preview
    if await books.deliveries.get(key(pulse.day, "preview", Preview.KEPT_PRIVATE)) is not None:
        shown = Preview.KEPT_PRIVATE if shown is Preview.ASKED else shown
    edited = replace(pulse, preview=shown)
    await post(books, Letter(f"{told.key}:{why}", told.to, edited, replaces=told.key), now)
