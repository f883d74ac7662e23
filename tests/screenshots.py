"""Draws the pictures of README.md and docs/week.md: the demo, in Chromium (`make screenshots`)."""

import asyncio
import re
import shutil
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Page, ViewportSize, async_playwright, expect

from tests.journeys.browser.hands import pick, say

DOCS = Path(__file__).parent.parent / "docs"
SIZE: ViewportSize = {"width": 1280, "height": 1040}


@asynccontextmanager
async def demo() -> AsyncIterator[tuple[str, str]]:
    """The addresses of a demo of our own, and of its dashboard."""
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", "bot", "demo", stdout=PIPE)
    assert process.stdout
    try:
        address = re.search(r"http://[\d.:]+\d", (await process.stdout.readline()).decode())
        assert address, "the demo did not come up"
        dashboard = re.search(r"http://\S+", (await process.stdout.readline()).decode())
        assert dashboard, "the demo has no dashboard"
        yield address[0], dashboard[0]
    finally:
        process.terminate()
        await process.wait()


async def main() -> None:
    chromium = shutil.which("chromium")
    assert chromium, "Chromium is not installed"
    async with demo() as (url, dashboard), async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = await browser.new_page(viewport=SIZE, locale="en-GB")
        await page.goto(f"{url}/#as=ana&channel=north-star")
        await pulse(page)
        await page.screenshot(path=DOCS / "pulse.png")
        beside = await browser.new_page(viewport=SIZE, locale="en-GB")
        await beside.goto(dashboard)
        await board(beside)
        await beside.screenshot(path=DOCS / "dashboard.png", animations="disabled")
        await form(page)
        await page.screenshot(path=DOCS / "commit.png")
        await page.get_by_role("dialog").get_by_role("button", name="Cancel").click()
        await win(page)
        await page.screenshot(path=DOCS / "win.png")
        await home(page)
        await page.screenshot(path=DOCS / "home.png")
        await triage(page)
        await page.screenshot(path=DOCS / "triage.png")
        page = await browser.new_page(viewport=SIZE, locale="en-GB")
        await page.goto(f"{url}/#as=gabi&channel=team-community")
        await friday(page)
        await page.screenshot(path=DOCS / "follow_through.png")
        page = await browser.new_page(viewport=SIZE, locale="en-GB")
        await page.goto(f"{url}/#as=bo&channel=team-engine")
        await standup(page)
        await page.screenshot(path=DOCS / "standup.png")
        await both_sides(page)
        await page.screenshot(path=DOCS / "escalate.png")
        page = await browser.new_page(viewport=SIZE, locale="en-GB")
        await page.goto(f"{url}/#as=ana&channel=north-star")
        await digest(page)
        await page.screenshot(path=DOCS / "digest.png")
        await browser.close()


async def pulse(page: Page) -> None:
    await page.get_by_role("button", name="Next ritual").click()
    await expect(page.locator("#messages img").last).to_be_visible(timeout=30_000)
    await page.wait_for_function("[...document.images].every(image => image.complete)")
    await expect(page.locator("#clock")).not_to_contain_text("time is passing", timeout=60_000)


async def form(page: Page) -> None:
    await page.get_by_role("button", name="Commit").last.click()
    await expect(page.get_by_role("dialog")).to_be_visible()


async def win(page: Page) -> None:
    """A win told with its numbers, in the pulse's thread, and a reaction on it."""
    await say(page, "/win Docs and Community wrote the first-steps guide together")
    window = page.get_by_role("dialog", name="Celebrate a win")
    await pick(window, "Whom is it about?", "Kofi")
    await pick(window, "Which teams had a hand in it?", "Docs")
    await pick(window, "Which input did it move?", "Docs and examples")
    await expect(window.get_by_label("Which of its readings tell it?")).to_be_visible()
    await window.get_by_label("What does it mean?").fill("More newcomers land a first change, and come back.")
    await window.get_by_role("button", name="Post it").click()
    await page.get_by_role("button", name="Done").click()
    await page.locator("button.replies").last.click()
    told = page.locator("#thread-messages .message").last
    await expect(told).to_contain_text("A win together", timeout=30_000)
    await told.hover()
    await told.get_by_role("button", name="Add a reaction").click()
    await page.keyboard.type("tada")
    await page.keyboard.press("Enter")
    await expect(told.get_by_role("button", name="tada")).to_be_visible()
    await page.mouse.move(640, 20)  # the message's own buttons would hide its first line


async def home(page: Page) -> None:
    """App Home of somebody who just promised something."""
    await say(page, "/commit Answer every first question within a day")
    await expect(page.locator("#messages .message").last).to_contain_text("Logged for this week")
    await page.locator("#sidebar").get_by_role("button", name="Polaris").first.click()
    await page.get_by_role("tab", name="Home").click()
    await expect(page.locator("#home")).to_contain_text("Answer every first question within a day")
    await expect(page.locator("#home img")).to_be_visible(timeout=30_000)
    await page.wait_for_function("[...document.images].every(image => image.complete)")


async def triage(page: Page) -> None:
    """What waits for a decision, and in its thread the readings of both sides."""
    await page.locator("#sidebar").get_by_role("button", name="triage").click()
    await page.locator("#messages").get_by_role("button", name="repl").last.click()
    chart = page.locator("#thread-messages img").last
    await expect(chart).to_be_visible(timeout=30_000)
    await page.wait_for_function("[...document.images].every(image => image.complete)")
    await chart.scroll_into_view_if_needed()


async def standup(page: Page) -> None:
    """The next Monday's pulse of a team, with its thread."""
    for step in ("Monday 09:00", "+1 hour"):
        await page.get_by_role("button", name=step).click()
        await expect(page.locator("#clock")).not_to_contain_text("time is passing", timeout=30_000)
    told = page.locator("#messages .message", has_text="North Star:").last
    await told.get_by_text("1 reply").click(timeout=30_000)
    await expect(page.locator("#thread-messages")).to_contain_text("How it is counted")


async def friday(page: Page) -> None:
    """Two promises on Monday; on Friday afternoon one of them is answered."""
    for text in ("Answer every first question within a day", "Ask three newcomers what nearly stopped them"):
        box = page.locator("#composer textarea")
        await box.fill(f"/commit {text}")
        await box.press("Escape")
        await box.press("Enter")
        await expect(page.locator(".message").last).to_contain_text(text)
    question = page.locator(".message", has_text="How did the week of 11 August go?")
    await page.locator("#sidebar").get_by_role("button", name="Polaris").first.click()
    for step in ["+1 day"] * 4 + ["+1 hour"] * 12:
        if await question.count():
            break
        await page.get_by_role("button", name=step).click()
        await expect(page.locator("#clock")).not_to_contain_text("time is passing", timeout=30_000)
    await question.get_by_role("button", name="Done: Answer").click()
    await expect(question).to_contain_text("Done ·")


async def both_sides(page: Page) -> None:
    """A conflict being written, and what was decided before over much the same."""
    box = page.locator("#composer textarea")
    await box.fill("/escalate The reviewers' weeks before the release")
    await box.press("Escape")
    await box.press("Enter")
    first = page.get_by_role("dialog", name="Settle a conflict")
    await first.get_by_role("combobox", name="With which other team?").click()
    await page.get_by_role("option", name="Review").click()
    await first.locator("[type=submit]").click()
    both = page.get_by_role("dialog", name="Both sides")
    await expect(both).to_contain_text("Was this decided before?")
    await both.get_by_label("What does Engine want?").fill("All reviewers on the renderer for two weeks")


async def board(page: Page) -> None:
    """Every picture of the dashboard, and what the readings say of the links."""
    await expect(page.get_by_text("Link to the North Star").first).to_be_visible(timeout=60_000)
    # News may put other pictures in their places meanwhile.
    await page.evaluate("scrollTo(0, document.body.scrollHeight)")
    await page.wait_for_function("[...document.images].every(image => image.complete)")
    await page.evaluate("scrollTo(0, 0)")


async def digest(page: Page) -> None:
    """The wins of the first fortnight, with their thread."""
    told = page.locator("#messages .message", has_text=re.compile("Wins in (numbers|stories)"))
    for _ in range(14):
        if await told.count():
            break
        await page.get_by_role("button", name="+1 day").click()
        await expect(page.locator("#clock")).not_to_contain_text("time is passing", timeout=60_000)
    await told.last.locator("button.replies").click(timeout=30_000)
    await expect(page.locator("#thread-messages")).to_contain_text("What it means")
    await told.last.scroll_into_view_if_needed()
    await page.mouse.move(640, 20)


if __name__ == "__main__":
    asyncio.run(main())
