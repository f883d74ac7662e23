"""One Chromium for all browser stories, a workspace for each, and a small app on its socket."""

import os
import shutil
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp import ClientSession
from playwright.async_api import async_playwright, expect
from slack_sdk.web.async_client import AsyncWebClient

from bot import simulator
from tests.journeys.browser.pledge import connected
from tests.journeys.living import an_office, furnish
from tests.patience import PATIENT

FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
HERE = Path(__file__).parent
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")


def pytest_collection_modifyitems(items):
    # Chromium lives in the session's loop, so the stories that use it must run there too.
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


def pytest_runtest_setup(item):
    # Skipped from this one place, so that the summary says it in one line.
    if CHROMIUM is None and "browser" in item.fixturenames:
        pytest.skip("Chromium is not installed: the browser stories are left out")


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser():
    expect.set_options(timeout=30_000)
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        await chromium.close()


@pytest_asyncio.fixture(loop_scope="session")
async def sim():
    now = datetime(2025, 8, 11, 6, 55, tzinfo=UTC)
    async with simulator.running(
        manifest=HERE / "manifest.yml", now=now, files_ready_after=0, **PATIENT
    ) as running:
        yield running


@pytest_asyncio.fixture(loop_scope="session")
async def client(sim):
    async with ClientSession() as session:
        yield AsyncWebClient(sim.bot_token, base_url=f"{sim.url}/api/", session=session)


@pytest_asyncio.fixture(loop_scope="session")
async def app(sim, client):
    handler = connected(client, sim.app_token)
    await handler.connect_async()
    yield handler
    await handler.close_async()


def grumbles(said):
    # A refusal that the page tells the person in words (400) is noted by the browser as well.
    return said.type in ("error", "warning") and "status of 400" not in said.text


@asynccontextmanager
async def pages(browser, url):
    """Open the page as somebody; what the page complains of, or fetches from elsewhere, fails the test."""
    contexts, complaints = [], []

    async def open_page(name, channel="north-star", **how):
        context = await browser.new_context(
            **{"viewport": {"width": 1280, "height": 800}, "locale": "en-GB", **how}
        )
        contexts.append(context)
        page = await context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if grumbles(said) else None)
        page.on("request", lambda asked: None if asked.url.startswith(url) else complaints.append(asked.url))
        await page.goto(f"{url}/#as={name}&channel={channel}")
        await expect(page.locator("#channel-name")).not_to_be_empty()
        await expect(page.locator("#messages li").first).to_be_visible()
        return page

    yield open_page
    for context in contexts:
        await context.close()
    assert complaints == []


@pytest_asyncio.fixture(loop_scope="session")
async def page_of(browser, sim, app):
    async with pages(browser, sim.url) as open_page:
        yield open_page


@pytest_asyncio.fixture(loop_scope="session")
async def lived(browser, tmp_path):
    """Gives, for an office, the bot at work in it and a way to open its page."""

    @asynccontextmanager
    async def _lived(*, furnished=True):
        async with an_office(f"sqlite:///{tmp_path / 'polaris.db'}") as office:
            if furnished:
                await furnish(office)
            async with office.at_work(), pages(browser, office.slack.url) as open_page:
                yield office, open_page

    return _lived


@pytest_asyncio.fixture(loop_scope="session")
async def ana(page_of):
    return await page_of("ana")
