"""What every workspace that one process serves has in common."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

from bot import connections
from bot.blocks import commands
from bot.dashboard.files import Files
from bot.fetching import fetch as fetch_safely
from bot.followed_clock import FollowedClock
from bot.health import Heartbeat
from bot.metrics import Metrics
from bot.pacing import Timing
from bot.reckoning import WorkerReckoner
from bot.settings import Settings
from bot.worker import Worker
from rituals.clock import Clock, SystemClock
from storage.sources.rows import Fetch

# Seconds. A tick comes every few; one that takes this long hangs.
_TICKED_WITHIN = 60.0


@dataclass(frozen=True, slots=True)
class House:
    """Nothing in here knows anything of a workspace.

    `calendar` may be a demo's, which is then `followed`; `machine` never is.
    """

    settings: Settings
    calendar: Clock
    machine: Clock
    followed: FollowedClock | None
    timing: Timing
    metrics: Metrics
    worker: Worker
    reckoner: WorkerReckoner
    fetch: Fetch
    pulse: Heartbeat
    files: Files


@asynccontextmanager
async def housed(
    settings: Settings,
    calendar: Clock | None = None,
    timing: Timing | None = None,
    fetch: Fetch = fetch_safely,
) -> AsyncIterator[House]:
    """A house while the block runs. Raises SettingsProblem.

    `calendar`, `timing` and `fetch` stand in, in tests, for what production has.
    """
    machine, timing = SystemClock(), timing or _timing(settings)
    commands.call_nsm(settings.nsm_command)
    followed = await connections.followed_clock(settings, machine)
    async with Worker(patience=timing.picture) as worker:
        yield House(
            settings,
            calendar or followed or machine,
            machine,
            followed,
            timing,
            Metrics(),
            worker,
            WorkerReckoner(worker),
            fetch,
            Heartbeat(_TICKED_WITHIN),
            Files(),
        )


def _timing(settings: Settings) -> Timing:
    """Slack's pace; with a simulator's calendar, where a week goes by in seconds, as fast as it comes."""
    at_once = Timing(channel_gap=timedelta(0), workspace_gap=timedelta(0))
    return at_once if settings.clock_url else Timing()
