"""The demo's bot either comes up, or it is said that it did not."""

import pytest

from bot.demo.process import BotStopped, running_bot


async def test_a_bot_that_cannot_start_is_said_with_its_status():
    with pytest.raises(BotStopped, match="status 2 before it was ready"):
        async with running_bot({"SLACK_BOT_TOKEN": "", "POLARIS_HTTP_PORT": "1"}):
            pass


async def test_a_bot_that_does_not_get_ready_is_not_waited_for(monkeypatch):
    monkeypatch.setattr("bot.demo.process._PATIENCE_S", 0.1)

    with pytest.raises(BotStopped, match="not ready after"):
        async with running_bot({"POLARIS_HTTP_PORT": "1"}):
            pass
