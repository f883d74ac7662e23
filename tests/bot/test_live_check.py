"""`polaris check --live` goes each way once, says how long it took, and leaves nothing behind."""

import re
from dataclasses import replace

import pytest
from aiohttp import web

from bot.findings import Mark
from bot.live_check import check_live
from bot.server import serving
from bot.settings import Settings


@pytest.fixture
def environment(polaris, simulator, tmp_path):
    return {
        "SLACK_BOT_TOKEN": simulator.bot_token,
        "SLACK_APP_TOKEN": simulator.app_token,
        "SLACK_SIGNING_SECRET": simulator.signing_secret,
        "SLACK_API_URL": simulator.api_url,
        "POLARIS_DATABASE_URL": f"sqlite:///{tmp_path / 'polaris.db'}",
    }


@pytest.fixture
async def operated(polaris, simulator):
    async with polaris.ledger.open() as books:
        workspace = await books.workspaces.get()
        roles = {"operator": simulator.people["bo"].id, "product_lead": simulator.people["ana"].id}
        await books.workspaces.put(replace(workspace, **roles))


async def looked(environment, **changed):
    return [finding async for finding in check_live(Settings(**environment | changed))]


async def test_each_way_is_gone_once_and_nothing_is_left_behind(environment, operated, simulator):
    found = await looked(environment)

    assert [each.mark for each in found] == [Mark.OK] * 4, found
    assert all(re.search(r" in \d+ ms\.$", each.text) for each in found)
    posts = [entry["name"] for entry in simulator.traffic if entry["name"].startswith("chat.")]
    assert posts == ["chat.postMessage", "chat.delete"]
    assert simulator.people["bo"].reads(simulator.people["bo"].dm.id) == []


async def test_before_the_setup_nobody_is_written_to(environment, simulator):
    found = await looked(environment)

    assert (found[-1].mark, found[-1].subject) == (Mark.NOTE, "direct message")


async def test_over_http_it_is_slack_who_calls(environment, operated):
    found = await looked(environment, POLARIS_MODE="http")

    assert "events" in {each.subject for each in found if each.mark is Mark.NOTE}
    assert "Socket Mode" not in {each.subject for each in found}


async def test_what_does_not_work_is_said_and_the_rest_is_tried(environment, operated):
    found = {each.subject: each for each in await looked(environment, SLACK_APP_TOKEN="xapp-wrong")}

    assert found["Socket Mode"].mark is Mark.MEND
    assert "invalid_auth" in found["Socket Mode"].text
    assert found["direct message"].mark is Mark.OK


async def test_where_nothing_answers_it_says_so(environment):
    found = await looked(environment, SLACK_API_URL="http://127.0.0.1:1/")

    assert {each.mark for each in found} == {Mark.MEND}


async def test_a_socket_that_closes_without_a_word_is_a_finding_as_well(environment):
    async def opened(request):
        return web.json_response({"ok": True, "url": f"ws://{request.host}/socket"})

    async def closed(request):
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.close()
        return socket

    routes = [web.post("/apps.connections.open", opened), web.get("/socket", closed)]
    async with serving(routes, "127.0.0.1", 0) as port:
        found = {
            each.subject: each
            for each in await looked(environment, SLACK_API_URL=f"http://127.0.0.1:{port}/")
        }

    assert found["Socket Mode"].text == "did not work: Slack did not say hello."
