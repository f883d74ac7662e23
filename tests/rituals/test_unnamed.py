"""Text for anybody names nobody."""

import pytest

from rituals.unnamed import without_names

NAMES = ["Ana", "Bo Lindqvist", "Will Stone", "阿娜", "J", "gabi.k"]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Ana merged it", "A colleague merged it"),
        ("thanks to ana, and ANA's guide", "thanks to a colleague, and a colleague's guide"),
        ("bo lindqvist and Lindqvist", "A colleague and a colleague"),
        ("we thank <@U0ANA> and <@W1|bo>", "we thank a colleague and a colleague"),
        ("it will stand on stone; Will said so", "it will stand on stone; a colleague said so"),
        ("我们感谢阿娜的工作", "我们感谢a colleague的工作"),
        ("Gabi-K and gabi.k", "A colleague-K and a colleague"),
        ("Analysis of bottlenecks: J. is too short", "Analysis of bottlenecks: J. is too short"),
    ],
)
def test_whoever_is_named_becomes_a_colleague(text, read):
    assert without_names(text, NAMES) == read


def test_where_nobody_is_known_only_mentions_go():
    assert without_names("Ana and <@U1>", []) == "Ana and a colleague"
