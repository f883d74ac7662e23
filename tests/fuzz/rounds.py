"""Rounds of inputs, each before a fresh organisation: the same seed and number give the same inputs."""

import asyncio
import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.fuzz import held
from tests.fuzz.broken import Broken, a_broken_one
from tests.fuzz.inputs import Input, Inputs
from tests.fuzz.seen import Seen
from tests.fuzz.stage import FORM, Stage, a_stage


@dataclass
class Tally:
    """How many inputs of each kind there were, and each kind of fault with the first input that showed it."""

    inputs: Counter[str] = field(default_factory=Counter)
    faults: dict[str, str] = field(default_factory=dict)
    slowest: float = 0.0

    def fault(self, said: str, given: object) -> None:
        kind = re.sub(r"[0-9a-f]{8,}|\d+", "#", said)[:160]
        self.faults.setdefault(kind, f"{said}\n    after {given}")


def play(database_url: str, number: int, count: int, tally: Tally) -> None:
    """One round: `count` inputs, then a week goes by, and the bot still answers."""
    with asyncio.Runner() as runner:
        context = a_stage(database_url)
        stage = runner.run(context.__aenter__())
        try:
            _play(stage, runner.run, number, count, tally)
        finally:
            runner.run(context.__aexit__(None, None, None))


def _play(stage: Stage, run: Callable[[Any], Any], number: int, count: int, tally: Tally) -> None:
    seen = Seen()
    stage.slack.world.traffic.watchers.append(seen.look)
    inputs = Inputs(stage, seen)
    run(_look_around(stage, seen, inputs))

    @seed(number)
    @settings(
        max_examples=count,
        phases=[Phase.generate],
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.data())
    def each(data: st.DataObject) -> None:
        if data.draw(st.integers(0, 9)) < 7:
            made, _ = inputs.draw(data.draw)
            run(_try(stage, seen, made, tally))
        else:
            broken = a_broken_one(data.draw, inputs)
            run(_try_broken(stage, broken, tally))

    each()
    run(_a_week_later(stage, tally))


async def _look_around(stage: Stage, seen: Seen, inputs: Inputs) -> None:
    """Open all there is to open, so that there is something to press."""
    for name, words in stage.polaris.door.registered.commands.items():
        for word in ("", *words):
            await _send(stage, seen, inputs.plain_command(name, word))
    await stage.polaris.live()
    stage.heard()
    stage.logged()


async def _send(stage: Stage, seen: Seen, made: Input) -> Any:
    body, kind = made.encoded()
    answer = await stage.post(body, {"Content-Type": kind, **stage.signed(body)})
    if isinstance(answer.body, dict):
        if isinstance(answer.body.get("blocks"), list) and made.kind == "command":
            seen.whisper(answer.body["blocks"], made.payload["channel_id"])
        if made.shown is not None and isinstance(answer.body.get("view"), dict):
            bare = {"callback_id": "", "private_metadata": ""}
            seen.show(made.shown | bare | answer.body["view"])
    return answer


async def _try(stage: Stage, seen: Seen, made: Input, tally: Tally) -> None:
    answer = await _send(stage, seen, made)
    tally.inputs[made.kind if made.kind != "interactive" else made.payload["type"]] += 1
    tally.slowest = max(tally.slowest, answer.took)
    faults = [
        *held.faults_of_answer(stage, made, answer),
        *held.faults_of_calls(stage),
        *held.faults_of_log(stage, is_likely=made.is_likely),
    ]
    for fault in faults:
        tally.fault(fault, _short(made))


async def _try_broken(stage: Stage, broken: Broken, tally: Tally) -> None:
    headers = stage.signed(broken.body, broken.stamp) | broken.headers
    answer = await stage.post(broken.body, headers)
    tally.inputs["malformed"] += 1
    faults = [*held.faults_of_calls(stage, is_likely=False), *held.faults_of_log(stage, is_likely=False)]
    if answer.status >= 500 or (broken.is_refused and answer.status not in {400, 401, 413}):
        faults.append(f"{broken.what} answered {answer.status}")
    for fault in faults:
        tally.fault(fault, f"{broken.what}: {broken.body[:2_000]!r}")


async def _a_week_later(stage: Stage, tally: Tally) -> None:
    """What was written down is posted in the rituals to come; then the bot answers as it did at first."""
    for _ in range(8):
        stage.clock.pass_(hours=21)
        await stage.polaris.live()
    for fault in [*held.faults_of_calls(stage), *held.faults_of_log(stage)]:
        tally.fault(fault, "a week later")
    lead = stage.slack.people["ana"].id
    body = urlencode(
        {"command": "/nsm", "text": "help", "user_id": lead, "team_id": "T", "channel_id": "C"}
    ).encode()
    answer = await stage.post(body, {"Content-Type": FORM, **stage.signed(body)})
    if answer.status != 200 or not answer.body:
        tally.fault(f"no answer at the end: {answer}", "all of it")


def _short(made: Input) -> str:
    return json.dumps(made.payload, ensure_ascii=False)[:3_000]
