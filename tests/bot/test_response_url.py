"""An answer leaves for Slack alone, whatever address a window kept."""

import aiohttp
import pytest
from aiohttp import web

from bot.blocks.layout import Message
from bot.refusals import Heard
from bot.response_url import answer, is_slacks
from bot.server import serving
from tests.ports import free_port

API = "http://127.0.0.1:4321/api/"


@pytest.mark.parametrize(
    "url",
    ["https://hooks.slack.com/actions/T1/1/abc", "http://127.0.0.1:4321/response/R1/abc"],
)
def test_to_slack_or_to_where_its_web_api_is(url):
    assert is_slacks(url, API)


@pytest.mark.parametrize(
    "url",
    [
        "http://hooks.slack.com/actions/T1/1/abc",
        "https://hooks.slack.com.evil.example/x",
        "https://hooks.slack.com@evil.example/x",
        "https://hooks.slack.com:8443/x",
        "http://127.0.0.1:4322/response/R1/abc",
        "http://127.0.0.1/response/R1/abc",
        "http://169.254.169.254/latest/meta-data",
        "https://[::1",
        "http://127.0.0.1:port/x",
        "file:///etc/passwd",
        "",
    ],
)
def test_and_nowhere_else(url):
    assert not is_slacks(url, API)


@pytest.mark.parametrize(
    ("status", "heard"),
    [
        (200, Heard.OK),
        (404, Heard.REFUSED),
        (429, Heard.RATELIMITED),
        (503, Heard.AMBIGUOUS),
    ],
)
async def test_what_came_back_is_told(status, heard):
    async def respond(_request):
        return web.Response(status=status)

    told: list[Heard] = []
    async with (
        serving([web.post("/response", respond)], "127.0.0.1", 0) as port,
        aiohttp.ClientSession() as session,
    ):
        url = f"http://127.0.0.1:{port}/response"
        was_taken = await answer(url, Message("Hello", []), session, told.append, replace=False)

    assert told == [heard]
    assert was_taken == (status == 200)


async def test_that_nobody_was_reached_is_told():
    told: list[Heard] = []
    async with aiohttp.ClientSession() as session:
        url = f"http://127.0.0.1:{free_port()}/response"
        with pytest.raises(aiohttp.ClientError):
            await answer(url, Message("Hello", []), session, told.append, replace=False)

    assert told == [Heard.UNREACHED]
