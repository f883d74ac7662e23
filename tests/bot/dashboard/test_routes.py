"""The pages of the dashboard, as a browser gets them."""

import asyncio
import re
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.blocks.commands import call_nsm
from bot.dashboard.headers import HEADERS
from storage.records.dashboard import Board, ViewerKind
from storage.records.metrics import Sentence
from storage.records.shifts import AcceptedShift
from tests.dashboards import CALM, LAST, opened
from tests.hostile import ATTACKS
from tests.making import (
    ANA,
    BO,
    MONDAY_NINE,
    a_metric,
    a_star,
    a_team,
    a_version,
    a_win,
    a_workspace,
    an_input,
)

MARKUP = """</p><script>alert(1)</script>"'><img src=x onerror=alert(1)>{{ 7 * 7 }}"""
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


async def test_of_a_team_what_has_a_signal_stands_first_and_the_rest_by_name(rising):
    async with rising.ledger.open() as books:
        for key, name in (("zeal", "Zeal"), ("calls", "Calls")):
            await books.inputs.add(an_input(id=key, metric=a_metric(key=key, name=name)))
    await rising.readings("calls", CALM)
    await rising.readings("zeal", CALM)
    page = await rising.reads(await rising.link(PUBLIC))
    below = text_of(page[page.index("What moves it") :])

    assert below.index("Merged pull requests") < below.index("Calls") < below.index("Zeal")


async def test_every_answer_forbids_what_is_inline_or_from_elsewhere(rising):
    link = await rising.link(PUBLIC)
    page = await rising.reads(link)
    for path in ("", link, f"{link}/nowhere", f"{link}/board/nowhere", *pictures(page, link)):
        _, _, headers = await rising.get(path)

        assert {name: headers[name] for name in HEADERS} == HEADERS
        assert "aiohttp" not in repr(headers)
        assert "private" in headers["Cache-Control"] or "no-store" in headers["Cache-Control"]
    assert not re.search(r"<style|style=|<script>| on\w+=|https?://", page)


async def test_no_page_is_searched_framed_kept_or_told_of_to_other_sites(rising):
    _, _, headers = await rising.get(await rising.link(PUBLIC))
    policy = dict(each.strip().split(" ", 1) for each in headers["Content-Security-Policy"].split(";"))

    assert "noindex" in headers["X-Robots-Tag"]
    assert "no-store" in headers["Cache-Control"]
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert {*policy.values()} == {"'none'", "'self'"}


async def test_a_picture_is_kept_by_its_address_until_its_facts_change(rising):
    link = await rising.link(PUBLIC)
    before = pictures(await rising.reads(link), link)
    await rising.readings("active_contributors", [59.0])
    after = pictures(await rising.reads(link), link)
    _, drawn, fresh = await rising.get(after[0])
    _, _, stale = await rising.get(before[0])

    assert "<svg " in drawn
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


async def test_the_page_of_a_metric_and_its_readings_are_for_whom_they_concern(rising):
    await rising.readings("merged", [62.0])
    link = await rising.link(PUBLIC)
    assert (await rising.get(f"{link}/metric/merged"))[0] == 404
    assert "/metric/" not in await rising.reads(link)
    assert (await rising.get("/metric/merged"))[0] == 404

    await rising.enters(ANA)
    page = text_of(await rising.reads("/metric/merged"))
    assert "Answered for by Ana" in page
    assert "9 Mar 2026 62 Ana, Mon 16 Mar, 09:00 (UTC) corrected later" in page

    await rising.enters(BO)
    page = text_of(await rising.reads("/metric/merged"))
    assert "Answered for by Ana" in page
    assert "Its readings" not in page
    assert (await rising.get("/metric/nothing"))[0] == 404


async def test_a_metric_that_drifts_says_so_on_its_own_page(rising):
    await rising.readings("merged", [20.0 + week / 2 for week in range(40)])
    await rising.enters(BO)

    assert "How it moves Each week is much like the one before" in text_of(
        await rising.reads("/metric/merged")
    )


async def test_a_metric_that_settles_says_what_that_means_on_its_own_page(half_a_year, rising):
    async with half_a_year.open() as books:
        await books.shifts.put(AcceptedShift("merged", date(2026, 2, 23), BO.user, MONDAY_NINE))
    await rising.enters(BO)

    assert "What settling means A new level has begun, and takes ten readings of its own" in text_of(
        await rising.reads("/metric/merged")
    )


async def test_the_page_of_a_steady_metric_does_not_say_its_number_twice(half_a_year, visitor):
    await visitor.readings("merged", CALM)
    await visitor.enters(ANA)
    page = text_of(await visitor.reads("/metric/merged"))

    assert page.count("● Steady") == 1
    assert "Steady:" not in page
    assert "The usual range is " in page
    assert "An export" not in page
    assert f"All {len(CALM)}" in page


async def test_a_member_s_page_leads_to_each_metric_and_names_who_agreed(rising):
    async with rising.ledger.open() as books:
        await books.wins.add(a_win(people=("UBO",)))
    await rising.enters(ANA)
    page = await rising.reads()

    assert 'href="/d/metric/merged"' in page
    assert "Ana, Bo · 16 March" in text_of(page)
    # Else the day would change its place with a name that is written from the right.
    assert "<bdi>Ana, Bo</bdi> · 16 March" in page


async def test_a_number_keeps_its_place_beside_a_name_that_is_written_from_the_right(rising):
    name = "متوسط الوقت"
    async with rising.ledger.open() as books:
        await books.metrics.put(a_metric(name=name, unit="count"))
    await rising.enters(ANA)
    kept = f"61 \N{FIRST STRONG ISOLATE}{name}\N{POP DIRECTIONAL ISOLATE}, 30"

    assert (await rising.reads("/metric/merged")).count(kept) == 2


async def test_the_day_of_an_agreement_is_the_organisation_s(rising):
    async with rising.ledger.open() as books:
        await books.workspaces.put(a_workspace(time_zone="Pacific/Auckland"))
        await books.versions.add(a_version(approved_at=MONDAY_NINE.replace(hour=21)))
    await rising.enters(ANA)

    assert "17 March 2026, by Ana" in text_of(await rising.reads("/metric/merged"))


async def test_a_new_reading_shows_on_the_next_look_and_is_told_to_open_pages(rising, clock):
    link = await rising.link(PUBLIC)
    before = version_of(await rising.reads(link))
    async with rising.session.get(f"{rising.url}/d{link}/events") as stream:
        assert stream.content_type == "text/event-stream"
        assert await told(stream) == before
        await rising.readings("active_contributors", [59.0])
        after = await told(stream)

    assert after != before
    assert version_of(await rising.reads(link)) == after
    assert "▲ Up 59 weekly active contributors" in text_of(await rising.reads(link))


async def test_a_stream_ends_with_its_link(rising):
    link = await rising.link(PUBLIC)
    async with rising.session.get(f"{rising.url}/d{link}/events") as stream:
        await told(stream)
        await rising.dashboards.revoke_link(ANA, PUBLIC)

        assert not (await stream.content.read()).strip()


async def test_what_is_off_revoked_or_made_up_is_nowhere_alike(rising):
    link = await rising.link(PUBLIC)
    await rising.dashboards.revoke_link(ANA, PUBLIC)
    told = [await rising.get(path) for path in (link, "/p/made-up", "/tv/made-up", "", "/nothing", "/in/x")]
    await rising.dashboards.switch_off(ANA)
    told += [await rising.get(path) for path in (link, "", "/in/x")]

    assert {(status, text) for status, text, _ in told} == {(404, told[0][1])}
    assert "Nothing here" in told[0][1]


async def test_where_nothing_is_the_command_goes_by_the_name_it_has_here(company, clock):
    async def elsewhere():
        call_nsm("/star")
        async with opened(company, clock) as visitor:
            return await visitor.get("/p/made-up")

    # In a task of its own, so that the name ends with it.
    _, page, _ = await asyncio.create_task(elsewhere())

    assert "<code>/star dashboard</code>" in page


async def test_before_there_is_a_north_star_or_a_number_the_page_says_so(visitor):
    link = await visitor.link(PUBLIC)
    assert "There is no North Star Metric yet." in await visitor.reads(link)

    async with visitor.ledger.open() as books:
        await books.north_stars.add(a_star())
    page = text_of(await visitor.reads(link))
    assert "○ Not in yet No number is in yet for weekly active contributors." in page
    assert "It needs a sentence about the week of 9 Mar 2026: the product lead is asked for it." in page


async def test_of_a_sentence_that_grew_old_it_is_said_and_not_that_there_is_none(rising):
    written = MONDAY_NINE - timedelta(days=8)
    async with rising.ledger.open() as books:
        await books.sentences.put(Sentence("active_contributors", LAST, "We shipped", "UANA", written))
    page = text_of(await rising.reads(await rising.link(PUBLIC)))

    assert "That sentence is over a week old: the product lead is asked for the next one." in page
    assert "It needs" not in page


async def test_a_board_is_titled_by_its_question_and_names_what_it_informs(rising, clock):
    board = Board("b1", "Do reviews wait?", "a rota", ("merged",), "UANA", clock.now(), is_public=True)
    inside = replace(board, id="b2", question="Who knows?", is_public=False)
    async with rising.ledger.open() as books:
        await books.boards.put(board)
        await books.boards.put(inside)
    link = await rising.link(PUBLIC)
    page = text_of(await rising.reads(f"{link}/board/b1"))

    assert "Do reviews wait? ▲ Up 61 merged pull requests" in page
    assert "It informs: a rota" in page
    assert "Other questions Is our North Star going up, and why?" in page
    assert "It needs" not in page  # a sentence is asked for about the North Star alone
    assert "Who knows?" not in await rising.reads(link)
    assert (await rising.get(f"{link}/board/b2"))[0] == 404


@pytest.mark.parametrize(
    "path", ["/static/routes.py", "/static/..%2froutes.py", "/static/", "/chart/x-y/merged"]
)
async def test_only_what_pages_are_made_of_is_served(visitor, path):
    assert (await visitor.get(path))[0] == 404


async def test_whatever_people_write_stays_words(half_a_year, visitor):
    async with half_a_year.open() as books:
        await books.wins.add(a_win())
    await visitor.enters(ANA)
    seen = []
    for text in ("calm", f"{' '.join(ATTACKS)} {MARKUP}"):
        async with half_a_year.open() as books:
            await books.sentences.put(Sentence("active_contributors", LAST, text, "UANA", MONDAY_NINE))
            await books.teams.put(a_team(name=text))
            await books.metrics.put(a_metric(name=text, definition=text, unit="count"))
            await books.wins.change(a_win(text=text, meaning=text))
        pages = [await visitor.reads(path) for path in ("", "/metric/merged")]
        seen.append([re.findall(r"<(/?\w+)", page) for page in pages])

    assert seen[0] == seen[1]
    assert "&lt;img src=x" in pages[0]


async def told(stream):
    """The next version a stream tells of."""
    async for line in stream.content:
        if line.startswith(b"data: "):
            return line.decode().removeprefix("data: ").strip()
    raise AssertionError("the stream ended")


def version_of(page):
    return re.findall(r'data-version="(\w+)"', page)[0]


def text_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def pictures(page: str, link: str) -> list[str]:
    return [link + rest for rest in re.findall(rf'(?:src|srcset)="/d{re.escape(link)}(/chart/[^"]+)"', page)]
