"""What Slack's answers mean: tried later, nobody to reach, our own mistake, or nobody knows.

Sources: the error tables of Slack's method pages; of `internal_error` and `fatal_error` Slack says that
some aspect of the operation may have succeeded.
"""

import re
from datetime import timedelta
from enum import StrEnum
from http import HTTPStatus
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

_RATE_LIMITED = {"ratelimited", "rate_limited"}
_AMBIGUOUS = {"internal_error", "fatal_error", "request_timeout", "service_unavailable"}
_LATER = {"team_added_to_org", "accesslimited"}
TAKEN_OUT = frozenset({"account_inactive", "token_revoked"})
"""Reasons that hold until somebody installs the app anew."""
UNAUTHORISED = frozenset({"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired"})
ABSENT = frozenset({"not_in_channel", "channel_not_found"})
"""Reasons that end when the bot is invited: a private channel it is not in is not found."""
_UNREACHABLE = {
    *UNAUTHORISED,
    *ABSENT,
    "cannot_dm_bot",
    "ekm_access_denied",
    "is_archived",
    "is_inactive",
    "message_not_found",
    "messages_tab_disabled",
    "missing_scope",
    "no_permission",
    "not_allowed_token_type",
    "org_login_required",
    "team_access_not_granted",
    "user_disabled",
    "user_not_found",
    "user_not_visible",
}
_NO_SUCH_METHOD = {HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.NOT_IMPLEMENTED}

_NOTHING_SENT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)

# Some days at most: a moment that no calendar holds would leave the call open whose answer this is.
_SECONDS = re.compile(r"\d{1,6}", re.ASCII)

# When Slack asks for patience without saying how much.
_SOME_PATIENCE = timedelta(seconds=30)


def why_refused(refusal: SlackApiError) -> str | None:
    """Slack's error code; None when something else answered (a proxy's page, say)."""
    response = refusal.response
    told = response.data if isinstance(response, AsyncSlackResponse) else None
    error = told.get("error") if isinstance(told, dict) else None
    return None if error is None else str(error)


def is_unknown(refusal: SlackApiError) -> bool:
    """Whether the server has no such method: Slack says so in words, others by the HTTP status."""
    return why_refused(refusal) == "unknown_method" or status_of(refusal.response) in _NO_SUCH_METHOD


class Undelivered(Exception):
    """A call to Slack that brought nothing certain and good."""


class TryLater(Undelivered):
    """Certainly not done, and worth another try; `after` is what Slack asked for, if it asked."""

    def __init__(self, why: str, after: timedelta | None = None) -> None:
        super().__init__(why)
        self.after = after


class CannotReach(Undelivered):
    """Certainly not done, and no other try will help until somebody mends something."""


class SlackMisused(Undelivered):
    """Certainly not done, and the fault is ours."""


class Ambiguous(Undelivered):
    """Done or not done: nobody knows."""


class NotOpened(Exception):
    """Slack did not answer when it was to open a window."""


class Heard(StrEnum):
    """What came back of a call to Slack."""

    OK = "ok"
    RATELIMITED = "ratelimited"
    AMBIGUOUS = "ambiguous"  # done or not done: no answer, or one that leaves it open
    REFUSED = "refused"
    UNREACHED = "unreached"  # nothing was sent


def heard(problem: BaseException) -> Heard:
    """What came back, by what the call raised."""
    if isinstance(problem, SlackApiError):
        match _kind(problem.response):
            case TryLater() as later:
                return Heard.RATELIMITED if later.after is not None else Heard.REFUSED
            case Ambiguous():
                return Heard.AMBIGUOUS
        return Heard.REFUSED
    return Heard.UNREACHED if isinstance(problem, _NOTHING_SENT) else Heard.AMBIGUOUS


def may_pass(refusal: SlackApiError) -> bool:
    """Whether the same call may go well in a minute."""
    return isinstance(_kind(refusal.response), TryLater | Ambiguous) or (
        why_refused(refusal) == "token_expired"  # the next call takes the new one
    )


def is_unanswered(problem: BaseException) -> bool:
    """Whether a call brought no answer, or one of a server that failed at it."""
    if isinstance(problem, SlackApiError):
        return isinstance(_kind(problem.response), Ambiguous)
    return isinstance(problem, aiohttp.ClientError | OSError)


class _Narrowed:
    """A class: it is entered at every call, and a generator takes several times as long."""

    async def __aenter__(self) -> None: ...

    async def __aexit__(self, _type: object, problem: BaseException | None, _traceback: object) -> None:
        if isinstance(problem, SlackApiError):
            raise _kind(problem.response) from problem
        if isinstance(problem, _NOTHING_SENT):
            raise TryLater(type(problem).__name__) from problem
        if isinstance(problem, aiohttp.ClientError | TimeoutError | OSError):
            raise Ambiguous(type(problem).__name__) from problem


_NARROWED = _Narrowed()


def narrowed() -> _Narrowed:
    """Turns whatever a call to Slack raises in the block into one of the four kinds."""
    return _NARROWED


def _kind(response: Any) -> Undelivered:
    status = status_of(response)
    data = getattr(response, "data", None)
    error = data.get("error") if isinstance(data, dict) else None
    if status == 429 or error in _RATE_LIMITED:
        return TryLater("ratelimited", _retry_after(response.headers))
    if status >= 500 or status == 408 or error in _AMBIGUOUS or (status == 200 and error is None):
        return Ambiguous(error or f"http_{status}")
    if error in _LATER:
        return TryLater(error)
    if error is None:
        return SlackMisused(f"http_{status}")
    reason = str(error)
    final = CannotReach if reason in _UNREACHABLE or reason.startswith("restricted_action") else SlackMisused
    return final(reason)


def status_of(response: Any) -> int:
    """The HTTP status of an answer; 0 where there is none."""
    # A body that is no JSON leaves slack_sdk with aiohttp's own response, which names the status otherwise.
    return int(getattr(response, "status_code", 0) or getattr(response, "status", 0))


def _retry_after(headers: Any) -> timedelta:
    asked = headers.get("Retry-After", "")
    return timedelta(seconds=int(asked)) if _SECONDS.fullmatch(asked) else _SOME_PATIENCE
