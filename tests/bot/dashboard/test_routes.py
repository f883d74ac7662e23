"""The pages of the dashboard, as a browser gets them."""

import re

import pytest

from bot.dashboard.headers import HEADERS
from storage.records.dashboard import ViewerKind
from tests.bot.dashboard.conftest import CALM
from tests.making import a_metric

PUBLIC, TV = ViewerKind.PUBLIC, ViewerKind.TV


@pytest.fixture
async def rising(half_a_year, visitor):
    await visitor.readings("active_contributors", [*CALM, 60.0])
    await visitor.readings("merged", [*CALM, 61.0])
    return visitor


async def test_the_first_line_says_whether_it_moves_by_how_much_and_what_moved_too(rising):
    words = text_of(await rising.reads(await rising.link(PUBLIC)))

    assert "▲ Up 60 weekly active contributors, 29 more than the week before Moved too: " in words
    assert "Moved too: Merged pull requests (Rendering) ▲ Up" in words


async def test_every_answer_forbids_what_is_inline_or_from_elsewhere(rising):
    link = await rising.link(PUBLIC)
    page = await rising.reads(link)
    for path in ("", link, f"{link}/nowhere", f"{link}/board/nowhere", *pictures(page, link)):
        _, _, headers = await rising.get(path)

        assert {name: headers[name] for name in HEADERS} == HEADERS
        assert "private" in headers["Cache-Control"] or "no-store" in headers["Cache-Control"]
    assert not re.search(r"<style|style=|<script>| on\w+=|https?://", page)


async def test_a_picture_is_kept_by_its_address_until_its_facts_change(rising):
    link = await rising.link(PUBLIC)
    before = pictures(await rising.reads(link), link)
    await rising.readings("active_contributors", [59.0])
    after = pictures(await rising.reads(link), link)
    _, drawn, fresh = await rising.get(after[0])
    _, _, stale = await rising.get(before[0])

    assert "<svg>" in drawn
    assert fresh["Cache-Control"].endswith("immutable")
    assert stale["Cache-Control"] == "private, no-store"
    assert set(before) & set(after)  # those of the input stay


async def test_a_picture_of_a_metric_that_is_on_no_board_is_nowhere(rising):
    async with rising.ledger.open() as books:
        await books.metrics.put(a_metric(key="x", name="X"))
    await rising.readings("x", CALM)
    link = await rising.link(PUBLIC)

    assert (await rising.get(f"{link}/chart/page-light/x"))[0] == 404


async def test_a_tv_gets_the_large_page_that_renews_itself_without_a_script(rising):
    page = await rising.reads(await rising.link(TV))

    assert '<body class="tv">' in page
    assert '<noscript><meta http-equiv="refresh" content="60"></noscript>' in page


def text_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", "", page).split())


def pictures(page: str, link: str) -> list[str]:
    return [link + rest for rest in re.findall(rf'(?:src|srcset)="/d{re.escape(link)}(/chart/[^"]+)"', page)]
