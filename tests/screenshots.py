"""Draws the pictures of README.md: the demo, in Chromium, on its first Monday (`make screenshots`)."""

import asyncio
import re
import shutil
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Page, ViewportSize, async_playwright, expect

DOCS = Path(__file__).parent.parent / "docs"
SIZE: ViewportSize = {"width": 1280, "height": 1040}


@asynccontextmanager
async def demo() -> AsyncIterator[str]:
    """The address of a demo of our own."""
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", "bot", "demo", stdout=PIPE)
    assert process.stdout
    try:
        address = re.search(r"http://[\d.:]+\d", (await process.stdout.readline()).decode())
        assert address, "the demo did not come up"
        yield address[0]
    finally:
        process.terminate()
        await process.wait()


async def main() -> None:
    chromium = shutil.which("chromium")
    assert chromium, "Chromium is not installed"
    async with demo() as url, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = await browser.new_page(viewport=SIZE, locale="en-GB")
        await page.goto(f"{url}/#as=ana&channel=north-star")
        await pulse(page)
        await page.screenshot(path=DOCS / "pulse.png")
        await form(page)
        await page.screenshot(path=DOCS / "commit.png")
        await browser.close()


async def pulse(page: Page) -> None:
    await page.get_by_role("button", name="Next ritual").click()
    await expect(page.locator("#messages img").last).to_be_visible(timeout=30_000)
    await page.wait_for_function("[...document.images].every(image => image.complete)")


async def form(page: Page) -> None:
    await page.get_by_role("button", name="Commit").last.click()
    await expect(page.get_by_role("dialog")).to_be_visible()


if __name__ == "__main__":
    asyncio.run(main())
