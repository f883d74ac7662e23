"""Keeping up with the simulator's calendar beside the bot, in the demo's own process."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from bot.simulator import Simulator


async def keep_up(
    slack: Simulator, name: str, live: Callable[[datetime], Awaitable[datetime]], next_moment: datetime
) -> None:
    """Until cancelled: live each moment named, and name the next. Nobody jumps to these moments."""
    step: int | None = None
    while True:
        clock = await slack.world.walk.follow(name, step, next_moment, aside=True)
        step = clock["step"]
        next_moment = await live(datetime.fromisoformat(clock["now"]))
