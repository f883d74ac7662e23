"""One tick with so many appointments, of which a hundred are due: how long, and how much memory it took."""

import json
import resource
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from time import perf_counter

import uvloop

from rituals.agenda import Agenda
from rituals.letters import Letter
from rituals.ritual import Occasion, Ritual
from storage.database import opened
from storage.ledger import Books, Ledger
from tests.fakes import HandClock
from tests.making import MONDAY_NINE, an_appointment

DUE = 100
_A_BATCH = 2_000
_TICKS = 5


async def main(folder: Path, appointments: int) -> None:
    async with opened(f"sqlite:///{folder / f'tick-{appointments}.db'}") as database:
        ledger, clock = database.ledger("T1"), HandClock(MONDAY_NINE)
        await furnish(ledger, appointments)
        agenda = Agenda(ledger, clock, {"pulse": Ritual("pulse", prepare, timedelta(hours=12))})
        before, took = _peak_mib(), []
        for _ in range(_TICKS):
            began = perf_counter()
            await agenda.tick()
            took.append(perf_counter() - began)
            clock.pass_(days=7)  # when the same hundred are due
    sys.stdout.write(json.dumps({"took_s": min(took), "grown_mib": _peak_mib() - before}))


async def prepare(books: Books, occasion: Occasion) -> list[Letter]:
    assert occasion.team is not None
    return []


async def furnish(ledger: Ledger, appointments: int) -> None:
    """All but a hundred are due in a year."""
    for first in range(0, appointments, _A_BATCH):
        async with ledger.open() as books:
            for number in range(first, min(first + _A_BATCH, appointments)):
                due = MONDAY_NINE if number < DUE else MONDAY_NINE + timedelta(days=364)
                each = replace(an_appointment(), ritual="pulse", team=f"t{number}", next_due=due)
                await books.appointments.put(each)


def _peak_mib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    uvloop.run(main(Path(sys.argv[1]), int(sys.argv[2])))
