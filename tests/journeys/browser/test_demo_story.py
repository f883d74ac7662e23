"""`polaris demo` as a process of its own, opened where its one line says."""

import asyncio
import os
import re
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE

import pytest
from playwright.async_api import expect

from tests.journeys.browser.conftest import pages
from tests.journeys.browser.hands import move_clock, say


@pytest.mark.parametrize("options", [[], ["--http"]], ids=["socket", "http"])
async def test_a_visitor_follows_the_one_line(browser, tmp_path, options):
    demo = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        "demo",
        *options,
        stdin=DEVNULL,
        stdout=PIPE,
        env={**os.environ, "TMPDIR": str(tmp_path)},
    )
    assert demo.stdout
    try:
        line = (await demo.stdout.readline()).decode()
        opened = re.search(r"(http://[\d.:]+)/#as=(\w+)&channel=([\w-]+)", line)
        assert opened, line
        url, who, channel = opened.groups()
        async with pages(browser, url) as open_page:
            page = await open_page(who, channel)
            await expect(page.locator("#connection")).to_contain_text("Polaris connected")
            await move_clock(page, "Next ritual", "09:00")
            pulse = page.locator(".message").last
            await expect(pulse).to_contain_text("Steady: 25 weekly active contributors")
            await expect(pulse.get_by_role("img", name="Weekly active contributors")).to_be_visible()
            await say(page, "/commit Thank whoever lands a first change")
            await expect(page.locator(".message").last).to_contain_text("Logged for this week")
            await move_clock(page, "Monday 09:00", "Mon 18 Aug")
            await expect(page.locator(".message").last).to_contain_text("11 Aug 32")
    finally:
        demo.send_signal(signal.SIGINT)
        await demo.communicate()

    assert demo.returncode == 0
    assert list(tmp_path.iterdir()) == []
