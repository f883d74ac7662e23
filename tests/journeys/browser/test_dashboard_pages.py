"""The dashboard in Chromium: on a phone, a laptop and a TV; without a script; with the network gone."""

import re
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
import pytest_asyncio
from playwright.async_api import expect

from storage.engine import migrate, open_engine
from storage.ledger import Ledger
from storage.records.conflicts import ConflictState
from storage.records.dashboard import Board, ViewerKind
from storage.records.metrics import Sentence
from tests.bot.charts.test_style import ON_A_PHONE
from tests.dashboards import CALM, LAST, a_cascade, a_company, opened
from tests.fakes import HandClock
from tests.journeys.browser.test_page_access import serious
from tests.making import (
    ANA,
    MONDAY_NINE,
    a_conflict,
    a_metric,
    a_team,
    a_win,
    an_appointment,
    an_input,
)

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
NARROW = {**PHONE, "viewport": {"width": 360, "height": 740}, "device_scale_factor": 3}
LAPTOP = {"viewport": {"width": 1280, "height": 800}}
TV = {"viewport": {"width": 1920, "height": 1080}}
VERDICT = re.compile("60 weekly active contributors, 29\u00a0more than the week before")
# What the browser says of a page that is gone or out of reach; we say it in words.
EXPECTED = ("status of 404", "ERR_INTERNET_DISCONNECTED", "ERR_CONNECTION_REFUSED", "ERR_NETWORK_CHANGED")


@pytest_asyncio.fixture(loop_scope="session")
async def books():
    engine = open_engine("sqlite://")
    await migrate(engine)
    yield Ledger(engine, "T1")
    await engine.dispose()


@pytest_asyncio.fixture(loop_scope="session")
async def visitor(books):
    await a_company(books)
    await a_cascade(books)
    long = a_metric(key="long", name="Something whose name goes on for as long as a name may " * 2)
    async with books.open() as shelves:
        await shelves.teams.put(a_team(id="docs", name="Docs & Learning", channel="CDOCS"))
        await shelves.inputs.add(an_input(id="long", team="docs", metric=long))
        await shelves.sentences.put(
            Sentence("active_contributors", LAST, "Ana and Bo wrote the guide together", "UANA", MONDAY_NINE)
        )
        await shelves.wins.add(a_win(people=("UBO",), teams=("rendering", "docs")))
        await shelves.appointments.put(an_appointment(ritual="monday", team=None))
        await shelves.conflicts.add(replace(a_conflict(), up_at=MONDAY_NINE, state=ConflictState.UP))
        board = Board(
            "b1", "Do reviews wait?", "whether we keep the rota", ("merged", "long"), "UANA", MONDAY_NINE
        )
        await shelves.boards.put(replace(board, is_public=True))
        only = replace(board, id="b2", question="Is it much?", metrics=("long", "merged"))
        await shelves.boards.put(replace(only, is_public=True))
    async with opened(books, HandClock(MONDAY_NINE)) as visitor:
        await visitor.readings("active_contributors", [*CALM, 60.0])
        await visitor.readings("merged", [*CALM, 61.0])
        await visitor.readings("long", [*CALM[:-3], 123_456_789.0])
        yield visitor


@pytest_asyncio.fixture(loop_scope="session")
async def looks(browser, visitor):
    """Open a page of the dashboard; what it complains of, or asks of others, fails the test."""
    complaints = []

    @asynccontextmanager
    async def _looks(path, **how):
        context = await browser.new_context(**{"locale": "en-GB", **how})
        page = await context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if _is_odd(said) else None)
        page.on("request", lambda it: None if it.url.startswith(visitor.url) else complaints.append(it.url))
        await page.goto(f"{visitor.url}/d{path}")
        yield page
        await context.close()

    yield _looks
    assert complaints == []


def _is_odd(said):
    return said.type in ("error", "warning") and not any(each in said.text for each in EXPECTED)


WHOLE = ".figure, th:text-is('Agreed'), th:text-is('Remark')"

# How many lines the words of each take.
LINES = """all => all.map(each => {
    const range = document.createRange();
    range.selectNodeContents(each);
    return range.getClientRects().length;
})"""


# The numbers whose digits stand in more than one line.
BROKEN = """all => all.map(each => {
    const digits = each.textContent.split("\u00a0")[0];
    const range = document.createRange();
    range.setStart(each.firstChild, 0);
    range.setEnd(each.firstChild, digits.length);
    return range.getClientRects().length > 1 ? digits : "";
}).filter(digits => digits)"""


@pytest.mark.parametrize("size", [NARROW, PHONE, LAPTOP], ids=["narrow", "phone", "laptop"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_axe_finds_no_serious_fault_and_nothing_sticks_out(visitor, looks, size, scheme):
    link = await visitor.link(ViewerKind.PUBLIC)
    for path in (link, f"{link}/board/b1", "/p/made-up"):
        async with looks(path, color_scheme=scheme, **size) as page:
            assert await serious(page) == []
            assert await page.evaluate("document.documentElement.scrollWidth") == size["viewport"]["width"]


async def test_a_member_s_pages_are_as_accessible(visitor, looks):
    async with looks(f"/in/{await visitor.entrance.link_for(ANA)}", **LAPTOP) as page:
        await expect(page.get_by_text("Ana and Bo wrote the guide together")).to_be_visible()
        await expect(page.get_by_role("heading", name="Open decisions")).to_be_visible()
        assert await serious(page) == []

        await page.get_by_role("link", name="Merged pull requests").click()
        await expect(page.get_by_role("heading", name="Its readings")).to_be_visible()
        assert await serious(page) == []


async def test_no_number_or_heading_of_a_table_is_broken_nor_a_day_where_there_is_room(visitor, looks):
    for size, whole in ((PHONE, WHOLE), (LAPTOP, f"{WHOLE}, tbody th")):
        async with looks(f"/in/{await visitor.entrance.link_for(ANA)}", **size) as page:
            await page.get_by_role("link", name="Merged pull requests").click()
            await page.locator("summary").click()
            await expect(page.locator(whole).last).to_be_visible()

            assert set(await page.locator(whole).evaluate_all(LINES)) == {1}
            assert await page.evaluate("document.documentElement.scrollWidth") == page.viewport_size["width"]


async def test_on_a_narrow_phone_a_picture_takes_all_the_room_and_is_drawn_for_it(visitor, looks):
    async with looks(f"/in/{await visitor.entrance.link_for(ANA)}", **NARROW) as page:
        for path in ("", "/metric/merged"):
            await page.goto(f"{visitor.url}/d{path}")
            picture = page.locator(".chart img")

            # So wide, the words of a picture for phones are as large as tests/bot/charts/test_style.py says.
            assert (await picture.bounding_box())["width"] >= ON_A_PHONE
            assert "/chart/phone-" in await picture.evaluate("image => image.currentSrc")


async def test_a_long_number_leaves_its_name_room_and_is_not_broken(visitor, looks):
    link = await visitor.link(ViewerKind.PUBLIC)
    for path, size in (
        (link, NARROW),
        (link, LAPTOP),
        (f"{link}/board/b1", NARROW),
        (f"{link}/board/b2", NARROW),
    ):
        async with looks(path, **size) as page:
            await expect(page.get_by_text("123\u202f456\u202f789").first).to_be_visible()
            names = await page.locator(".row .words").evaluate_all("all => all.map(each => each.clientWidth)")

            assert min(names) >= 140
            assert await page.locator(".row .value, .number > .value").evaluate_all(BROKEN) == []


async def test_the_verdict_is_the_first_thing_on_a_phone_and_a_laptop(visitor, looks):
    link = await visitor.link(ViewerKind.PUBLIC)
    for size in (PHONE, LAPTOP):
        async with looks(link, **size) as page:
            verdict = page.get_by_text(VERDICT)
            await expect(verdict).to_be_in_viewport()
            await expect(page.get_by_text("Moved too:")).to_be_in_viewport()
            assert (await verdict.bounding_box())["y"] < 260


async def test_a_tv_shows_everything_without_scrolling(visitor, looks):
    async with looks(await visitor.link(ViewerKind.TV), color_scheme="dark", **TV) as page:
        await expect(page.get_by_text(VERDICT)).to_be_in_viewport()
        await expect(page.get_by_text("A colleague and a colleague wrote the guide")).to_be_in_viewport()
        await expect(page.get_by_text("Next: Monday pulse")).to_be_in_viewport(ratio=1)
        assert await serious(page) == []
        assert await page.evaluate("document.documentElement.scrollHeight") == 1080


async def test_a_page_for_anybody_names_nobody(visitor, looks):
    async with looks(await visitor.link(ViewerKind.PUBLIC), **LAPTOP) as page:
        await expect(page.get_by_role("heading", name="Wins of the fortnight")).to_be_visible()
        words = await page.evaluate("document.documentElement.outerHTML")

    assert not re.search(r"\b(Ana|Bo|UANA|UBO|CDOCS|CRENDER|CALL)\b", words)
    assert "Open decisions" not in words


async def test_everything_is_there_without_a_script(visitor, looks):
    async with looks(await visitor.link(ViewerKind.PUBLIC), java_script_enabled=False, **LAPTOP) as page:
        await expect(page.get_by_text(VERDICT)).to_be_visible()
        await expect(page.get_by_role("img", name="Chart of Weekly active contributors")).to_be_visible()
        await page.get_by_role("link", name="Do reviews wait?").click()
        await expect(page.get_by_text("It informs: whether we keep the rota")).to_be_visible()


async def test_an_open_page_takes_a_new_number_by_itself(visitor, looks):
    async with looks(await visitor.link(ViewerKind.TV), **TV) as page:
        await expect(page.get_by_text(VERDICT)).to_be_visible()
        await visitor.readings("active_contributors", [63.0])

        await expect(page.get_by_text("63 weekly active contributors, 32 more")).to_be_visible()


async def test_a_tv_outlives_a_network_that_is_gone_for_a_while(visitor, looks):
    async with looks(await visitor.link(ViewerKind.TV), **TV) as page:
        await page.context.set_offline(True)
        await expect(page.get_by_role("status")).to_contain_text("Offline since")
        await expect(page.get_by_text(VERDICT)).to_be_visible()
        await visitor.readings("active_contributors", [64.0])

        await page.context.set_offline(False)
        await expect(page.get_by_text("64 weekly active contributors, 33")).to_be_visible()
        await expect(page.get_by_role("status")).to_be_empty()


async def test_a_link_that_ends_ends_on_the_open_page_too(visitor, looks):
    async with looks(await visitor.link(ViewerKind.TV), **TV) as page:
        await expect(page.get_by_text(VERDICT)).to_be_visible()
        await visitor.dashboards.revoke_link(ANA, ViewerKind.TV)

        await expect(page.get_by_role("heading", name="Nothing here")).to_be_visible()
