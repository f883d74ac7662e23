"""Nothing people write can ping, link or mention."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.blocks import text

AT = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "attack", ["<!channel>", "<@U1>", "<https://evil.example|ok>", "<!subteam^S1>", "a & b"]
)
def test_no_control_sequence_survives_escaping(attack):
    safe = text.escape(attack)

    assert "<" not in safe
    assert ">" not in safe


@given(st.text())
def test_what_was_escaped_reads_the_same_again(typed):
    assert text.unescape(text.escape(typed)) == typed


@given(st.text())
def test_every_line_of_a_quotation_is_quoted(typed):
    assert all(line.startswith(">") for line in text.quote(typed).split("\n"))


def test_an_instant_is_shown_in_the_readers_zone_with_a_fallback_that_names_one():
    assert text.when(AT, "Asia/Kolkata") == (
        "<!date^1772438400^{date_short_pretty}, {time}|Mon 2 Mar, 13:30 (Asia/Kolkata)>"
    )


def test_what_stands_before_an_instant_keeps_slack_from_beginning_with_a_capital():
    assert text.when(AT, "Asia/Kolkata", "since") == (
        "<!date^1772438400^since {date_short_pretty}, {time}|since Mon 2 Mar, 13:30 (Asia/Kolkata)>"
    )


@pytest.mark.parametrize(
    ("names", "read"), [((), ""), (("A",), "A"), (("A", "B"), "A and B"), (("A", "B", "C"), "A, B and C")]
)
def test_names_are_put_together_as_a_sentence_has_them(names, read):
    assert text.together(names) == read


def test_an_instant_that_people_wait_for_is_shown_with_its_weekday():
    assert text.to_come(AT, "Asia/Kolkata") == (
        "<!date^1772438400^{date_long_pretty}, {time}|Mon 2 Mar, 13:30 (Asia/Kolkata)>"
    )
    assert text.local_time(AT, "Asia/Kolkata") == "Mon 2 Mar, 13:30"


def test_people_and_channels_are_mentioned_by_id():
    assert (text.mention("U1"), text.channel("C1")) == ("<@U1>", "<#C1>")


def test_an_asterisk_of_somebodys_ends_no_bold_print():
    assert text.bold("a*b <c>") == "*a∗b &lt;c&gt;*"


@pytest.mark.parametrize(("most", "told"), [(2, "a, b and 1 more"), (3, "a, b, c"), (4, "a, b, c")])
def test_what_does_not_fit_into_a_line_is_counted(most, told):
    assert text.some(["a", "b", "c"], most) == told
