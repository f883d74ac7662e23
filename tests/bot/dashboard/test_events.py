"""Streams of news: so many at once and no more, and all of them end with the server."""

import asyncio

import aiohttp
import pytest
from aiohttp import web

from bot.dashboard.events import Events
from bot.server import serving


@pytest.fixture
async def news():
    """Give an address with room for one listener, the events behind it, and a browser."""
    versions = ["one"]

    async def version():
        return versions[-1]

    async def stays(seconds):
        await asyncio.sleep(seconds)
        return True

    async def listen(request):
        return await events.stream(request, stays)

    events = Events(version, most=1, look_again=0.01)
    application = web.Application()
    application.add_routes([web.get("/", listen)])
    async with (
        serving([], "127.0.0.1", 0, {"/news": application}) as port,
        aiohttp.ClientSession() as browser,
    ):
        yield f"http://127.0.0.1:{port}/news/", events, versions, browser


async def test_whoever_comes_after_the_last_seat_is_taken_looks_by_themselves(news):
    url, _, _, browser = news
    async with browser.get(url) as first:
        await first.content.readuntil(b"data: one\n")
        async with browser.get(url) as second:
            assert second.status == 503
            assert second.headers["Retry-After"] == "60"


async def test_a_new_version_is_told_once_and_the_stream_ends_with_the_server(news):
    url, events, versions, browser = news
    async with browser.get(url) as stream:
        await stream.content.readuntil(b"data: one\n")
        versions.append("two")
        await stream.content.readuntil(b"data: two\n")
        await events.close()

        assert not (await stream.content.read()).strip()
