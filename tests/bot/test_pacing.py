"""How the numbers of delivery relate, on which its promise rests, and what the pages say of them."""

from datetime import timedelta

import pytest

from bot.pacing import Timing
from tests.crash.impatient import TIMING
from tests.house.source import ROOT

# Slack takes a message a second in a channel, and several hundred a minute of one app.
SLACK_TAKES_A_MINUTE = 300


@pytest.mark.parametrize("timing", [Timing(), TIMING], ids=["production", "crash suite"])
def test_whoever_takes_over_looks_only_when_the_call_before_has_taken_its_effect(timing):
    call = timedelta(seconds=timing.call)

    assert call < timing.doubt
    assert call + timing.doubt < timing.lease
    assert timing.look_again > timedelta(0)


def test_no_more_is_posted_than_slack_takes():
    timing = Timing()

    assert timing.channel_gap >= timedelta(seconds=1)
    assert timing.workspace_gap >= timedelta(minutes=1) / SLACK_TAKES_A_MINUTE


def test_the_silence_is_as_long_as_it_is_said_to_be():
    timing, page = Timing(), (ROOT / "docs" / "operations.md").read_text("utf-8")

    assert (timing.silence, timing.hearing) == (180, 30)
    assert "when Slack was silent for three minutes" in page
    assert "when nothing came from it for 30 seconds" in page
    assert "not heard for three minutes" in (ROOT / "bot" / "__main__.py").read_text("utf-8")
