"""What stands beside the North Star Metric on a Monday: breaches, counter-signals, the outputs' months."""

from dataclasses import dataclass
from datetime import date, datetime

from rituals import breaches, counter_signal, month_line
from rituals.breaches import Breach
from rituals.counter_signal import CounterSignal
from rituals.month_line import MonthLine
from storage.ledger import Books
from storage.records.workspaces import Workspace


@dataclass(frozen=True, slots=True)
class Beside:
    breaches: tuple[Breach, ...] = ()
    counter_signals: tuple[CounterSignal, ...] = ()
    outputs: tuple[MonthLine, ...] = ()


async def gather(books: Books, workspace: Workspace, day: date) -> Beside:
    return Beside(
        tuple(await breaches.breaches(books, day)),
        tuple(await counter_signal.counter_signals(books, day)),
        tuple(await month_line.month_lines(books, workspace, day)),
    )


async def ask(books: Books, beside: Beside, now: datetime) -> None:
    """Ask those who lead about what they can do something about; about each thing once."""
    await breaches.ask(books, beside.breaches, now)
    await counter_signal.ask(books, beside.counter_signals, now)
