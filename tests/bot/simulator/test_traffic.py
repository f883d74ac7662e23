"""Secrets never show in the traffic."""

import pytest

from bot.simulator.traffic import masked


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("Bearer xoxb-123-abc", "Bearer xoxb-***"),
        ({"url": "ws://h/socket/abc123/?app_id=A1"}, {"url": "ws://h/socket/***?app_id=A1"}),
        ({"response_url": "http://h/response/R1/abc"}, {"response_url": "http://h/response/***"}),
        ([{"token": "anything"}], [{"token": "***"}]),
        ({"Authorization": "Basic abc", "code": ""}, {"Authorization": "***", "code": ""}),
        ({"access_token": "xoxe.xoxb-1-abc"}, {"access_token": "xoxe.xoxb-***"}),
        (7, 7),
    ],
)
def test_what_opens_doors_is_starred(value, shown):
    assert masked(value) == shown


async def test_no_secret_of_a_whole_conversation_is_shown(sim, client, lighthouse):
    @lighthouse.app.command("/ask")
    async def ask(ack, respond):
        await ack()
        await respond("Yes")

    await lighthouse.connects()
    await client.auth_test()
    await client.files_getUploadURLExternal(filename="a", length=1)
    await sim.people["ana"].runs("/ask", channel="general")
    shown = str(sim.traffic)

    assert [each["kind"] for each in sim.traffic].count("command") == 1
    for secret in (sim.bot_token, sim.app_token, sim.signing_secret):
        assert secret not in shown
    assert f"{sim.url}/response/***" in shown
