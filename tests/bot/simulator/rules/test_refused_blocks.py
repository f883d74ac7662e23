"""Blocks that Slack refuses are refused, each with the place of its fault."""

import pytest

from bot.simulator.refusal import SlackError
from bot.simulator.rules.messages import check_blocks
from bot.simulator.rules.views import complaints


def plain(text="x", **more):
    return {"type": "plain_text", "text": text, **more}


def mrkdwn(text="x"):
    return {"type": "mrkdwn", "text": text}


def option(value="v", text="x", **more):
    return {"text": plain(text), "value": value, **more}


def button(**more):
    return {"type": "button", "text": plain(), "action_id": "a", **more}


def select(**more):
    return {"type": "static_select", "action_id": "a", "options": [option()], **more}


def section(**more):
    return {"type": "section", "text": mrkdwn(), **more}


def actions(*elements):
    return {"type": "actions", "elements": list(elements)}


def context(*elements):
    return {"type": "context", "elements": list(elements)}


def image(**more):
    return {"type": "image", "image_url": "https://example.com/a.png", "alt_text": "A chart", **more}


def field(element, **more):
    return {"type": "input", "label": plain(), "element": element, **more}


def typed(**more):
    return {"type": "plain_text_input", "action_id": "a", **more}


def table(rows=None, **more):
    return {"type": "table", "rows": rows or [[raw("x")]], **more}


def raw(text):
    return {"type": "raw_text", "text": text}


def rich(*elements):
    return {"type": "rich_text", "elements": list(elements)}


def confirm(**more):
    words = {"title": plain(), "text": plain(), "confirm": plain(), "deny": plain()}
    return {name: value for name, value in (words | more).items() if value is not None}


def chart(**more):
    data = [{"label": "Monday", "value": 1}]
    axis = {"categories": ["Monday"]}
    series = {"type": "line", "series": [{"name": "Us", "data": data}], "axis_config": axis}
    return {"type": "data_visualization", "title": "Contributors", "chart": series | more}


NO_FILES = {"F1": "invalid slack file"}


def files(slack_file):
    return NO_FILES.get(slack_file.get("id", ""))


def without_nothing(value):
    """The value without the fields set to None, so that a case can take a field away."""
    if isinstance(value, dict):
        return {name: without_nothing(each) for name, each in value.items() if each is not None}
    return [without_nothing(each) for each in value] if isinstance(value, list) else value


FINE = {
    "a section with fields": {"type": "section", "fields": [mrkdwn("x" * 2_000)] * 10},
    "a section with a button": section(accessory=button(value="1", style="danger", confirm=confirm())),
    "a section with a picture": section(accessory=image()),
    "a header": {"type": "header", "text": plain("x" * 150)},
    "a divider": {"type": "divider", "block_id": "line"},
    "a picture of the workspace": image(image_url=None, slack_file={"id": "F2"}),
    "context": context(mrkdwn(), plain(), image()),
    "choices": actions(
        select(placeholder=plain()), button(action_id="b"), {"type": "datepicker", "action_id": "c"}
    ),
    "a grouped select": actions(
        select(options=None, option_groups=[{"label": plain(), "options": [option()]}])
    ),
    "an overflow menu": section(accessory={"type": "overflow", "options": [option(url="https://x.y")]}),
    "boxes": actions({"type": "checkboxes", "options": [option(description=mrkdwn())]}),
    "radio buttons": section(
        accessory={"type": "radio_buttons", "options": [option()], "initial_option": option()}
    ),
    "people": actions({"type": "multi_users_select", "initial_users": ["U1"], "max_selected_items": 2}),
    "a time": actions({"type": "timepicker", "initial_time": "09:30", "timezone": "Europe/Berlin"}),
    "a field": field(typed(min_length=1, max_length=9, multiline=True), hint=plain(), optional=True),
    "a number": field({"type": "number_input", "is_decimal_allowed": True, "min_value": "-1.5"}),
    "rich text": rich(
        {"type": "rich_text_section", "elements": [{"type": "text", "text": "x", "style": {"bold": True}}]},
        {
            "type": "rich_text_list",
            "style": "bullet",
            "elements": [{"type": "rich_text_section", "elements": [{"type": "user", "user_id": "U1"}]}],
        },
    ),
    "a table": table([[raw("a"), {"type": "raw_number", "value": 3}]], column_settings=[{"align": "right"}]),
    "a data table": {"type": "data_table", "caption": "x", "rows": [[raw("a")], [raw("b")]]},
    "markdown": {"type": "markdown", "text": "**x**"},
    "a chart": chart(),
    "a pie": chart(type="pie", series=None, axis_config=None, segments=[{"label": "Us", "value": 1}]),
}

REFUSED = {
    "nothing": ({}, "missing required field: type [json-pointer:/blocks/0]"),
    "null": (None, "must be an object [json-pointer:/blocks/0]"),
    "an unknown type": ({"type": "wall"}, "unsupported type: wall [json-pointer:/blocks/0/type]"),
    "an unknown field": (
        section(colour="red"),
        "invalid additional property: colour [json-pointer:/blocks/0]",
    ),
    "long text": (section(text=mrkdwn("x" * 3_001)), "must be less than 3001 characters"),
    "empty text": (
        section(text=mrkdwn("")),
        "must be more than 0 characters [json-pointer:/blocks/0/text/text]",
    ),
    "a bare string": (section(text="x"), "must be an object [json-pointer:/blocks/0/text]"),
    "neither text nor fields": ({"type": "section"}, "must define either `fields` or `text`"),
    "a long field": (
        {"type": "section", "fields": [mrkdwn("x" * 2_001)]},
        "must be less than 2001 characters",
    ),
    "eleven fields": ({"type": "section", "fields": [mrkdwn()] * 11}, "no more than 10 items allowed"),
    "no fields": ({"type": "section", "fields": []}, "no less than 1 items allowed"),
    "a field as accessory": (section(accessory=typed()), "unsupported type: plain_text_input"),
    "a long header": ({"type": "header", "text": plain("x" * 151)}, "must be less than 151 characters"),
    "a header in mrkdwn": ({"type": "header", "text": mrkdwn()}, "unsupported type: mrkdwn"),
    "a button in context": (context(button()), "unsupported type: button"),
    "eleven in context": (context(*[mrkdwn()] * 11), "no more than 10 items allowed"),
    "no actions": (actions(), "no less than 1 items allowed [json-pointer:/blocks/0/elements]"),
    "26 actions": (actions(*[button(action_id=str(n)) for n in range(26)]), "no more than 25 items allowed"),
    "a list that is none": ({"type": "actions", "elements": "x"}, "must be an array"),
    "twins in one block": (actions(button(), button()), "`action_id` must be unique within a block"),
    "a long label": (actions(button(text=plain("x" * 76))), "must be less than 76 characters"),
    "a label in mrkdwn": (actions(button(text=mrkdwn())), "unsupported type: mrkdwn"),
    "a long value": (actions(button(value="x" * 2_001)), "must be less than 2001 characters"),
    "a style of one's own": (actions(button(style="pink")), "value must be one of primary, danger"),
    "a long action_id": (actions(button(action_id="x" * 256)), "must be less than 256 characters"),
    "a long block_id": (section(block_id="x" * 256), "must be less than 256 characters"),
    "a confirm without deny": (actions(button(confirm=confirm(deny=None))), "missing required field: deny"),
    "a long confirm": (
        actions(button(confirm=confirm(title=plain("x" * 101)))),
        "must be less than 101 characters",
    ),
    "no options": (actions(select(options=[])), "no less than 1 items allowed"),
    "101 options": (
        actions(select(options=[option(str(n)) for n in range(101)])),
        "no more than 100 items allowed",
    ),
    "equal options": (actions(select(options=[option(), option()])), "options must have distinct values"),
    "a long option": (actions(select(options=[option(text="x" * 76)])), "must be less than 76 characters"),
    "an option without a value": (
        actions(select(options=[{"text": plain()}])),
        "missing required field: value",
    ),
    "a long option value": (actions(select(options=[option("x" * 151)])), "must be less than 151 characters"),
    "both kinds of options": (
        actions(select(option_groups=[{"label": plain(), "options": [option()]}])),
        "must define either `options` or `option_groups` and not both",
    ),
    "a stranger chosen": (
        actions(select(initial_option=option("w"))),
        "initial option must be one of the options",
    ),
    "six in the overflow": (
        section(accessory={"type": "overflow", "options": [option(str(n)) for n in range(6)]}),
        "no more than 5 items allowed",
    ),
    "eleven boxes": (
        actions({"type": "checkboxes", "options": [option(str(n)) for n in range(11)]}),
        "no more than 10 items allowed",
    ),
    "a wrong day": (actions({"type": "datepicker", "initial_date": "1.2.2026"}), "YYYY-MM-DD"),
    "a wrong time": (actions({"type": "timepicker", "initial_time": "24:00"}), "HH:mm"),
    "a field in actions": (actions(typed()), "unsupported type: plain_text_input"),
    "a long placeholder": (field(typed(placeholder=plain("x" * 151))), "must be less than 151 characters"),
    "a length beyond Slack's": (field(typed(max_length=3_001)), "must be less than or equal to 3000"),
    "a length below nothing": (field(typed(min_length=-1)), "must be greater than or equal to 0"),
    "a length as text": (field(typed(max_length="9")), "must be an integer"),
    "lengths crossed": (field(typed(min_length=9, max_length=1)), "min_length must not exceed max_length"),
    "a flag as text": (field(typed(multiline="yes")), "must be a boolean"),
    "a field without label": ({"type": "input", "element": typed()}, "missing required field: label"),
    "a file field in a message": (field({"type": "file_input"}), "unsupported type: file_input"),
    "a number as number": (
        field({"type": "number_input", "is_decimal_allowed": False, "min_value": 1}),
        "must be a number written as a string",
    ),
    "a picture without alt": (
        {"type": "image", "image_url": "https://x.y"},
        "missing required field: alt_text",
    ),
    "two pictures in one": (image(slack_file={"id": "F2"}), "must define either `image_url` or `slack_file`"),
    "a file named twice": (
        image(image_url=None, slack_file={"id": "F2", "url": "u"}),
        "must define either `id` or `url` and not both",
    ),
    "a file not ready": (image(image_url=None, slack_file={"id": "F1"}), "invalid slack file"),
    "a picture on this machine": (image(image_url="http://localhost/a.png"), "downloading image failed"),
    "a picture at home": (image(image_url="http://192.168.1.4/a.png"), "downloading image failed"),
    "a picture on a disk": (image(image_url="file:///a.png"), "must be a valid URL"),
    "a table too long": (table([[raw("x")]] * 101), "no more than 100 items allowed"),
    "a table too wide": (table([[raw("x")] * 21]), "no more than 20 items allowed"),
    "a table of objects": (table([[{"type": "image"}]]), "unsupported type: image"),
    "rich text of one's own": (
        rich({"type": "rich_text_song", "elements": []}),
        "unsupported type: rich_text_song",
    ),
    "a data table with a header only": (
        {"type": "data_table", "caption": "x", "rows": [[raw("a")]]},
        "no less than 2 items allowed",
    ),
    "a chart of seven series": (
        chart(series=[{"name": str(n), "data": [{"label": "x", "value": 1}]} for n in range(7)]),
        "no more than 6 items allowed",
    ),
    "a chart of words": (
        chart(series=[{"name": "x", "data": [{"label": "x", "value": "many"}]}]),
        "must be a number",
    ),
    "a chart with a gap": (
        chart(axis_config={"categories": ["Monday", "Tuesday"]}),
        "must match the categories",
    ),
    "a chart of twins": (
        chart(series=[{"name": "Us", "data": [{"label": "Monday", "value": 1}]}] * 2),
        "series must have distinct names",
    ),
    "long markdown": ({"type": "markdown", "text": "x" * 12_001}, "must be less than 12001 characters"),
    "an alert in a message": ({"type": "alert", "text": plain()}, "unsupported type: alert"),
}


@pytest.mark.parametrize("block", FINE.values(), ids=FINE)
def test_blocks_slack_takes_are_taken(block):
    check_blocks([without_nothing(block)], files)


@pytest.mark.parametrize(("block", "complaint"), REFUSED.values(), ids=REFUSED)
def test_blocks_slack_refuses_are_refused(block, complaint):
    with pytest.raises(SlackError, match="invalid_blocks") as refused:
        check_blocks([without_nothing(block)], files)

    assert any(complaint in each for each in refused.value.extra["response_metadata"]["messages"])


@pytest.mark.parametrize(
    ("blocks", "complaint"),
    [
        ([{"type": "divider"}] * 51, "no more than 50 items allowed [json-pointer:/blocks]"),
        ([section(block_id="x")] * 2, "`block_id` must be unique: x [json-pointer:/blocks/1/block_id]"),
        ([table(), table()], "no more than 1 `table` blocks allowed [json-pointer:/blocks]"),
    ],
)
def test_blocks_that_do_not_go_together_are_refused(blocks, complaint):
    with pytest.raises(SlackError) as refused:
        check_blocks(blocks, files)

    assert refused.value.extra["errors"] == [complaint]


def modal(*blocks, **more):
    return {"type": "modal", "title": plain(), "blocks": list(blocks), **more}


@pytest.mark.parametrize(
    ("view", "complaint"),
    [
        ("x", "must be an object [json-pointer:/view]"),
        ({"type": "modal"}, "missing required field: blocks [json-pointer:/view]"),
        (modal(title=plain("x" * 25)), "must be less than 25 characters [json-pointer:/view/title/text]"),
        (modal(submit=plain("x" * 25)), "must be less than 25 characters"),
        (modal(close=plain("x" * 25)), "must be less than 25 characters"),
        (modal(title=mrkdwn()), "unsupported type: mrkdwn"),
        (modal(private_metadata="x" * 3_001), "must be less than 3001 characters"),
        (modal(callback_id="x" * 256), "must be less than 256 characters"),
        (modal(*[{"type": "divider"}] * 101), "no more than 100 items allowed"),
        (modal(field(typed())), "`submit` is required when an `input` block is in blocks"),
        (modal(None), "must be an object [json-pointer:/view/blocks/0]"),
        (modal(table()), "unsupported type: table"),
        (modal(colour="red"), "invalid additional property: colour"),
        (modal(without_nothing(image(image_url=None, slack_file={"id": "F1"}))), "invalid slack file"),
        ({"type": "home", "blocks": [], "title": plain()}, "invalid additional property: title"),
        ({"type": "workflow_step", "blocks": []}, "unsupported type: workflow_step"),
    ],
)
def test_views_slack_refuses_are_refused(view, complaint):
    found = complaints(view, files, ("modal", "home"))

    assert any(complaint in each for each in found), found


@pytest.mark.parametrize(
    "view",
    [
        modal(field(typed()), submit=plain(), close=plain(), notify_on_close=True),
        modal(
            {"type": "alert", "text": mrkdwn(), "level": "warning"},
            field({"type": "file_input"}),
            submit=plain(),
        ),
        {"type": "home", "blocks": [field(typed()), actions(button())], "external_id": "x"},
    ],
)
def test_views_slack_takes_are_taken(view):
    assert complaints(view, files, ("modal", "home")) == []
