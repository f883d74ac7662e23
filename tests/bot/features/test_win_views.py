"""How a win reads: cause-shaped without claiming a cause, harmless whatever is in it, never too long."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from slack_sdk.models.views import View

from bot.features.win import list_views, modal
from bot.features.win.list_views import Place
from bot.features.win.modal import Origin
from bot.features.win.views import changed, quoted, told
from rituals.win_bank import AtHome, Found, Shelf, Shown
from rituals.win_names import Naming
from rituals.win_numbers import Pair
from rituals.win_telling import LONGEST_MEANING, LONGEST_STORY, MOST_PEOPLE, MOST_TEAMS, Stage, Telling
from rituals.win_words import WinTold
from rituals.wins import WinChanged
from storage.records.metrics import Direction, Metric
from tests.hostile import require_harmless, texts
from tests.making import a_metric, a_team, a_win, an_input
from tests.reading import buttons, reads

SLOW = Metric("review", "Review <time>", "d", Direction.DOWN)
PAIR = Pair(SLOW, date(2026, 3, 2), 5.2, date(2026, 3, 23), 3.9)
WORDS = WinTold("UANA", "Bo <!here> halved\nit", None, "", None)
NUMBERS = replace(WORDS, input="Review <time>", pair=PAIR)


def test_a_win_of_words_alone_says_no_more():
    assert reads(told(WORDS)) == "*A win*, told by <@UANA>\n>Bo &lt;!here&gt; halved\n>it"


def test_a_whole_win_is_told_from_people_to_the_north_star():
    win = replace(
        NUMBERS, meaning="They stay", star="Active people", people=Naming(("UBO",), ("Docs", "Docs"))
    )
    message = told(win)

    assert reads(message) == (
        "*A win*, told by <@UANA>\n>Bo &lt;!here&gt; halved\n>it\n"
        "Contributed to *Review &lt;time&gt;*:"
        " 5.2\u00a0d in the week of 2 Mar → 3.9\u00a0d in the week of 23 Mar.\n"
        "What it means for *Active people*:\n>They stay\n"
        "Thank you, <@UBO> and 2 colleagues of *Docs*."
    )
    assert message.text == reads(message)


def test_what_came_of_a_promise_is_told_as_what_followed():
    text = reads(told(replace(NUMBERS, promised_on=date(2026, 3, 4))))

    assert "Promised on 4 March, followed by *Review &lt;time&gt;*: 5.2\u00a0d in the week of 2 Mar →" in text


@pytest.mark.parametrize("became", [5.2, 5.3])
def test_nothing_contributed_to_a_number_that_went_no_better(became):
    text = reads(told(replace(NUMBERS, pair=replace(PAIR, became=became))))

    assert "Aimed at *Review &lt;time&gt;*: 5.2" in text
    assert "Contributed" not in text


def test_a_year_is_told_where_it_differs():
    text = reads(told(replace(NUMBERS, pair=replace(PAIR, before=date(2025, 12, 29)))))

    assert "in the week of 29 Dec 2025 → 3.9" in text


@pytest.mark.parametrize(
    ("teams", "heading"),
    [
        ((), "*A win*, told by"),
        (("Docs",), "*A win* of *Docs*, told by"),
        (("Docs", "R&D", "Sales"), "*A win together*, of *Docs*, *R&amp;D* and *Sales*, told by"),
    ],
)
def test_what_two_teams_did_is_called_together(teams, heading):
    assert reads(told(replace(WORDS, teams=teams))).startswith(heading)


@pytest.mark.parametrize(("team", "teller"), [(None, "a colleague"), ("R&D", "a colleague of *R&amp;D*")])
def test_an_author_who_asked_not_to_be_named_is_not(team, teller):
    assert reads(told(replace(WORDS, user=None, author_of=team))).startswith(f"*A win*, told by {teller}\n")


def test_told_once_more_it_pings_nobody():
    win = replace(WORDS, people=Naming(("UBO", "UNEW")), spelled={"UANA": "Ana <!here>", "UBO": "Bo"})

    assert reads(told(win)).startswith("*A win*, told by Ana &lt;!here&gt;\n")
    assert reads(told(win)).endswith("Thank you, Bo and <@UNEW>.")


def test_who_withdrew_it_is_no_name():
    withdrawn = replace(WORDS, text="", user=None)

    assert told(replace(withdrawn, withdrawn_by="author")).text == "_This win was withdrawn by its author._"
    assert (
        told(replace(withdrawn, withdrawn_by="lead")).text == "_This win was withdrawn by the product lead._"
    )


def test_our_own_words_never_claim_a_cause():
    said = reads(told(replace(NUMBERS, text="x", meaning="y", promised_on=date(2026, 3, 4), corrected=True)))

    assert not {"caused", "because", "thanks to", "due to"} & {*said.lower().split()}


def test_what_is_quoted_fits_the_form():
    assert len(quoted("x" * 9_999, "A" * 80)) == LONGEST_STORY


names = texts(80)
pairs = st.builds(
    Pair,
    st.builds(a_metric, name=names, unit=texts(30)),
    st.dates(date(2020, 1, 1), date(2025, 1, 1)),
    st.floats(-1e12, 1e12),
    st.dates(date(2025, 1, 2), date(2030, 1, 1)),
    st.floats(-1e12, 1e12),
)
namings = st.builds(
    Naming,
    st.lists(st.just("U0123456789"), max_size=MOST_PEOPLE).map(tuple),
    st.lists(names, max_size=MOST_PEOPLE).map(tuple),
    st.integers(0, MOST_PEOPLE),
)
wins = st.builds(
    WinTold,
    user=st.sampled_from([None, "U0123456789"]),
    text=texts(LONGEST_STORY),
    input=st.none() | names,
    meaning=st.just("") | texts(LONGEST_MEANING),
    star=st.none() | names,
    author_of=st.none() | names,
    people=namings,
    teams=st.lists(names, max_size=MOST_TEAMS).map(tuple),
    pair=st.none() | pairs,
    promised_on=st.none() | st.dates(),
    corrected=st.booleans(),
    spelled=st.dictionaries(st.just("U0123456789"), names),
    withdrawn_by=st.sampled_from([None, "author", "lead"]),
)
rows = st.builds(
    Shown,
    texts(LONGEST_STORY).map(lambda text: a_win(text=text)),
    wins,
    st.dates(),
    st.integers(0, 10_000),
    is_mine=st.booleans(),
    may_change=st.booleans(),
    names_me=st.booleans(),
)


@given(wins)
@settings(max_examples=60, deadline=None)
def test_no_text_in_a_win_does_harm(win):
    require_harmless(told(win))


@given(texts(LONGEST_STORY), st.booleans())
@settings(max_examples=30, deadline=None)
def test_no_text_that_comes_back_does_harm(text, withdrawn):
    require_harmless(changed(WinChanged(text, "U0123456789", withdrawn=withdrawn)))


def test_app_home_tells_an_author_what_touched_people_and_everybody_the_fortnight():
    row = Shown(a_win(), WORDS, date(2026, 3, 2), 2, is_mine=False, may_change=True, names_me=True)
    older = [(a_win(id="w2", text="<Done>"), 2), (a_win(id="w3", text="x"), 1)]
    home = list_views.at_home(AtHome([row] * 5, 2, [(row.win, 3), *older]))
    text = reads(home)

    assert "2 people cheered your win: &lt;Done&gt;\nOne person cheered your win: x\n" in text
    assert "3 people cheered" not in text
    assert text.count("told by <@UANA>") == 5
    assert "it names you" in text
    assert "… and 2 more: `/nsm win search` shows them." in text
    assert buttons(home) == ["Take my name out"] * 5


def test_app_home_without_wins_says_nothing_of_them():
    assert list_views.at_home(AtHome([], 0, [])) == []


@given(st.lists(rows, min_size=1, max_size=3), texts(300))
@settings(max_examples=40, deadline=None)
def test_no_text_in_a_list_does_harm(shown, query):
    require_harmless(list_views.listed(Shelf(shown, shown), list_views.withdrawn(shown[0].win)))
    require_harmless(list_views.found(Found(query, shown, more=True)))
    home = list_views.at_home(AtHome(shown, 1, [(each.win, each.cheers) for each in shown]))
    require_harmless(View(type="home", blocks=home))
    require_harmless(list_views.found(Found(query, [], more=False)))


def test_the_longest_lists_fit():
    text, pair = "&" * LONGEST_STORY, replace(PAIR, metric=replace(SLOW, name="&" * 80, unit="&" * 30))
    win = replace(
        NUMBERS, text=text, input="&" * 80, pair=pair, people=Naming(("U0123456789",) * MOST_PEOPLE)
    )
    row = Shown(a_win(text=text), win, date(2026, 3, 2), 9, is_mine=False, may_change=True, names_me=True)

    require_harmless(list_views.listed(Shelf([row] * 10, [row] * 10)))
    require_harmless(list_views.found(Found("&" * 200, [row] * 10, more=True)))
    assert list_views.row(row, Place.HOME)


@given(
    texts(LONGEST_STORY), texts(LONGEST_MEANING), names, st.lists(pairs, max_size=13), namings, st.booleans()
)
@settings(max_examples=40, deadline=None)
def test_no_text_in_the_form_does_harm(text, meaning, name, found, naming, private):
    team = a_team(name=name)
    stage = Stage(
        "C0123456789",
        None,
        {name: [an_input(metric=a_metric(name=name))]},
        name,
        [team],
        found,
        None,
        naming,
        naming,
    )
    stretch = (found[0].before, found[0].after) if found else None
    telling = Telling(text, "input-merged", meaning, stretch, ("U0123456789",) * 12, (team.id,))
    require_harmless(modal.form(stage, telling, {}, Origin(private=private)))
    require_harmless(modal.form(stage, telling, {"text": text}, Origin(about="w1", win="w1")))
    require_harmless(modal.posted(stage))


def test_blanks_are_no_win():
    with pytest.raises(ValidationError):
        modal.WinForm(text=" \n ")
