"""What has to hold after every request, whatever was in it."""

import re
from collections.abc import Iterator
from typing import Any

from bot.simulator.interactions import ResponseUrl
from bot.simulator.refusal import SlackError
from bot.simulator.rules.views import answer_complaints
from tests.contracts.overheard import faults_of_traffic
from tests.fuzz.inputs import Input
from tests.fuzz.said import MARK, unescaped
from tests.fuzz.seen import plain
from tests.fuzz.stage import Answer, Stage

# Seconds: of the processor, for other work on the machine is no fault of ours, and for those who wait.
ACK_S, HANGS_S = 3.0, 30.0

_SECRET = re.compile(r"xox[a-z]-[\w-]+|xapp-[\w-]+|simulated-signing-secret|/response/\w")
# Slack says no to what was made up here: a place nobody knows, a window that was closed.
_MADE_UP = re.compile(
    r"channel_not_found|user_not_found|message_not_found|not_found|hash_conflict|push_limit_reached"
)


def faults_of_answer(stage: Stage, given: Input, answer: Answer) -> Iterator[str]:
    """An answer there is, in time, with a body that Slack takes."""
    if answer.status >= 500:
        yield f"answered {answer.status}"
    if answer.worked > ACK_S or answer.took > HANGS_S:
        yield f"answered after {answer.took:.1f} s, {answer.worked:.1f} s of them at work"
    if answer.status != 200:
        if given.is_likely or answer.status not in {400, 404}:
            yield f"not taken: {answer.status} {str(answer.body)[:80]}"
    elif given.kind == "command" and answer.body:
        yield from _faults_of_reply(stage, given, answer.body)
    elif given.shown is not None and given.is_likely and answer.body:
        yield from _faults_of_response(stage, given.shown, answer.body)
    elif answer.body and given.kind != "command" and given.shown is None:
        yield f"an ack with a body: {str(answer.body)[:80]}"
    yield from (f"unescaped in the ack: {text!r}" for text in unescaped(answer.body))


def faults_of_calls(stage: Stage, *, is_likely: bool = True) -> Iterator[str]:
    """What the bot asks of Slack is what Slack takes, with nobody's text as they typed it."""
    for entry in stage.heard():
        asked = plain(entry.get("request") or {}) if entry["direction"] == "in" else {}
        yield from (f"unescaped in {entry['name']}: {text!r}" for text in unescaped(asked))
        if is_likely and entry["direction"] == "in":
            yield from (
                f"unlike Slack's types: {fault}" for fault in faults_of_traffic([entry | {"request": asked}])
            )


def faults_of_log(stage: Stage, *, is_likely: bool = True) -> Iterator[str]:
    """Nothing that was typed, nothing secret, and no mishap where the request was one that Slack may send."""
    logged = stage.logged()
    if MARK in logged:
        yield f"words of people in the log: {_around(logged, MARK)}"
    if secret := _SECRET.search(logged):
        yield f"a secret in the log: {_around(logged, secret[0])}"
    if is_likely and " ERROR " in logged and not _MADE_UP.search(logged):
        yield f"a mishap: {_where(logged)}"
    yield from (f"unhandled: {each}" for each in stage.unhandled)
    stage.unhandled.clear()


def _where(logged: str) -> str:
    """The last line of ours in the traceback, and the last line of all."""
    lines = logged.strip().splitlines()
    ours = [line for line in lines if "/bot/" in line or "/rituals/" in line or "/storage/" in line]
    said = [line for line in lines if line[:1].strip() and " INFO " not in line]
    return f"{ours[-1].strip() if ours else ''}: {said[-1] if said else ''}"


def _around(text: str, part: str) -> str:
    at = text.index(part)
    return text[max(0, at - 300) : at + 200]


def _faults_of_reply(stage: Stage, given: Input, body: Any) -> Iterator[str]:
    lead, general = stage.slack.people["ana"].id, stage.slack.workspace.channel("general").id
    place = ResponseUrl(lead, general, 0)
    try:
        stage.slack.world.answers.show(body, place)
    except SlackError as refused:
        yield f"Slack refuses the reply: {refused.answer()}"


def _faults_of_response(stage: Stage, view: dict[str, Any], body: Any) -> Iterator[str]:
    inputs = {block["block_id"] for block in view["blocks"] if block.get("type") == "input"}
    if not isinstance(body, dict):
        yield f"no answer to a form: {str(body)[:80]}"
        return
    for complaint in answer_complaints(body, inputs, stage.slack.world.files.complaint):
        yield f"Slack refuses the answer: {complaint}"
