"""What Slack does wrong while it is asked to deliver."""

from bot.simulator import Simulator
from bot.simulator.faults import Faults
from bot.simulator.records import Json
from tests.crash.case import Case
from tests.crash.impatient import LATE_S, SLOW_S

POST = "chat.postMessage"
_METHODS = (
    POST,
    "chat.update",
    "conversations.history",
    "conversations.replies",
    "conversations.info",
    "files.getUploadURLExternal",
    "files.completeUploadExternal",
    "files.info",
)
_CERTAIN = ("429", "ratelimited")


def switch_on(slack: Simulator, case: Case) -> None:
    """Of all calls that deliver 10 % are answered with 429, 10 % with 5xx (half of those carried out all the
    same), and some more with a broken connection, nonsense, or long after they were given up; of the last,
    half are carried out only then.
    """
    slack.world.faults = Faults(case.random("faults").random)
    for method in _METHODS:
        add = slack.world.faults.add
        add("429", method, times=None, probability=0.1, retry_after=1)
        for status in ("500", "502", "503", "504"):
            add(status, method, times=None, probability=0.0125)
            add(status, method, times=None, probability=0.0125, accepted=True)
        for fault in ("drop_before_accept", "drop_after_accept", "reset_after_accept"):
            add(fault, method, times=None, probability=0.015)
        for fault in ("bad_json", "internal_error", "fatal_error"):
            add(fault, method, times=None, probability=0.005)
        add("slow", method, times=None, probability=0.01, seconds=SLOW_S)
        add("late", method, times=None, probability=0.01, seconds=LATE_S)


def ambiguous(entry: Json) -> str | None:
    """The fault after which nobody knows whether a post arrived; None for every other exchange."""
    answer = entry.get("answer")
    if entry["name"] != POST or not isinstance(answer, str) or not answer.startswith("fault: "):
        return None
    fault = answer.removeprefix("fault: ")
    return None if fault in _CERTAIN else fault
