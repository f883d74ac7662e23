"""Rounds of inputs, each before a fresh organisation: the same seed and number give the same inputs."""

import asyncio
import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count as count_up
from typing import Any
from urllib.parse import urlencode

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.fuzz import held
from tests.fuzz.broken import Broken, a_broken_one
from tests.fuzz.inputs import Input, Inputs
from tests.fuzz.seen import Seen
from tests.fuzz.stage import FORM, Stage, a_stage

# Nobody would have much to do afterwards.
_ENDINGS = frozenset({"forget.me", "input.retire", "roles.name", "source.remove", "team.retire"})

# After so many requests the calendar goes on by a day.
_A_DAY = 60


@dataclass
class Tally:
    """How many inputs of each kind there were, and each kind of fault with the first input that showed it."""

    inputs: Counter[str] = field(default_factory=Counter)
    listeners: frozenset[str] = frozenset()
    asked: set[str] = field(default_factory=set)
    reached: set[str] = field(default_factory=set)
    faults: dict[str, str] = field(default_factory=dict)

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
    seen = Seen(stage.slack.world.views)
    stage.slack.world.traffic.watchers.append(seen.look)
    inputs, turns = Inputs(stage, seen), count_up(1)
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
        if next(turns) % _A_DAY == 0:
            run(_later(stage, tally, days=1))
        if data.draw(st.integers(0, 9)) < 7:
            made, _ = inputs.draw(data.draw)
            run(_try(stage, seen, made, tally))
        else:
            broken = a_broken_one(data.draw, inputs)
            run(_try_broken(stage, broken, tally))

    each()
    run(_later(stage, tally, days=7))
    run(_at_the_end(stage, tally))


async def _look_around(stage: Stage, seen: Seen, inputs: Inputs) -> None:
    """Open all there is to open, so that there is something to press."""
    for handle in ("ana", "bo"):
        await stage.slack.people[handle].opens_home()
    for command in inputs.plain_commands():
        await _send(stage, seen, command)
    await stage.polaris.live()
    done = _ENDINGS
    for _ in range(3):  # what was opened has more to press, and what was sent more to see
        for name in sorted({*seen.pressables} - done):
            for press in inputs.plain_presses(seen.pressables[name][-1]):
                await _send(stage, seen, press)
        for name in sorted({*seen.views} - done):
            await _send(stage, seen, inputs.plain_submission(seen.views[name][-1]))
        done = done | {*seen.pressables, *seen.views}
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
    tally.listeners = stage.listeners()
    tally.asked |= {made.about} & tally.listeners
    tally.reached |= {made.about} & tally.listeners if made.is_likely else set()
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


async def _later(stage: Stage, tally: Tally, *, days: int) -> None:
    """What was written down is posted in the rituals to come."""
    for _ in range(days):
        stage.clock.pass_(days=1)
        await stage.polaris.live()
    for fault in [*held.faults_of_calls(stage), *held.faults_of_log(stage)]:
        tally.fault(fault, "the rituals of a day")


async def _at_the_end(stage: Stage, tally: Tally) -> None:
    """The bot answers as it did at first."""
    lead = stage.slack.people["ana"].id
    body = urlencode(
        {"command": "/nsm", "text": "help", "user_id": lead, "team_id": "T", "channel_id": "C"}
    ).encode()
    answer = await stage.post(body, {"Content-Type": FORM, **stage.signed(body)})
    if answer.status != 200 or not answer.body:
        tally.fault(f"no answer at the end: {answer}", "all of it")


def _short(made: Input) -> str:
    return json.dumps(made.payload, ensure_ascii=False)[:3_000]
