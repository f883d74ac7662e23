"""Everything the app said in a workspace: when, where, to whom and in which words."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from bot.simulator import Simulator
from bot.simulator.records import Happening, Json, Message


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing said. `place` is a channel's name, or a person's handle for a direct message.

    `act` is `said`, `edited`, `whispered` or `deleted`; `during` is what somebody did just then, or "" when
    nobody asked; `kind` is the content's, for what went out by delivery.
    """

    at: datetime
    act: str
    place: str
    is_direct: bool
    ts: str
    thread: str | None
    text: str
    during: str
    kind: str = ""

    def minute(self, zone: str) -> str:
        """When it was said, as a clock on a wall of that zone shows it."""
        return f"{self.at.astimezone(ZoneInfo(zone)):%a %Y-%m-%d %H:%M}"

    def day(self, zone: str) -> date:
        """The day it was said, in a zone."""
        return self.at.astimezone(ZoneInfo(zone)).date()

    def line(self) -> str:
        """The entry as a line of the journal."""
        where = f"{'@' if self.is_direct else '#'}{self.place}{' (thread)' if self.thread else ''}"
        why = f" [{self.during}]" if self.during else ""
        words = self.text.replace("\n", " / ").replace("\u00a0", " ")
        return f"{self.minute('UTC')} {where} {self.kind or '-'} {self.act}{why}: {words}"


class Journal:
    """Keeps what a simulator's app says from now on."""

    def __init__(self, slack: Simulator) -> None:
        self._slack = slack
        self._during = ""
        self.entries: list[Entry] = []
        self.left_out: list[str] = []
        self.refusals: list[str] = []
        self.undelivered: list[str] = []
        self.troubles: list[str] = []
        slack.workspace.listen(self._hear)
        slack.world.traffic.watchers.append(self._look)

    def _look(self, entry: Json) -> None:
        """Note what Slack refused, and what the app did not answer."""
        answer = entry["answer"]
        refused = isinstance(answer, dict) and (answer.get("ok") is False or "error" in answer)
        if refused or entry["status"] not in (200, 101):
            self.refusals.append(f"{entry['name']}: {answer}")

    @property
    def unasked(self) -> list[Entry]:
        """What was said of the bot's own accord, new in somebody's eyes."""
        return [each for each in self.entries if each.act == "said" and not each.during]

    @contextmanager
    def during(self, act: str) -> Iterator[None]:
        """What is said in this block answers what somebody does."""
        self._during = act
        try:
            yield
        finally:
            self._during = ""

    def name_kinds(self, kinds: dict[str, str]) -> None:
        """Say which content each message was, by its `ts`: no two messages here have the same."""
        self.entries = [replace(each, kind=kinds.get(each.ts, "")) for each in self.entries]

    def _place(self, channel: str) -> tuple[str, bool]:
        workspace = self._slack.workspace
        home = workspace.channels[channel]
        if home.is_im:
            return workspace.users[home.peer_of(workspace.bot.id)].name, True
        return home.name, False

    def _hear(self, happening: Happening) -> None:
        acts = {
            "message": "said",
            "message_changed": "edited",
            "message_deleted": "deleted",
            "ephemeral": "whispered",
        }
        if happening.kind not in acts:
            return
        message: Message = happening.facts["message"]
        if message.user != self._slack.workspace.bot.id:
            return
        place, direct = self._place(message.channel)
        if message.ephemeral_to:
            place = self._slack.workspace.users[message.ephemeral_to].name
        at = datetime.fromtimestamp(self._slack.workspace.clock.seconds(), UTC)
        self.entries.append(
            Entry(
                at,
                acts[happening.kind],
                place,
                direct,
                message.ts,
                message.thread_ts if message.thread_ts != message.ts else None,
                message.text,
                self._during,
            )
        )
