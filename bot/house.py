"""What every workspace that one process serves has in common."""

from dataclasses import dataclass

from bot.dashboard.files import Files
from bot.health import Heartbeat
from bot.metrics import Metrics
from bot.pacing import Timing
from bot.reckoning import WorkerReckoner
from bot.settings import Settings
from bot.worker import Worker
from rituals.clock import Clock
from storage.sources.rows import Fetch


@dataclass(frozen=True, slots=True)
class House:
    """Nothing in here knows anything of a workspace. `calendar` may be a demo's, `machine` never is."""

    settings: Settings
    calendar: Clock
    machine: Clock
    timing: Timing
    metrics: Metrics
    worker: Worker
    reckoner: WorkerReckoner
    fetch: Fetch
    pulse: Heartbeat
    files: Files
