"""What goes wrong on purpose goes wrong in the way asked for."""

import asyncio
import time

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncConnectionErrorRetryHandler

from bot.simulator.faults import Faults
from tests.bot.simulator.conftest import Lighthouse, actions, button, eventually

POST = "chat.postMessage"


async def post(client):
    return await client.chat_postMessage(channel="#general", text="x")


async def test_429_once_says_when_to_come_back(sim, client):
    sim.faults.add("429", POST, retry_after=7)
    with pytest.raises(SlackApiError) as refused:
        await post(client)

    assert (refused.value.response.status_code, refused.value.response.headers["Retry-After"]) == (429, "7")
    assert (await post(client))["ok"]


async def test_429_for_ever_lasts_until_it_is_cleared(sim, client):
    fault = sim.faults.add("429_without_retry_after", times=None)
    for _ in range(3):
        with pytest.raises(SlackApiError) as refused:
            await post(client)
        assert "Retry-After" not in refused.value.response.headers
    sim.faults.clear(fault.id)

    assert (await post(client))["ok"]


@pytest.mark.parametrize("status", ["500", "502", "503", "504"])
async def test_a_server_error_has_its_status_and_posts_nothing(sim, client, status):
    sim.faults.add(status, POST)
    with pytest.raises(SlackApiError) as refused:
        await post(client)

    assert refused.value.response.status_code == int(status)
    assert sim.texts("general") == []


async def test_a_server_error_may_come_after_the_work_was_done(sim, client):
    sim.faults.add("500", POST, accepted=True)
    with pytest.raises(SlackApiError):
        await post(client)

    assert sim.texts("general") == ["x"]


@pytest.mark.parametrize("error", ["internal_error", "fatal_error", "ratelimited"])
async def test_slack_may_say_in_a_200_that_it_failed(sim, client, error):
    sim.faults.add(error, POST)
    with pytest.raises(SlackApiError) as refused:
        await post(client)

    assert (refused.value.response.status_code, refused.value.response["error"]) == (200, error)


async def test_bad_json_comes_after_the_message_was_posted(sim, client):
    sim.faults.add("bad_json", POST)
    with pytest.raises(SlackApiError):
        await post(client)

    assert sim.texts("general") == ["x"]


@pytest.mark.parametrize(
    ("fault", "posted"),
    [("drop_before_accept", []), ("drop_after_accept", ["x"]), ("reset_after_accept", ["x"])],
)
async def test_a_dropped_line_leaves_the_caller_in_doubt(sim, client, fault, posted):
    sim.faults.add(fault, POST)
    with pytest.raises(aiohttp.ClientConnectionError):
        await post(client)

    assert sim.texts("general") == posted
    assert sim.traffic[-1]["answer"] == f"fault: {fault}"


async def test_a_slow_answer_comes_after_the_message_was_posted(sim, client):
    sim.faults.add("slow", POST, seconds=0.1)
    began = time.monotonic()
    await post(client)

    assert time.monotonic() - began >= 0.1


async def test_a_late_message_is_posted_after_its_caller_has_given_up(sim, client):
    sim.faults.add("late", POST, seconds=1)
    posting = asyncio.create_task(post(client))
    await eventually(lambda: not sim.faults.list())  # it holds the call up by now
    posting.cancel()
    before = sim.texts("general")
    await eventually(lambda: sim.texts("general"))

    assert (before, sim.texts("general")) == ([], ["x"])


async def test_a_fault_strikes_its_own_method_only(sim, client):
    sim.faults.add("500", "users.info")

    assert (await post(client))["ok"]


async def test_a_fault_may_strike_by_chance(sim):
    faults = Faults(chance=iter([0.9, 0.1]).__next__)
    faults.add("500", probability=0.5)

    assert faults.for_method(POST) is None
    assert faults.for_method(POST) is not None


def test_a_fault_there_is_not_cannot_be_switched_on():
    with pytest.raises(ValueError, match="There is no fault 'flood'"):
        Faults().add("flood")


async def hearing(lighthouse, sim, count):
    await eventually(lambda: len(lighthouse.heard) >= count)
    return [event["user"]["profile"]["title"] for _, event, _ in lighthouse.heard]


async def test_events_come_twice_late_and_in_another_order(lighthouse, sim):
    lighthouse.listens_to("user_change")
    await lighthouse.connects()
    ana = sim.workspace.user("ana")
    sim.faults.add("duplicate_event", "user_change")
    sim.workspace.change_user(ana, title="1")
    twice = await hearing(lighthouse, sim, 2)
    same = len({body["event_id"] for *_, body in lighthouse.heard})
    sim.faults.add("reorder_events", "user_change")
    for title in ("2", "3"):
        sim.workspace.change_user(ana, title=title)
    reordered = await hearing(lighthouse, sim, 4)
    sim.faults.add("delay_event", seconds=0.1)
    for title in ("4", "5"):
        sim.workspace.change_user(ana, title=title)
    delayed = await hearing(lighthouse, sim, 6)

    assert (twice, same) == (["1", "1"], 1)
    assert reordered[2:] == ["3", "2"]
    assert delayed[4:] == ["5", "4"]


async def test_a_lost_event_never_comes(lighthouse, sim):
    lighthouse.listens_to("user_change")
    await lighthouse.connects()
    sim.faults.add("lose_event")
    for title in ("1", "2"):
        sim.workspace.change_user(sim.workspace.user("ana"), title=title)

    assert await hearing(lighthouse, sim, 1) == ["2"]


async def test_a_lost_ack_makes_slack_send_the_event_again(lighthouse, sim):
    sim.world.courier.retry_schedule, sim.world.sockets.ack_s = (0.0,), 0.1
    lighthouse.listens_to("user_change")
    await lighthouse.connects()
    sim.faults.add("no_ack", "user_change")
    sim.workspace.change_user(sim.workspace.user("ana"), title="1")

    assert await hearing(lighthouse, sim, 2) == ["1", "1"]


async def test_response_urls_and_uploads_can_fail_too(sim, client, http):
    await client.chat_postMessage(channel="#general", text="x", blocks=[actions(button())])
    url = sim.url + sim.world.response_urls.issue(sim.people["ana"].id, sim.workspace.channel("general").id)
    statuses = []
    for fault in ("503", "slow"):
        sim.faults.add(fault, "response_url", seconds=0.0)
        async with http.post(url, json={"text": "y"}) as response:
            statuses.append(response.status)
    for fault in ("503", "slow"):
        sim.faults.add(fault, "upload", seconds=0.0)
        upload = (await client.files_getUploadURLExternal(filename="a", length=1))["upload_url"]
        async with http.post(upload, data=b"1") as response:
            statuses.append(response.status)

    assert statuses == [503, 200, 503, 200]
    assert sim.people["ana"].reads() == ["x", "y"]


async def test_the_sdk_posts_twice_after_a_dropped_line_unless_told_not_to(sim):
    client = Lighthouse(sim).client
    client.retry_handlers = [AsyncConnectionErrorRetryHandler(max_retry_count=1)]
    sim.faults.add("drop_after_accept", POST)
    await post(client)

    assert sim.texts("general") == ["x", "x"]
