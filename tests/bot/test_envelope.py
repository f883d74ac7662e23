"""Whatever Slack is known to send is let through to the listeners."""

import pytest

from bot.envelope import is_whole
from tests.contracts.shapes import HERE, read

SAMPLES = sorted(
    path.relative_to(HERE).as_posix()
    for folder in ("events", "interactivity")
    for path in (HERE / "samples" / folder).glob("*.json")
)


@pytest.mark.parametrize("name", SAMPLES)
def test_what_slack_was_recorded_sending_is_whole(name):
    assert is_whole(read(name))
