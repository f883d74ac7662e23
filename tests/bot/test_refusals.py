"""Each of Slack's answers has one meaning."""

from datetime import timedelta

import aiohttp
import pytest
from aiohttp.client_reqrep import ConnectionKey
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.refusals import Ambiguous, CannotReach, SlackMisused, TryLater, narrowed

NOWHERE = ConnectionKey(
    "nowhere.invalid", 443, is_ssl=True, ssl=True, proxy=None, proxy_auth=None, proxy_headers_hash=None
)


def answer(status=200, headers=None, **data):
    return AsyncSlackResponse(
        client=None,
        http_verb="POST",
        api_url="https://slack.com/api/chat.postMessage",
        req_args={},
        data=data,
        headers=headers or {},
        status_code=status,
    )


async def kind_of(problem):
    try:
        async with narrowed():
            raise problem
    except (Ambiguous, CannotReach, SlackMisused, TryLater) as kind:
        return kind


async def kind_of_answer(**facts):
    return await kind_of(SlackApiError("refused", answer(**facts)))


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        ("internal_error", Ambiguous),
        ("fatal_error", Ambiguous),
        ("request_timeout", Ambiguous),
        ("service_unavailable", Ambiguous),
        ("ratelimited", TryLater),
        ("not_in_channel", CannotReach),
        ("channel_not_found", CannotReach),
        ("is_archived", CannotReach),
        ("invalid_auth", CannotReach),
        ("restricted_action_read_only_channel", CannotReach),
        ("invalid_blocks", SlackMisused),
        ("something_new", SlackMisused),
    ],
)
async def test_a_code_of_slacks(error, kind):
    found = await kind_of_answer(ok=False, error=error)

    assert type(found) is kind
    assert str(found) == error


@pytest.mark.parametrize(
    ("status", "kind"),
    [(429, TryLater), (500, Ambiguous), (503, Ambiguous), (408, Ambiguous), (404, SlackMisused)],
)
async def test_a_status_without_words(status, kind):
    assert type(await kind_of_answer(status=status)) is kind


async def test_an_answer_without_ok_is_ambiguous():
    assert type(await kind_of_answer()) is Ambiguous


@pytest.mark.parametrize(("asked", "seconds"), [("7", 7), ("", 30), ("soon", 30), ("-1", 30), ("9" * 20, 30)])
async def test_patience_is_what_slack_asks_for(asked, seconds):
    found = await kind_of_answer(status=429, headers={"Retry-After": asked})

    assert found.after == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("problem", "kind"),
    [
        (aiohttp.ClientConnectorDNSError(NOWHERE, OSError("no such host")), TryLater),
        (aiohttp.ConnectionTimeoutError(), TryLater),
        (aiohttp.ServerDisconnectedError(), Ambiguous),
        (ConnectionResetError(), Ambiguous),
        (TimeoutError(), Ambiguous),
    ],
)
async def test_a_connection_that_failed(problem, kind):
    assert type(await kind_of(problem)) is kind
