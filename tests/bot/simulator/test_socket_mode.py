"""Socket Mode: tickets that open once, envelopes acknowledged in time, connections that come and go."""

import asyncio
import json

import aiohttp
import pytest

from tests.bot.simulator.conftest import Lighthouse, eventually


async def connection(sim, http):
    client = Lighthouse(sim).client
    url = (await client.apps_connections_open(app_token=sim.app_token))["url"]
    return await http.ws_connect(url)


async def test_a_connection_is_greeted(sim, http):
    socket = await connection(sim, http)
    hello = await socket.receive_json()

    assert (hello["type"], hello["num_connections"]) == ("hello", 1)
    assert hello["debug_info"]["approximate_connection_time"] > 0
    await socket.close()


async def test_a_ticket_opens_one_connection(sim, http):
    client = Lighthouse(sim).client
    url = (await client.apps_connections_open(app_token=sim.app_token))["url"]
    first = await http.ws_connect(url)

    with pytest.raises(aiohttp.WSServerHandshakeError):
        await http.ws_connect(url)
    await first.close()


async def test_there_are_ten_connections_at_most(sim, http):
    sockets = [await connection(sim, http) for _ in range(11)]
    words = [(await socket.receive_json())["type"] for socket in sockets]

    assert words == ["hello"] * 10 + ["disconnect"]
    for socket in sockets:
        await socket.close()


async def test_each_payload_goes_to_one_connection(sim, http):
    sockets = [await connection(sim, http) for _ in range(2)]
    for socket in sockets:
        await socket.receive_json()
    runs = [asyncio.create_task(sim.people["ana"].runs(f"/raw {n}", channel="general")) for n in range(2)]
    texts = []
    for socket in sockets:
        envelope = await socket.receive_json()
        texts.append(envelope["payload"]["text"])
        await socket.send_str("not json")
        await socket.send_json({"envelope_id": "unknown"})
        await socket.send_json({"envelope_id": envelope["envelope_id"], "payload": {"text": "Yes"}})
    await asyncio.gather(*runs)

    assert sorted(texts) == ["0", "1"]
    assert sim.people["ana"].reads() == ["Yes", "Yes"]
    for socket in sockets:
        await socket.close()


async def test_an_event_that_is_not_acknowledged_is_sent_again_three_times(sim, http):
    sim.world.sockets.ack_s = 0.05
    sim.world.courier.retry_schedule = (0.0, 0.0, 0.0)
    socket = await connection(sim, http)
    await socket.receive_json()
    sim.workspace.change_user(sim.workspace.user("ana"), title="Product")
    envelopes = [await socket.receive_json() for _ in range(4)]

    assert [each["retry_attempt"] for each in envelopes] == [0, 1, 2, 3]
    assert [each["retry_reason"] for each in envelopes[1:]] == ["http_timeout"] * 3
    assert len({each["payload"]["event_id"] for each in envelopes}) == 1
    assert not envelopes[0]["accepts_response_payload"]
    await socket.close()


async def test_an_acknowledged_event_is_not_sent_again(sim, http):
    socket = await connection(sim, http)
    await socket.receive_json()
    sim.workspace.change_user(sim.workspace.user("ana"), title="Product")
    envelope = await socket.receive_json()
    await socket.send_json({"envelope_id": envelope["envelope_id"], "payload": {"text": "ignored"}})
    await sim.settled()

    assert [each["answer"] for each in sim.traffic if each["kind"] == "event"] == [{}]
    await socket.close()


async def test_a_warning_leaves_the_connection_open_and_a_refresh_closes_it(sim, http):
    socket = await connection(sim, http)
    await socket.receive_json()
    await sim.world.sockets.disconnect("warning")
    warning = await socket.receive_json()
    await sim.world.sockets.disconnect()
    refresh, end = await socket.receive_json(), await socket.receive()

    assert (warning["reason"], refresh["reason"]) == ("warning", "refresh_requested")
    assert end.type == aiohttp.WSMsgType.CLOSE
    assert json.dumps(refresh)


async def test_an_app_asked_to_reconnect_does_so(lighthouse, sim):
    lighthouse.listens_to("user_change")
    await lighthouse.connects()
    await sim.world.sockets.disconnect()
    await eventually(lambda: not sim.world.sockets.connected())
    await sim.connected()
    sim.workspace.change_user(sim.workspace.user("ana"), title="Product")
    await sim.settled()

    assert [kind for kind, *_ in lighthouse.heard] == ["user_change"]


async def test_waiting_for_an_app_that_never_comes_ends(sim):
    with pytest.raises(TimeoutError):
        await sim.connected(timeout_s=0.01)


async def test_a_closed_connection_is_not_used(sim, http):
    socket = await connection(sim, http)
    await socket.receive_json()
    await socket.close()
    await eventually(lambda: not sim.world.sockets.connected())
    await sim.people["ana"].runs("/raw", channel="general")

    assert sim.people["ana"].notices == ["/raw failed because dispatch failed"]
