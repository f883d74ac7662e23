"""What is typed into a window is kept in the order it was typed, for its form and its person alone."""

import json

import pytest
from slack_sdk.models.views import View

from bot.features.draft.views import KEEP, KEEP_ANEW, emptied, field, form_name, form_of, kept_note
from tests.reading import buttons, fields, reads


def window(*blocks, **more):
    view = View(type="modal", callback_id="try.it", title="Try", submit="Go", blocks=[*blocks], **more)
    return {"id": "V1", **view.to_dict()}


def test_a_field_starts_with_its_draft_before_anything_else():
    assert fields([field("text", "What?", {"text": "typed"}, 300, initial="as it was")]) == {"text": "typed"}
    assert fields([field("text", "What?", {}, 300, initial="as it was")]) == {"text": "as it was"}
    assert fields([field("text", "What?", {}, 300)]) == {"text": None}


def test_every_field_tells_what_is_typed():
    block = field("text", "What?", {}, 300).to_dict()

    assert block["dispatch_action"] is True
    assert block["element"]["action_id"] == KEEP
    assert block["element"]["dispatch_action_config"]["trigger_actions_on"] == ["on_character_entered"]


def test_only_a_form_with_a_draft_says_so():
    assert kept_note({}) == kept_note({"text": ""}) == []
    assert buttons(kept_note({"text": "typed"})) == ["Start empty"]


@pytest.mark.parametrize(
    ("metadata", "name"),
    [
        (None, "try.it"),
        ("", "try.it"),
        ("{}", "try.it"),
        ('{"about": ""}', "try.it"),
        ('{"about": "c1"}', "try.it c1"),
        ("no json", "try.it"),
        ('"a string"', "try.it"),
    ],
)
def test_a_draft_belongs_to_the_form_and_to_what_it_changes(metadata, name):
    view = window(field("text", "What?", {}, 300)) | {"private_metadata": metadata}

    assert form_of(view) == name


def test_a_form_is_named_alike_before_and_after_it_is_open():
    about = {"about": "c1", "on": "list"}
    view = window(field("text", "What?", {}, 300), private_metadata=json.dumps(about))

    assert form_of(view) == form_name("try.it", "c1")


def test_an_emptied_window_has_neither_words_nor_note_and_a_field_slack_has_not_seen():
    draft = {"text": "typed"}
    empty = emptied(window(*kept_note(draft), field("text", "What?", draft, 300), private_metadata="{}"))

    assert fields(empty) == {"text": None}
    assert "We kept" not in reads(empty)
    assert empty.to_dict()["blocks"][0]["element"]["action_id"] == KEEP_ANEW
    assert (empty.callback_id, empty.private_metadata) == ("try.it", "{}")
