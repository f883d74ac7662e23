"""Whatever Slack is known to send is let through to the listeners."""

import pytest

from bot.envelope import is_whole, legible
from tests.contracts.shapes import HERE, read

SAMPLES = sorted(
    path.relative_to(HERE).as_posix()
    for folder in ("events", "interactivity")
    for path in (HERE / "samples" / folder).glob("*.json")
)


@pytest.mark.parametrize("name", SAMPLES)
def test_what_slack_was_recorded_sending_is_whole(name):
    assert is_whole(read(name))


@pytest.mark.parametrize("event_id", ["Ev\0", "Ev\ud800", "Ev 1", "Ev\n", "E" * 101])
def test_an_event_whose_name_no_database_would_keep_is_not(event_id):
    event = {"type": "event_callback", "event_id": "Ev1", "event": {"type": "team_join"}}

    assert is_whole(event)
    assert not is_whole(event | {"event_id": event_id})


@pytest.mark.parametrize(
    "said",
    [
        {"type": "block_actions", "actions": None},
        {"type": "block_actions", "actions": []},
        {"type": "event_callback", "event": None},
        {"type": "view_submission", "view": None},
        {"type": "view_submission", "view": {"type": "modal", "state": None}},
    ],
)
def test_what_bolt_would_look_into_and_is_not_there_is_not_either(said):
    assert not is_whole(said)


@pytest.mark.parametrize("ts", ["words of somebody", "1.5\n", 1754893020.0001])
def test_a_message_whose_timestamp_is_none_is_not(ts):
    assert not is_whole({"type": "message_action", "message": {"ts": ts, "text": "words"}})
    assert not is_whole({"type": "message_action", "message": {"ts": "1.5", "thread_ts": ts}})
    assert not is_whole({"type": "event_callback", "event": {"type": "reaction_added", "item": {"ts": ts}}})


def test_what_stands_in_no_text_is_left_out_of_what_is_read():
    body = {"text": "a\0b", "view": {"state": {"values": {"what": [{"value": "\ud800c 😀"}, 1, None]}}}}

    assert legible(body) == {
        "text": "ab",
        "view": {"state": {"values": {"what": [{"value": "c 😀"}, 1, None]}}},
    }
