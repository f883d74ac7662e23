"""`/commit`: taken at once, said back to one person, changed by its owner alone."""

import asyncio
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from storage.records.commitments import CommitmentState, Visibility
from storage.records.metrics import InputState
from tests.making import a_metric, a_team, a_workspace, an_input, joined
from tests.reading import buttons, choices, fields, reads

HOSTILE = "Ask <!channel> & `rm -rf` with <@U1>\nthen *rest*"
HARMLESS = ">Ask &lt;!channel&gt; &amp; `rm -rf` with &lt;@U1&gt;\n>then *rest*"


@pytest.fixture
async def review(simulator, polaris):
    """Team Review, with its people and one active input; Ivo is in Quality too."""
    ids = {handle: simulator.people[handle].id for handle in ("dana", "ivo", "lena", "finn")}
    company = simulator.workspace.channel("north-star").id
    channels = [simulator.workspace.channel(name).id for name in ("team-review", "team-quality")]
    workspace = a_workspace(id=polaris.installation.workspace, company_channel=company)
    async with polaris.ledger.open() as books:
        await books.workspaces.put(workspace)
    team = a_team(id="review", name="Review", lead=ids["dana"], channel=channels[0])
    await joined(polaris.ledger, team, ids["dana"], ids["ivo"], ids["lena"])
    quality = a_team(id="quality", name="Quality", lead=ids["finn"], channel=channels[1])
    await joined(polaris.ledger, quality, ids["finn"], ids["ivo"])
    async with polaris.ledger.open() as books:
        await books.inputs.put(an_input(id="merged", team="review"))
        await books.inputs.put(
            an_input(id="bugs", team="quality", metric=a_metric(key="bugs", name="Bugs closed"))
        )
    return team


@pytest.fixture
def lena(simulator, review):
    return simulator.people["lena"]


@pytest.fixture
def ivo(simulator, review):
    return simulator.people["ivo"]


@pytest.fixture
def dana(simulator, review):
    return simulator.people["dana"]


@pytest.fixture
def kept(polaris):
    """Everything that is remembered, oldest first."""

    async def _kept():
        async with polaris.ledger.open() as books:
            return await books.commitments.counting_in(await _monday(polaris))

    return _kept


async def _monday(polaris):
    now = polaris.clock.now().date()
    return now.fromordinal(now.toordinal() - now.weekday())


def shown(person):
    """The newest message a person sees."""
    return person.sees()[-1]


async def opens_form(person, polaris):
    await person.runs("/commit")
    await polaris.door.settled()
    return person.modal


async def test_a_sign_that_no_database_keeps_is_left_out(lena, kept):
    await lena.runs("/commit Review\0 two")

    assert [each.text for each in await kept()] == ["Review two"]


async def test_words_are_logged_and_said_back_with_where_they_appear(lena, simulator):
    await lena.runs("/commit Review two pull requests")

    answer = reads(shown(lena).blocks)
    company = simulator.workspace.channel("north-star").id
    assert "*Logged for this week* (16–22 March)\n>Review two pull requests" in answer
    assert f"Counts in *Review*'s line of Monday's pulse in <#{company}> on 23 March." in answer
    assert "*Review*'s people can read the words." in answer
    assert buttons(shown(lena).blocks) == ["commit.aim", "Undo", "Edit"]


async def test_before_there_is_a_north_star_no_pulse_is_promised(simulator, polaris):
    lena = simulator.people["lena"]
    await lena.runs("/commit Review two pull requests")
    answered = reads(shown(lena).blocks)
    form = reads(await opens_form(lena, polaris))

    assert ">Review two pull requests" in answered
    for told in (answered, form):
        assert "No pulse counts it before `/nsm setup` has chosen a North Star." in told
        assert "Monday" not in told


async def test_another_week_where_the_team_is_is_named(lena, polaris, review, clock):
    """Monday morning in Berlin is still Sunday in Los Angeles."""
    async with polaris.ledger.open() as books:
        await books.teams.put(replace(review, time_zone="America/Los_Angeles"))
    clock.set_to(datetime(2026, 3, 23, 5, tzinfo=UTC))
    await lena.runs("/commit Review")
    form = await opens_form(lena, polaris)

    where = "as it is in America/Los_Angeles"
    assert f"*Logged for this week* (16–22 March, {where})" in reads(shown(lena).blocks)
    assert f"How long? (The week {where})" in reads(form)


async def test_the_answer_is_for_one_person_and_needs_no_call_to_slack(lena, dana, simulator):
    calls = len([each for each in simulator.traffic if each["kind"] == "web_api"])
    await lena.runs("/commit Review")

    assert dana.reads("general") == []
    assert len([each for each in simulator.traffic if each["kind"] == "web_api"]) == calls


async def test_the_whole_answer_is_in_its_text_for_screen_readers(lena):
    await lena.runs("/commit Review two pull requests")

    text = lena.reads()[-1]
    assert "Logged for this week" in text
    assert "Review two pull requests" in text
    assert "Monday's pulse" in text


async def test_undo_takes_it_back_and_returns_the_words(lena, polaris, kept):
    await lena.runs("/commit Review two pull requests")
    await lena.clicks("Undo")
    await polaris.door.settled()

    assert await kept() == []
    assert reads(shown(lena).blocks).startswith("Taken back")
    assert ">Review two pull requests" in reads(shown(lena).blocks)


async def test_a_double_click_undoes_once_and_is_told_kindly(lena, polaris, kept):
    await lena.runs("/commit Review")
    await asyncio.gather(lena.clicks("Undo"), lena.clicks("Undo"))
    await polaris.door.settled()

    assert await kept() == []
    assert (lena.notices, "Reference" in "".join(lena.reads())) == ([], False)


async def test_one_tap_says_which_input_it_should_move(lena, polaris, kept):
    await lena.runs("/commit Review")
    await lena.chooses("commit.aim", "Merged pull requests")
    await polaris.door.settled()

    assert [one.input for one in await kept()] == ["merged"]
    assert "Logged for this week" in reads(shown(lena).blocks)


async def test_whoever_is_in_two_teams_is_asked_which_by_one_select(ivo, polaris, kept):
    await ivo.runs("/commit Review", channel="team-review")
    assert [one.team for one in await kept()] == ["review"]
    await ivo.chooses("commit.place", "Quality")
    await polaris.door.settled()

    assert [one.team for one in await kept()] == ["quality"]
    assert "*Quality*'s line" in reads(shown(ivo).blocks)


async def test_a_fourth_is_turned_down_kindly_with_the_three_and_the_words(lena, kept, clock):
    for n in range(3):
        await lena.runs(f"/commit promise {n}")
        clock.pass_(seconds=1)
    await lena.runs("/commit one more <b>")

    answer = reads(shown(lena).blocks)
    assert len(await kept()) == 3
    assert ">one more &lt;b&gt;" in answer
    assert all(f">promise {n}" in answer for n in range(3))
    # A line between what was typed and what is open: all of it is quoted.
    assert [block["type"] for block in shown(lena).blocks[:3]] == ["section", "divider", "section"]


async def test_room_can_be_made_on_the_spot(lena, polaris, kept, clock):
    for n in range(3):
        await lena.runs(f"/commit promise {n}")
        clock.pass_(seconds=1)
    await lena.runs("/commit one more")
    await lena.clicks("Done")
    await polaris.door.settled()
    await lena.runs("/commit one more")

    assert [one.text for one in await kept()][-1] == "one more"


async def test_too_long_words_come_back_with_how_much_is_over(lena, kept):
    await lena.runs("/commit " + "a" * 312)

    answer = reads(shown(lena).blocks)
    assert await kept() == []
    assert "12 characters too long: 300 fit here." in answer
    assert "a" * 312 in answer


async def test_far_too_long_words_come_back_whole(lena):
    text = " ".join(str(n) for n in range(1_000))
    await lena.runs(f"/commit {text}")

    assert reads(shown(lena).blocks).replace("\n>", "").endswith(text)


async def test_hostile_words_stay_words_everywhere(lena, polaris, dana):
    form = await opens_form(lena, polaris)
    assert form is not None
    await lena.submits(text=HOSTILE, visibility="everyone")
    assert HARMLESS in reads(lena.modal)
    await lena.closes(everything=True)
    await lena.runs("/commit list")
    await dana.runs("/commit list")

    assert HARMLESS in reads(shown(lena).blocks)
    assert HARMLESS in reads(shown(dana).blocks)


async def test_a_mention_typed_in_a_command_becomes_a_name(lena, dana, kept):
    await lena.runs(f"/commit Pair with <@{dana.id}|dana> on <https://a.b/c> &amp; rest")

    assert [one.text for one in await kept()] == ["Pair with @Dana Reyes on https://a.b/c & rest"]


async def test_commit_alone_opens_the_form(lena, polaris):
    form = await opens_form(lena, polaris)

    assert fields(form) == {
        "text": None,
        "input": "None of these, or not sure yet",
        "weeks": "This week, 16–22 March",
        "visibility": "The people of Review",
    }
    assert choices(form, "weeks")[1] == "Two weeks, 16–29 March"
    assert choices(form, "input") == ["None of these, or not sure yet", "Merged pull requests"]


async def test_the_filled_form_is_kept_and_answered_in_its_place(lena, polaris, kept):
    await opens_form(lena, polaris)
    errors = await lena.submits(text="Review more", input="merged", weeks="2", visibility="me")

    one = (await kept())[0]
    assert errors == {}
    assert (one.text, one.input, one.weeks, one.visibility) == ("Review more", "merged", 2, Visibility.ME)
    assert "*Logged for two weeks* (16–29 March)\n>Review more" in reads(lena.modal)
    assert "Only you can read the words." in reads(lena.modal)


async def test_a_fourth_in_the_form_is_told_under_the_words_and_nothing_is_lost(lena, polaris, clock):
    for n in range(3):
        await lena.runs(f"/commit promise {n} & more")
        clock.pass_(seconds=1)
    await opens_form(lena, polaris)
    errors = await lena.submits(text="one more")

    assert "“promise 0 & more”; “promise 1 & more”; “promise 2 & more”" in errors["text"]
    assert lena.modal["callback_id"] == "commit.new"


async def test_in_two_teams_the_form_asks_for_the_team(ivo, polaris, kept):
    form = await opens_form(ivo, polaris)
    assert choices(form, "team") == ["Quality", "Review"]
    assert choices(form, "input") == ["None of these, or not sure yet", "Bugs closed", "Merged pull requests"]
    errors = await ivo.submits(text="Review", team="quality", input="merged")
    assert "does not belong to this team" in errors["input"]
    await ivo.submits(team="review")

    assert [(one.team, one.input) for one in await kept()] == [("review", "merged")]


async def test_somebody_without_a_team_counts_for_the_organisation(simulator, polaris, kept, review):
    kofi = simulator.people["kofi"]
    form = await opens_form(kofi, polaris)
    assert choices(form, "visibility") == [
        "Everyone in the organisation",
        "Only me: it counts, nobody else reads it",
    ]
    await kofi.submits(text="Write a guide")

    assert "the organisation's line" in reads(kofi.modal)
    assert [one.team for one in await kept()] == [None]


async def test_the_answer_of_the_form_can_be_undone_and_edited_in_place(lena, polaris, kept):
    await opens_form(lena, polaris)
    await lena.submits(text="Review more")
    await lena.clicks("Edit")
    await polaris.door.settled()
    assert fields(lena.modal)["text"] == "Review more"
    await lena.submits(text="Review most")
    await polaris.door.settled()
    assert ">Review most" in reads(lena.modal)
    await lena.clicks("Undo")
    await polaris.door.settled()

    assert await kept() == []
    assert "Taken back" in reads(lena.modal)


async def test_an_edit_of_the_answer_changes_the_answer(lena, polaris):
    await lena.runs("/commit Review")
    await lena.clicks("Edit")
    await polaris.door.settled()
    await lena.submits(text="Review three", weeks="2")
    await polaris.door.settled()

    assert lena.modal is None
    assert "*Logged for two weeks* (16–29 March)\n>Review three" in reads(shown(lena).blocks)


async def test_the_list_settles_with_one_tap_and_takes_a_line(lena, polaris, kept):
    await lena.runs("/commit Review")
    await lena.runs("/commit list")
    assert buttons(shown(lena).blocks) == ["Done", "Moved", "Not yet", "Drop", "Edit", "Commit"]
    await lena.clicks("Moved")
    await polaris.door.settled()
    assert buttons(shown(lena).blocks) == [
        "Add a line",
        "Carry over",
        "Make it a win",
        "commit.answer",
        "Commit",
    ]
    await lena.clicks("Add a line")
    await polaris.door.settled()
    await lena.submits(line="one of <two>")
    await polaris.door.settled()

    one = (await kept())[0]
    assert (one.state, one.line) == (CommitmentState.MOVED, "one of <two>")
    assert "one of &lt;two&gt;" in reads(shown(lena).blocks)


async def test_the_buttons_of_the_list_are_explained_while_there_are_any(lena, polaris):
    await lena.runs("/commit Review")
    await lena.runs("/commit list")
    assert "Done: it is finished." in reads(shown(lena).blocks)
    await lena.clicks("Done")
    await polaris.door.settled()

    assert "Done: it is finished." not in reads(shown(lena).blocks)


async def test_an_empty_list_invites(lena):
    await lena.runs("/commit list")

    assert "Nothing is promised yet this week. One small action is enough." in reads(shown(lena).blocks)
    assert buttons(shown(lena).blocks) == ["Commit"]


async def test_teammates_read_what_they_may(lena, dana, simulator):
    await lena.runs("/commit Review two")
    await dana.runs("/commit list")
    await simulator.people["finn"].runs("/commit list")

    assert f"<@{lena.id}> · Open · Review\n>Review two" in reads(shown(dana).blocks)
    assert "Review two" not in reads(shown(simulator.people["finn"]).blocks)


@pytest.mark.parametrize("typed", ["help", "?", "-h", "--help"])
async def test_help_tells_the_ways(lena, kept, typed):
    await lena.runs(f"/commit {typed}")

    assert await kept() == []
    assert "`/commit list`" in reads(shown(lena).blocks)
    assert "a button to undo it" in reads(shown(lena).blocks)


@pytest.mark.parametrize("typed", ["/commit undo", "/commit  Undo ", "/nsm commit undo"])
async def test_undo_alone_is_no_promise_and_told_where_it_is(lena, kept, typed):
    await lena.runs(typed)

    assert await kept() == []
    assert reads(shown(lena).blocks) == (
        "Undo is the button under the answer to what you logged;"
        " where that answer is gone, `/commit list` has Edit and Drop."
    )


@pytest.mark.parametrize("typed", ["done", "Moved", "drop", "edit"])
async def test_the_word_of_a_button_alone_is_no_promise_and_shows_the_list(lena, kept, typed):
    await lena.runs(f"/commit {typed}")

    assert await kept() == []
    assert reads(shown(lena).blocks).startswith("*Your commitments*")


async def test_a_promise_that_begins_with_undo_is_one(lena, kept):
    await lena.runs("/commit undo the last release")

    assert [one.text for one in await kept()] == ["undo the last release"]


async def test_the_shortcut_opens_the_form(lena, polaris):
    await lena.uses("commit.shortcut")
    await polaris.door.settled()

    assert lena.modal["title"]["text"] == "Make a commitment"


async def test_what_was_typed_into_a_closed_form_is_there_again(lena, polaris):
    await opens_form(lena, polaris)
    await lena.fills(text="Half a thou", trigger="character")
    await lena.closes()
    form = await opens_form(lena, polaris)

    assert fields(form)["text"] == "Half a thou"
    assert "We kept what you typed last time." in reads(form)


async def test_one_can_start_empty(lena, polaris):
    await opens_form(lena, polaris)
    await lena.fills(text="Half a thou", trigger="character")
    await lena.closes()
    await opens_form(lena, polaris)
    await lena.clicks("Start empty")
    await polaris.door.settled()
    assert fields(lena.modal)["text"] is None
    assert "We kept" not in reads(lena.modal)
    await lena.closes()

    assert fields(await opens_form(lena, polaris))["text"] is None


async def test_a_sent_form_leaves_no_draft(lena, polaris):
    await opens_form(lena, polaris)
    await lena.fills(text="Review more", trigger="character")
    await lena.submits(text="Review more")
    await lena.closes(everything=True)

    assert fields(await opens_form(lena, polaris))["text"] is None


async def test_a_forged_press_changes_nothing(lena, dana, polaris, kept):
    await dana.runs("/commit Mine")
    mine = (await kept())[0]
    async with polaris.ledger.open() as books:
        await books.commitments.change(replace(mine, user=lena.id))
    await dana.clicks("Undo")
    await polaris.door.settled()

    assert await kept() == [replace(mine, user=lena.id)]
    assert "somebody else's commitment" in dana.reads()[-1]


async def test_a_retired_input_is_refused_under_its_field(lena, polaris):
    await opens_form(lena, polaris)
    async with polaris.ledger.open() as books:
        await books.inputs.put(an_input(id="merged", team="review", state=InputState.RETIRED))
    errors = await lena.submits(text="Review", input="merged")

    assert "not active any more" in errors["input"]


async def test_a_guest_can_commit(simulator, polaris, kept):
    gus = simulator.people["gus"]
    await gus.runs("/commit Translate a page", channel="team-docs")

    assert [one.user for one in await kept()] == [gus.id]


async def test_a_form_that_slack_does_not_open_is_told_and_opens_the_next_time(lena, polaris, simulator):
    simulator.faults.add("500", method="views.open")
    assert await opens_form(lena, polaris) is None
    assert "Slack did not answer" in lena.reads()[-1]

    assert (await opens_form(lena, polaris))["callback_id"] == "commit.new"


async def test_what_a_failure_of_ours_interrupts_comes_back(lena, polaris):
    await opens_form(lena, polaris)
    async with polaris.ledger.open() as books:
        await books.commitments._connection.execute(text("DROP TABLE commitments"))
    await lena.submits(text="Review <more>")

    assert ">Review &lt;more&gt;" in reads(lena.modal)
    assert "Reference" in reads(lena.modal)


async def test_an_answer_that_cannot_be_changed_any_more_is_changed_in_the_books(
    lena, polaris, simulator, kept
):
    await lena.runs("/commit Review")
    simulator.faults.add("500", method="response_url", times=None)
    await lena.clicks("Undo")
    await polaris.door.settled()

    assert await kept() == []


async def test_a_commitment_that_cannot_be_kept_is_not_acknowledged(lena, polaris, kept, tmp_path):
    before = len(lena.reads())
    with closing(sqlite3.connect(tmp_path / "polaris.db")) as another:
        another.execute(
            "CREATE TRIGGER full BEFORE INSERT ON commitments BEGIN SELECT RAISE(ABORT, 'disk full'); END"
        )
    await lena.runs("/commit Close ten reviews")
    await polaris.door.settled()

    (answered,) = lena.reads()[before:]
    assert "Something went wrong on our side" in answered
    assert answered.endswith("You wrote:\n>Close ten reviews")
    assert await kept() == []
