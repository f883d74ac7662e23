"""What is made of a block quickly is what the SDK makes of it, and what it refuses is refused."""

import pytest
from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import (
    ActionsBlock,
    ButtonElement,
    CheckboxesElement,
    ConfirmObject,
    DatePickerElement,
    DividerBlock,
    HeaderBlock,
    ImageBlock,
    InputBlock,
    MarkdownTextObject,
    Option,
    OverflowMenuElement,
    PlainTextInputElement,
    RichTextBlock,
    SectionBlock,
    StaticSelectElement,
)
from slack_sdk.models.blocks.basic_components import SlackFile

from bot.blocks.layout import aside, words
from bot.blocks.plain import PlainOption, as_json

OPTIONS = [Option(value="a", text="One", description="The first"), Option(value="b", text="Two")]

BLOCKS = [
    words("*one*"),
    aside("two"),
    DividerBlock(),
    HeaderBlock(text="three"),
    SectionBlock(
        text="four",
        block_id="four",
        fields=[MarkdownTextObject(text="a"), MarkdownTextObject(text="b", verbatim=True)],
        accessory=ButtonElement(
            text="Press", action_id="p", value="v", style="danger", url="https://x.example"
        ),
    ),
    ActionsBlock(
        elements=[
            ButtonElement(
                text="Sure?",
                action_id="sure",
                confirm=ConfirmObject(title="T", text="Really?", confirm="Yes", deny="No"),
            ),
            OverflowMenuElement(action_id="menu", options=OPTIONS),
            DatePickerElement(action_id="day", initial_date="2026-03-16"),
            StaticSelectElement(action_id="one", options=OPTIONS, initial_option=OPTIONS[0]),
        ]
    ),
    InputBlock(label="Words", element=PlainTextInputElement(action_id="w", multiline=True), optional=True),
    InputBlock(label="Some", element=CheckboxesElement(action_id="c", options=OPTIONS)),
    ImageBlock(slack_file=SlackFile(id="F1"), alt_text="a chart"),
    RichTextBlock(elements=[{"type": "rich_text_section", "elements": []}]),
]


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: type(block).__name__)
def test_a_block_is_the_same_as_the_sdk_makes_of_it(block):
    assert as_json(block) == block.to_dict()


@pytest.mark.parametrize(
    "block",
    [
        HeaderBlock(text="h" * 151),
        SectionBlock(block_id="neither text nor fields"),
        ActionsBlock(elements=[ButtonElement(text="t" * 76, action_id="a")]),
    ],
    ids=lambda block: type(block).__name__,
)
def test_what_the_sdk_refuses_is_refused(block):
    with pytest.raises(SlackObjectFormationError):
        as_json(block)


def test_an_option_in_plain_print_is_what_the_sdk_makes_of_it():
    quick, slow = (kind(value="v", text="Skip *today*") for kind in (PlainOption, Option))

    assert as_json(quick) == quick.to_dict() == slow.to_dict()


@pytest.mark.parametrize("wrong", [{"value": "v" * 151, "text": "Skip"}, {"value": "v", "text": "S" * 76}])
def test_an_option_that_is_too_long_is_refused(wrong):
    with pytest.raises(SlackObjectFormationError):
        PlainOption(**wrong).to_dict()
