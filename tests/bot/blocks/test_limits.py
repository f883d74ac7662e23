"""What leaves the house fits into Slack, and nothing is torn in two."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.models.blocks import ContextBlock, DividerBlock, MarkdownTextObject, SectionBlock
from slack_sdk.models.views import View

from bot.blocks import limits
from bot.blocks.layout import aside, words


@given(st.text(min_size=1), st.integers(min_value=1, max_value=50))
def test_shortened_words_are_never_longer_than_the_limit(text, limit):
    assert len(limits.shorten(text, limit)) <= limit


def test_what_fits_is_left_alone():
    assert limits.shorten("as it is", 8) == "as it is"


@pytest.mark.parametrize("torn", ["hello <@U12345>", "fish &amp; chips"])
def test_a_cut_leaves_no_half_mention_and_no_half_entity(torn):
    for limit in range(1, len(torn)):
        short = limits.shorten(torn, limit)

        assert short.count("<") == short.count(">")
        assert "&" not in short or "&amp;" in short


def test_a_long_paragraph_and_its_fields_are_cut_to_what_slack_takes():
    block = SectionBlock(
        text=MarkdownTextObject(text="x" * 4000), fields=[MarkdownTextObject(text="y" * 2500)]
    )

    sent = limits.message([block])[0]

    assert len(sent["text"]["text"]) == 3000
    assert len(sent["fields"][0]["text"]) == 2000


def test_small_print_is_cut_too():
    sent = limits.message([aside("z" * 3500)])[0]

    assert len(sent["elements"][0]["text"]) == 3000


def test_the_fifty_first_block_is_counted_not_sent_but_the_last_one_is():
    sent = limits.message([words(str(n)) for n in range(60)])

    assert len(sent) == 50
    assert sent[-2]["elements"][0]["text"] == "… and 11 more"
    assert sent[-1]["text"]["text"] == "59"


def test_a_view_takes_a_hundred_blocks():
    sent = limits.view(View(type="home", blocks=[DividerBlock() for _ in range(101)]))

    assert len(sent["blocks"]) == 100
    assert isinstance(ContextBlock.parse(sent["blocks"][-2]), ContextBlock)


def test_top_level_text_keeps_to_what_slack_recommends():
    assert len(limits.text("w" * 5000)) == 4000


def test_no_name_turns_round_what_follows_it_and_two_make_no_listing():
    odd = "\u202eevil\u2066 ```"
    sent = limits.message([words(f"{odd} is led by {odd} <@U1>"), aside(odd)])

    assert sent[0]["text"]["text"] == "evil ˋˋˋ is led by evil ˋˋˋ <@U1>"
    assert sent[1]["elements"][0]["text"] == limits.text(odd) == "evil ˋˋˋ"
