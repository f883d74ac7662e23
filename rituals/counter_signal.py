"""The counter-signal: the North Star Metric has a signal to be glad of, and an output has one that is not.

It is a question to the product lead, "is it the same customers?", and never a case against anybody. Formula,
for a day on which a pulse is due:

    star     the verdict of the North Star Metric's last full period is a signal, or a shift of its level,
             in its good direction
    output   the verdict of an output's own last full period is a signal in its bad direction, or tells of
             a level there that nobody has accepted; while that period has no reading yet, the one before it
             is looked at

Each is judged by its own cadence and its own limits (`rituals.signals`), and only the verdicts are held
against each other: a week of the one is never compared with a month of the other. So the last full month of
a monthly churn stands beside each week of the month that follows. The question is asked once for all the
periods, one after the other, in which an output is worse; the pulse says it on every Monday that both hold.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import ClassVar

from rituals import prompts, scoreboard, triage_questions, worsening
from rituals.authorisation import Action
from rituals.clock import Clock
from rituals.errors import RitualError
from rituals.letters import Letter, unpacked
from rituals.outputs import outputs
from rituals.quality import Caveat
from rituals.rights import require
from rituals.signals import Verdict
from storage.ledger import Books, Ledger
from storage.records.metrics import Metric
from storage.records.people import Person
from storage.records.prompts import PromptState

_PATIENCE = timedelta(weeks=2)


@dataclass(frozen=True, slots=True)
class CounterSignal:
    """Both verdicts; `since` is the first of the periods in which the output is worse."""

    star: Metric
    star_verdict: Verdict
    output: Metric
    output_verdict: Verdict
    since: date
    caveats: tuple[Caveat, ...] = ()  # of the output
    star_caveats: tuple[Caveat, ...] = ()


@dataclass(frozen=True, slots=True)
class CounterSignalAsk:
    """Asks the product lead whether triage should talk it over; `about` names the question."""

    kind: ClassVar[str] = "counter_signal.ask"

    about: str
    signal: CounterSignal


@dataclass(frozen=True, slots=True)
class CounterSignalAnswered:
    """What the product lead said."""

    kind: ClassVar[str] = "counter_signal.answered"

    signal: CounterSignal
    goes_to_triage: bool
    has_place: bool


@dataclass(eq=False)
class AskedNoMore(RitualError):
    """The question was answered before, or never asked."""


async def counter_signals(books: Books, day: date) -> Sequence[CounterSignal]:
    """Every output that speaks against the North Star Metric on a local day, by name."""
    star = await books.north_stars.active()
    if star is None:
        return []
    risen = await scoreboard.score(books, star.metric, day)
    if not (risen.verdict.is_signal and risen.verdict.good):
        return []
    found = []
    for each in await outputs(books, day):
        score = await worsening.with_a_reading(books, each.score)
        if worsening.is_worse(score):
            since = await worsening.since(books, score)
            told = star.metric, risen.verdict, each.metric, score.verdict
            found.append(CounterSignal(*told, since, score.caveats, risen.caveats))
    return found


async def ask(books: Books, found: Sequence[CounterSignal], now: datetime) -> None:
    """Ask the product lead about each, once."""
    workspace = await books.workspaces.get()
    if workspace is None or workspace.product_lead is None:
        return
    for each in found:
        about = f"counter-signal:{each.output.key}:{each.since.isoformat()}"
        letter = Letter(about, workspace.product_lead, CounterSignalAsk(about, each))
        await prompts.ask(books, letter, now, until=now + _PATIENCE, joined=True)


class CounterSignals:
    """The product lead's two answers."""

    def __init__(self, ledger: Ledger, clock: Clock) -> None:
        self._ledger, self._clock = ledger, clock

    async def asked(self, who: Person, about: str) -> CounterSignal:
        """What was asked, while it is open. Raises AskedNoMore or NotTheProductLead."""
        async with self._ledger.open() as books:
            return await _open(books, who, about)

    async def put_on_agenda(self, who: Person, about: str, text: str) -> None:
        """Let the next triage talk it over, in these words; see `asked` for what it raises."""
        now = self._clock.now()
        async with self._ledger.open() as books:
            signal = await _open(books, who, about)
            has_place = await triage_questions.put(books, who, about, text, now)
            answer = CounterSignalAnswered(signal, goes_to_triage=True, has_place=has_place)
            await prompts.answered(books, about, now, answer)

    async def leave(self, who: Person, about: str) -> None:
        """It needs no triage; see `asked` for what it raises."""
        async with self._ledger.open() as books:
            signal = await _open(books, who, about)
            answer = CounterSignalAnswered(signal, goes_to_triage=False, has_place=True)
            await prompts.answered(books, about, self._clock.now(), answer)


async def _open(books: Books, who: Person, about: str) -> CounterSignal:
    require(Action.ANSWER_COUNTER_SIGNAL, who, await books.workspaces.get())
    prompt = await books.prompts.get(about)
    if prompt is None or prompt.kind != CounterSignalAsk.kind or prompt.state is PromptState.ANSWERED:
        raise AskedNoMore
    return unpacked(CounterSignalAsk, prompt.content).signal
