"""What fields hold, and what Slack refuses before a view is submitted."""

import pytest

from bot.simulator import state
from bot.simulator.cannot import CannotError
from bot.simulator.typing_in import typed_value
from tests.bot.simulator.conftest import field

RED = {"text": {"type": "plain_text", "text": "Red"}, "value": "red"}
BLUE = {"text": {"type": "plain_text", "text": "Blue"}, "value": "blue"}


def element(kind, **more):
    return {"type": kind, "action_id": "typed", **more}


def faults(shown, value, **more):
    return state.faults([field("what", shown, **more)], {"what": {"typed": {"type": shown["type"], **value}}})


@pytest.mark.parametrize(
    ("shown", "value", "fault"),
    [
        (element("plain_text_input"), {"value": ""}, "Please complete this required field."),
        (element("plain_text_input", min_length=3), {"value": "ab"}, "Must be at least 3 characters."),
        (element("plain_text_input", max_length=3), {"value": "abcd"}, "Must be at most 3 characters."),
        (element("plain_text_input"), {"value": "x" * 3_001}, "Must be at most 3000 characters."),
        (element("number_input", is_decimal_allowed=False), {"value": "1.5"}, "Please enter a valid number."),
        (
            element("number_input", is_decimal_allowed=True, min_value="2"),
            {"value": "1"},
            "Must be at least 2.",
        ),
        (
            element("number_input", is_decimal_allowed=True, max_value="2"),
            {"value": "2.5"},
            "Must be at most 2.",
        ),
        (element("email_text_input"), {"value": "ana"}, "Please enter a valid email address."),
        (element("url_text_input"), {"value": "ana"}, "Please enter a valid URL."),
        (
            element("checkboxes", options=[RED]),
            {"selected_options": []},
            "Please complete this required field.",
        ),
    ],
)
def test_what_slack_refuses_to_submit(shown, value, fault):
    assert faults(shown, value) == {"what": fault}


@pytest.mark.parametrize(
    ("shown", "value"),
    [
        (element("plain_text_input", min_length=1, max_length=3), {"value": "abc"}),
        (element("number_input", is_decimal_allowed=True, min_value="1", max_value="2"), {"value": "1.5"}),
        (element("email_text_input"), {"value": "ana@example.com"}),
        (element("url_text_input"), {"value": "https://example.com"}),
        (element("users_select"), {"selected_user": "U1"}),
    ],
)
def test_what_slack_submits(shown, value):
    assert faults(shown, value) == {}


def test_an_optional_field_may_stay_empty():
    assert faults(element("plain_text_input"), {"value": None}, optional=True) == {}


def test_fields_start_with_what_the_app_gave_them():
    blocks = [
        field("a", element("plain_text_input", initial_value="x")),
        field("b", element("static_select", options=[RED], initial_option=RED)),
        field("c", element("multi_users_select")),
        {"type": "divider", "block_id": "d"},
    ]

    assert state.initial(blocks) == {
        "a": {"typed": {"type": "plain_text_input", "value": "x"}},
        "b": {"typed": {"type": "static_select", "selected_option": RED}},
        "c": {"typed": {"type": "multi_users_select", "selected_users": []}},
    }


def test_a_field_that_became_another_kind_starts_afresh():
    before = {"what": {"typed": {"type": "plain_text_input", "value": "x"}}}
    blocks = [field("what", element("datepicker", initial_date="2026-03-16"))]

    assert state.carried(before, blocks)["what"]["typed"]["selected_date"] == "2026-03-16"


@pytest.mark.parametrize(
    ("shown", "plain", "value"),
    [
        (element("plain_text_input"), "x", {"value": "x"}),
        (element("number_input"), 3, {"value": "3"}),
        (element("plain_text_input"), None, {"value": None}),
        (element("static_select", options=[RED, BLUE]), "Blue", {"selected_option": BLUE}),
        (element("static_select", options=[RED, BLUE]), "red", {"selected_option": RED}),
        (element("static_select", option_groups=[{"options": [BLUE]}]), "blue", {"selected_option": BLUE}),
        (element("external_select"), RED, {"selected_option": RED}),
        (element("checkboxes", options=[RED, BLUE]), ["Red", "Blue"], {"selected_options": [RED, BLUE]}),
        (element("datepicker"), "2026-03-16", {"selected_date": "2026-03-16"}),
    ],
)
def test_plain_words_become_the_value_slack_keeps(shown, plain, value):
    assert typed_value(shown, plain) == {"type": shown["type"], **value}


def test_nothing_is_filled_into_a_button():
    with pytest.raises(CannotError, match="Nothing can be filled into a button"):
        typed_value(element("button"), "x")
