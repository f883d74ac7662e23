"""Messages waiting for their calendar time."""

from dataclasses import dataclass

from bot.simulator.records import Json
from bot.simulator.workspace import Workspace


@dataclass(slots=True)
class Scheduled:
    """A message to be posted at `post_at` (calendar seconds); a `lost` one never will be."""

    id: str
    channel: str
    post_at: int
    created: int
    facts: Json
    lost: bool = False


class ScheduledMessages:
    """The waiting messages of the workspace."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self.waiting: dict[str, Scheduled] = {}

    def keep(self, scheduled: Scheduled) -> None:
        """Keep a message until its time."""
        self.waiting[scheduled.id] = scheduled

    def next_moment(self) -> float | None:
        """Give when the next one is due, in calendar seconds."""
        return min((each.post_at for each in self.waiting.values()), default=None)

    def post_due(self) -> None:
        """Post what is due by the calendar."""
        now = self._workspace.clock.seconds()
        due = sorted(
            (each for each in self.waiting.values() if each.post_at <= now), key=lambda each: each.post_at
        )
        for each in due:
            del self.waiting[each.id]
            channel = self._workspace.channels.get(each.channel)
            if not each.lost and channel is not None and not channel.is_archived:
                self._workspace.post(channel, self._workspace.bot.id, **each.facts)
