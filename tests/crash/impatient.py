"""`polaris run`, less patient: what lasts a minute and a half in production lasts seconds here.

Every proportion is kept: a call is given up well before the doubt over it ends, and that before its lease.
"""

from datetime import timedelta

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


def main() -> None:
    settings = read_settings()
    logs.set_up(settings.log_level)
    running.run(settings, TIMING)


if __name__ == "__main__":
    main()
