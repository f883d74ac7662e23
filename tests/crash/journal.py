"""What Slack took, and what was done to the processes meanwhile: written down as it happens."""

import asyncio
import hashlib
import json
from collections import Counter, defaultdict
from time import monotonic

from bot.simulator import Simulator
from bot.simulator.records import Happening, Json
from tests.crash import faults

_LOOK_EVERY_S = 0.1


class Journal:
    """`accepted` are the instants at which Slack took each message, by the reference it bears.

    `in_doubt` are the references of posts that were answered so that nobody knows whether they arrived,
    `held_up` is how long, in seconds, this machine let nobody do anything at the worst.
    `interrupted` are the keys that a process was sending when it was killed, paused or lost its database;
    `pauses` those of which it was a SIGSTOP, with the instant each pause ended; `charts` the files that
    were shared into each thread.
    """

    def __init__(self, slack: Simulator) -> None:
        self._bot = slack.workspace.bot.id
        self._workspace = slack.workspace.team_id
        self.accepted: dict[str, list[float]] = defaultdict(list)
        self.faults: Counter[str] = Counter()
        self.ambiguous: Counter[str] = Counter()
        self.acts: Counter[str] = Counter()
        self.in_doubt: set[str] = set()
        self.held_up = 0.0
        self.interrupted: set[str] = set()
        self.pauses: dict[str, list[float]] = defaultdict(list)
        self.charts: Counter[tuple[str, str]] = Counter()
        slack.workspace.listen(self._hear)
        slack.world.traffic.watchers.append(self._overhear)

    async def watch_the_machine(self) -> None:
        """Until cancelled."""
        while True:
            before = monotonic()
            await asyncio.sleep(_LOOK_EVERY_S)
            self.held_up = max(self.held_up, monotonic() - before - _LOOK_EVERY_S)

    def so_far(self) -> int:
        """Grows as long as anything goes on."""
        return len(self.accepted) + self.acts.total()

    def reference(self, key: str) -> str:
        """As the courier writes it; told here once more, so that a change of it is noticed."""
        return hashlib.sha256(f"{self._workspace}:{key}".encode()).hexdigest()[:32]

    def times(self, key: str) -> list[float]:
        """When Slack took the message of a delivery; one is as it should be."""
        return self.accepted.get(self.reference(key), [])

    def is_explained(self, key: str) -> bool:
        """Whether something was done to a message or its process after which nobody can know its fate."""
        return key in self.interrupted or self.reference(key) in self.in_doubt

    def is_excused(self, key: str) -> bool:
        """Whether it was being sent when its process was paused, and arrived once more after that."""
        last = self.times(key)[-1]
        return any(end <= last for end in self.pauses[key])

    def paused(self, keys: set[str]) -> None:
        """Note that a pause has just ended in which these were being sent."""
        for key in keys:
            self.pauses[key].append(monotonic())

    def _hear(self, happening: Happening) -> None:
        message = happening.facts.get("message")
        if happening.kind != "message" or message is None or message.user != self._bot:
            return
        if message.metadata:
            self.accepted[message.metadata["event_payload"]["reference"]].append(monotonic())
        elif message.files and message.thread_ts:
            self.charts[message.channel, message.thread_ts] += 1

    def _overhear(self, entry: Json) -> None:
        answer = entry.get("answer")
        if isinstance(answer, str) and answer.startswith("fault: "):
            self.faults[answer.removeprefix("fault: ")] += 1
        if fault := faults.ambiguous(entry):
            self.ambiguous[fault] += 1
            self.in_doubt.add(_reference(entry["request"]))


def _reference(request: Json) -> str:
    """The one that a post bore."""
    metadata = request.get("metadata") or "{}"
    given = json.loads(metadata) if isinstance(metadata, str) else metadata
    return str(given.get("event_payload", {}).get("reference"))
