"""A modal is read into a typed form, and each fault stands under its field."""

from datetime import date, time
from typing import Annotated, Any

import pytest
from pydantic import BaseModel, StringConstraints, ValidationError, field_validator

from bot import forms


class Everything(BaseModel):
    text: Annotated[str, StringConstraints(min_length=1, max_length=5)]
    lever: str | None = None
    days: list[int] = []
    lead: str | None = None
    channel: str | None = None
    day: date | None = None
    hour: time | None = None

    @field_validator("lever")
    @classmethod
    def _known(cls, lever: str | None) -> str | None:
        if lever == "magic":
            raise ValueError("That is not a lever.")
        return lever


def a_view(**elements: Any) -> dict[str, Any]:
    return {"state": {"values": {block: {"any": element} for block, element in elements.items()}}}


def test_every_kind_of_element_is_read_by_its_block_id():
    view = a_view(
        text={"type": "plain_text_input", "value": "hello"},
        lever={"type": "static_select", "selected_option": {"value": "depth"}},
        days={"type": "checkboxes", "selected_options": [{"value": "1"}, {"value": "4"}]},
        lead={"type": "users_select", "selected_user": "U1"},
        channel={"type": "conversations_select", "selected_conversation": "C1"},
        day={"type": "datepicker", "selected_date": "2026-03-02"},
        hour={"type": "timepicker", "selected_time": "09:15"},
    )

    assert forms.read(Everything, view) == Everything(
        text="hello",
        lever="depth",
        days=[1, 4],
        lead="U1",
        channel="C1",
        day=date(2026, 3, 2),
        hour=time(9, 15),
    )


@pytest.mark.parametrize(
    ("field", "element", "words"),
    [
        ("text", {"type": "plain_text_input", "value": None}, "Please fill this in."),
        ("text", {"type": "plain_text_input", "value": "too long"}, "3 characters too long; 5 fit here."),
        ("lever", {"type": "static_select", "selected_option": {"value": "magic"}}, "That is not a lever."),
        (
            "days",
            {"type": "checkboxes", "selected_options": [{"value": "x"}]},
            "Input should be a valid integer",
        ),
    ],
)
def test_a_fault_is_told_under_its_field(field, element, words):
    view = a_view(**{"text": {"type": "plain_text_input", "value": "hello"}, field: element})

    with pytest.raises(ValidationError) as problem:
        forms.read(Everything, view)

    assert forms.complaints(problem.value)[field].startswith(words)


def test_what_was_typed_by_hand_can_be_given_back():
    view = a_view(
        text={"type": "plain_text_input", "value": "my words"},
        lever={"type": "static_select", "selected_option": {"value": "depth"}},
    )

    assert forms.typed(view) == {"text": "my words"}
