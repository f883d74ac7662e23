"""Commitments in every script and with every trick, one or sixty: harmless, within the limits, none lost."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from slack_sdk.models.views import View

from bot.blocks.limits import message
from bot.features.commit.rows import Place
from bot.features.commit.views import listed, own
from bot.features.follow_through.views import ask
from bot.features.prompt.views import asked
from rituals.commitment_list import Listing
from rituals.commitments import LONGEST, LONGEST_LINE
from rituals.follow_through import FollowThroughAsk, Item
from rituals.prompts import Asked, Part
from storage.records.commitments import CommitmentState
from storage.records.prompts import PromptState
from tests.hostile import require_harmless, texts
from tests.making import MONDAY, a_commitment, a_team
from tests.reading import reads

NEXT = MONDAY + timedelta(weeks=1)

few = settings(max_examples=40, deadline=None)


@st.composite
def commitments(draw, most=60):
    """Up to so many; each can be told from the others by its number, which no other text has."""
    number = draw(st.integers(1, most))
    text, line = draw(texts(LONGEST - 6)), draw(st.just("") | texts(LONGEST_LINE))
    states = draw(st.lists(st.sampled_from(CommitmentState), min_size=number, max_size=number))
    return [
        a_commitment(id=f"c{n}", text=f"#{n:03}: {text}", line=line, state=state, carried=n % 4)
        for n, state in enumerate(states)
    ]


def pages(draw_page, told, longest=4000):
    """Every page there is, until one comes again."""
    seen: list[str] = []
    while (page := draw_page(len(seen))).text not in seen:
        require_harmless(page)
        assert len(page.text) <= longest
        seen.append(page.text)
        told.append(reads(page))
    return told


def each_told_once(many, told):
    words = "\n".join(told)
    return [words.count(f"#{n:03}:") for n in range(len(many))] == [1] * len(many)


@few
@given(commitments(), texts(80), texts(80), st.booleans())
def test_a_question_loses_none_of_them(many, team, input_, carried):
    items = tuple(Item(one, team, input_, NEXT if carried else None) for one in many)
    question = FollowThroughAsk("k", MONDAY + timedelta(days=4), items)

    assert each_told_once(many, pages(lambda number: ask(replace(question, page=number)), []))


@few
@given(commitments(), texts(80), texts(80))
def test_a_question_fits_into_the_message_that_asks_it(many, team, input_):
    items = tuple(Item(one, team, input_, NEXT) for one in many)
    drawn = ask(FollowThroughAsk("k", MONDAY, items, page=1))
    shown = asked(Asked("k", (Part("k", "{}", PromptState.ASKED),)), [drawn])

    require_harmless(shown)
    assert len(message(shown.blocks)) == len(shown.blocks)


@few
@given(commitments(), texts(80), st.booleans())
def test_the_list_loses_none_of_ones_own(many, name, over):
    mine, earlier = ([], many) if over else (many, [])
    teams = {"rendering": a_team(name=name)}
    listing = Listing(mine, earlier, many, teams, {}, {"c0": NEXT})
    listing = replace(listing, others=[replace(one, text="x", user="UBO") for one in many])

    assert each_told_once(many, pages(lambda number: listed(listing, number), [], 6000))


@few
@given(commitments(), texts(80))
def test_home_has_room_for_some_and_says_where_the_others_are(many, name):
    listing = Listing(many, [], [], {"rendering": a_team(name=name)}, {}, {})
    home = View(type="home", blocks=own(listing, Place.HOME))

    require_harmless(home)
    assert len(many) <= 8 or f"… and {len(many) - 8} more of yours: `/nsm commit list`" in reads(home)


def test_what_was_before_is_asked_about_only_while_an_answer_is_missing():
    missing, said = a_commitment(), a_commitment(id="c2", state=CommitmentState.DONE)

    assert "*From before*" in reads(listed(Listing([], [said], [], {}, {}, {})))
    assert "*From before: how did they go?*" in reads(listed(Listing([], [said, missing], [], {}, {}, {})))
