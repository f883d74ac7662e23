"""`polaris run`, less patient: what lasts a minute and a half in production lasts seconds here.

Every proportion is kept: a call is given up well before the doubt over it ends, and that before its lease.
"""

import os
from collections.abc import Mapping
from datetime import timedelta
from multiprocessing import parent_process
from pathlib import Path
from threading import Thread

from bot import logs, running
from bot.pacing import Timing
from bot.settings import read_settings

TIMING = Timing(
    call=3,
    doubt=timedelta(seconds=4),
    lease=timedelta(seconds=8),
    look_again=timedelta(seconds=1),
    channel_gap=timedelta(seconds=0.05),
    workspace_gap=timedelta(seconds=0.005),
    picture=5,
    first_delay=timedelta(seconds=0.3),
    longest_delay=timedelta(seconds=5),
)

SLOW_S = TIMING.call + 1.5
"""Seconds of an answer that nobody waits for any more."""

LATE_S = TIMING.call + 0.7
"""Seconds until Slack takes a call that nobody waits for any more: within the doubt, as in production."""


def live(environment: Mapping[str, str], log: Path) -> None:
    """Be a process of `polaris run` in this environment; what it says is kept in a file."""
    os.environ.clear()
    os.environ.update(environment)
    with log.open("ab") as file:
        os.dup2(file.fileno(), 2)
    Thread(target=_end_with_the_suite, daemon=True).start()
    settings = read_settings()
    logs.set_up(settings.log_level)
    running.run(settings, TIMING)


def _end_with_the_suite() -> None:
    suite = parent_process()
    assert suite is not None
    suite.join()
    os._exit(1)
