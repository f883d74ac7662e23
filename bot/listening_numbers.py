"""How numbers come in: written down by hand, loaded from a file, pulled from a source."""

from bot.features.load.listeners import LoadFiles
from bot.features.log.listeners import Log
from bot.features.nsm.listeners import Word
from bot.features.source.listeners import SourcePages
from bot.parts import Parts
from bot.slack_files import SCOPE
from rituals.drafts import Drafts
from rituals.file_desk import FileDesk
from rituals.recording import Recordings
from rituals.source_desk import SourceDesk
from rituals.source_list import SourceList


def listen_to_numbers(parts: Parts) -> dict[str, Word]:
    """Gives what the umbrella command can hand on."""
    ledger, clock, door, drafts = parts.ledger, parts.clock, parts.door, Drafts(parts.ledger)
    log = Log(Recordings(ledger, clock), drafts, parts.people, door)
    load = LoadFiles(FileDesk(ledger, clock), door, may_read=SCOPE in parts.installation.scopes)
    sources = SourcePages(SourceList(ledger), SourceDesk(ledger, clock, parts.pulls), drafts, door)
    for each in (log, load, sources):
        each.listen()
    return {"log": log.answer, "load": load.open, "source": sources.show}
