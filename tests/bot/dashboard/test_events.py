"""Streams of news: so many at once and no more, and all of them end with the server."""

import asyncio
from contextlib import asynccontextmanager

import aiohttp
import pytest
from aiohttp import web

from bot.dashboard.events import Events
from bot.server import serving


async def stays(seconds):
    await asyncio.sleep(seconds)
    return True


@asynccontextmanager
async def told(most=1, look_again=0.01, stay_open=stays):
    """An address with room for so many listeners, the events behind it, what they tell, and a browser."""
    versions = ["one"]

    async def version():
        return versions[-1]

    async def listen(request):
        return await events.stream(request, stay_open)

    events = Events(version, most, look_again)
    application = web.Application()
    application.add_routes([web.get("/", listen)])
    async with (
        serving([], "127.0.0.1", 0, {"/news": application}) as port,
        aiohttp.ClientSession() as browser,
    ):
        yield f"http://127.0.0.1:{port}/news/", events, versions, browser
        await events.close()  # as the bot does: whoever went away is found out only after a while


@pytest.fixture
async def news():
    async with told() as news:
        yield news


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


async def test_what_somebody_who_comes_later_finds_new_is_told_at_once_to_those_who_are_there():
    async with (
        told(most=2, look_again=60) as (url, _, versions, browser),
        asyncio.timeout(20),
        browser.get(url) as first,
    ):
        await first.content.readuntil(b"data: one\n")
        versions.append("two")
        async with browser.get(url):
            heard = await first.content.readuntil(b"data: two\n")

    assert b"event: version" in heard


async def test_when_nobody_can_say_who_may_look_the_stream_ends():
    async def fails(_seconds):
        raise OSError("the database is away")

    async with told(stay_open=fails) as (url, _, _, browser), asyncio.timeout(20), browser.get(url) as stream:
        heard = await stream.content.read()

    assert heard.count(b"data: one") == 1


async def test_a_stream_that_has_ended_has_given_back_what_it_held():
    given_back = asyncio.Event()

    async def at_the_books(_seconds):
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0.05)  # as a transaction is rolled back
            given_back.set()

    async with told(stay_open=at_the_books) as (url, events, _, browser), browser.get(url) as stream:
        await stream.content.readuntil(b"data: one\n")
        await events.close()
        await stream.content.read()

        assert given_back.is_set()
