"""What numbers mean, how they come in, which follow the North Star, and which have shifted."""

from bot.features.home.chart import HomeCharts
from bot.features.load.listeners import LoadFiles
from bot.features.log.listeners import Log
from bot.features.metric.importing import KpiImport
from bot.features.metric.listeners import MetricPages
from bot.features.nsm.listeners import Word
from bot.features.output.listeners import OutputPages
from bot.features.shift.listeners import AcceptShifts
from bot.features.source.listeners import SourcePages
from bot.parts import Parts
from bot.slack_files import SCOPE
from rituals.dictionary import Dictionary
from rituals.drafts import Drafts
from rituals.file_desk import FileDesk
from rituals.ids import random_id
from rituals.inputs import Inputs
from rituals.kpi_filing import Kpis
from rituals.outputs import Outputs
from rituals.recording import Recordings
from rituals.redefining import Redefinitions
from rituals.shifts import Shifts
from rituals.source_desk import SourceDesk
from rituals.source_list import SourceList


def listen_to_numbers(parts: Parts) -> dict[str, Word]:
    """Gives what the umbrella command can hand on."""
    ledger, clock, door, drafts = parts.ledger, parts.clock, parts.door, Drafts(parts.ledger)
    may_read = SCOPE in parts.installation.scopes
    log = Log(Recordings(ledger, clock), drafts, parts.people, door)
    load = LoadFiles(FileDesk(ledger, clock), door, may_read=may_read)
    sources = SourcePages(SourceList(ledger), SourceDesk(ledger, clock, parts.pulls), drafts, door)
    outputs = OutputPages(Outputs(ledger, clock), drafts, door)
    inputs = Inputs(ledger, clock, random_id)
    importing = KpiImport(Kpis(ledger, clock, random_id, inputs), drafts, door)
    metric = MetricPages(
        Dictionary(ledger, clock),
        Redefinitions(ledger, clock),
        importing,
        inputs,
        # A message shows a file only once it is ready, and only who may read files knows when.
        charts=HomeCharts(parts.pictures, may_ask=True) if may_read else None,
        drafts=drafts,
        people=parts.people,
        door=door,
    )
    shifts = AcceptShifts(Shifts(ledger, clock), drafts, door)
    for each in (log, load, sources, outputs, importing, metric, shifts):
        each.listen()
    return {
        "metric": metric.answer,
        "output": outputs.show,
        "log": log.answer,
        "load": load.open,
        "source": sources.show,
    }
