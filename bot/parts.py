"""What every feature is made of, by the time it listens."""

from dataclasses import dataclass

from bot.app import Installation
from bot.door import Door
from bot.features.roster.directory import SlackDirectory
from bot.pictures import Pictures
from bot.settings import Settings
from rituals.agenda import Agenda
from rituals.clock import Clock
from rituals.link_figures import Reckoner
from rituals.people import People
from rituals.pulling import Pulls
from rituals.quarter import QuarterlyLinks
from storage.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Parts:
    """What features are made of."""

    settings: Settings
    installation: Installation
    ledger: Ledger
    clock: Clock
    machine: Clock  # of links that end in minutes, whatever a demo's calendar says
    door: Door
    agenda: Agenda
    directory: SlackDirectory
    people: People
    pictures: Pictures
    reckoner: Reckoner
    pulls: Pulls
    quarter: QuarterlyLinks
