"""Texts are found by the words they share, in every script, whatever is typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.full_text import search

TEXTS = {
    "emails": "Onboarding e-mails go first, the landing page waits two weeks",
    "latency": "Latency before new import formats, because opening is slow",
    "hindi": "पहले नए लोगों की मदद",
    "japanese": "新しい利用者の登録を優先する",
    "arabic": "تحسين الأداء أولا",
}


def found(question, texts=TEXTS):
    return {match.id: match.words for match in search(texts, question)}


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Who gets the email this week?", {"emails": ("email", "week")}),
        ("an e-mail or two", {"emails": ("mail", "email")}),
        ("LANDING pages", {"emails": ("landing", "pages")}),
        ("open, opens, opening", {"latency": ("open",)}),
        ("नए लोग", {"hindi": ("नए",)}),
        ("登録", {"japanese": ("登録",)}),
        ("الأداء", {"arabic": ("الأداء",)}),
    ],
)
def test_words_are_found_by_their_stem_and_told_as_they_were_typed(question, told):
    assert found(question) == told


@pytest.mark.parametrize(
    "question", ["", "and we should not", "é", "👩‍👩‍👧", "x y z", '"', "NEAR(", "a* OR -b"]
)
def test_what_tells_nothing_finds_nothing(question):
    assert found(question) == {}


def test_what_shares_rarer_and_more_words_comes_first():
    texts = {f"page{number}": "the page waits" for number in range(3)}
    texts |= {f"other{number}": "latency" for number in range(9)}
    texts |= {"both": "the page of onboarding", "rare": "onboarding waits"}

    assert [match.id for match in search(texts, "onboarding page")][:2] == ["both", "rare"]


@given(st.text(), st.text())
def test_whatever_is_typed_is_only_words(text, question):
    search({"one": text}, question)


@given(st.from_regex(r"[bcdfgklmn]{4,12}", fullmatch=True), st.text(), st.text())
def test_a_word_finds_the_text_it_stands_in(word, before, after):
    assert word in found(word, {"one": f"{before} {word} {after}"})["one"]
