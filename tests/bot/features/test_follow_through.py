"""Follow-through in a direct message: asked, answered by one tap, changed in place, carried over."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from slack_sdk.models.blocks import ActionsBlock, ButtonElement

from bot.blocks.layout import Message
from bot.blocks.limits import message
from bot.blocks.values import pack
from bot.features.commit.rows import ANSWER, Place, Press
from bot.features.follow_through import views
from rituals.follow_through import FollowThroughAsk, Item
from rituals.late_news import LateNews
from storage.records.commitments import CommitmentState
from tests.contracts.checking import faults_of_message
from tests.making import MONDAY, a_commitment, a_team, a_workspace, an_input, joined
from tests.reading import buttons, fields, reads

FRIDAY = MONDAY + timedelta(days=4)
FRIDAY_THREE = datetime(2026, 3, 20, 15, tzinfo=UTC)
ANSWERS = ["Done", "Moved", "Not yet", "Drop"]


def an_item(**fields):
    return Item(a_commitment(**fields), "Render & Co", "Merged <pull requests>", None)


def an_ask(*items, **fields):
    return replace(FollowThroughAsk("k", FRIDAY, items or (an_item(),)), **fields)


def test_each_commitment_has_its_four_answers():
    shown = views.ask(an_ask(an_item(), an_item(id="c2", text="Write <it> down")))

    assert reads(shown).startswith(
        "*How did the week of 16 March go?* One tap for each is enough.\n>Review two pull"
    )
    assert ">Write &lt;it&gt; down\nRender &amp; Co · should move Merged &lt;pull requests&gt;" in reads(
        shown
    )
    assert buttons(shown) == ANSWERS * 2


def test_on_monday_it_is_about_last_week():
    shown = views.ask(an_ask(asked_on=MONDAY + timedelta(weeks=1)))

    assert "*How did the week of 16 March go?*" in reads(shown)


def test_it_says_until_when_answers_change_and_who_is_named():
    shown = reads(views.ask(an_ask()))

    assert "The pulse tells counts, nobody's name. Any answer can be changed through 29 March." in shown


def test_what_was_answered_stands_in_its_place_and_can_be_changed():
    done = an_item(state=CommitmentState.DONE, line="All <three>")
    shown = views.ask(an_ask(done, an_item(id="c2")))

    assert ">Review two pull requests\n*Done* · Render &amp; Co" in reads(shown)
    assert "All &lt;three&gt;" in reads(shown)
    assert buttons(shown) == ["Change the line", "Make it a win", "commit.answer", *ANSWERS]


def test_with_all_answered_it_thanks():
    shown = reads(views.ask(an_ask(an_item(state=CommitmentState.DONE))))

    assert shown.startswith("*Thank you, that was the week of 16 March.* Any of it can still be changed.")


@pytest.mark.parametrize("light", [False, True])
def test_the_buttons_are_explained_while_one_of_them_is_shown(light):
    weeks = 2 if light else 1
    done, still = an_item(state=CommitmentState.DONE, weeks=weeks), an_item(id="c2", weeks=weeks)
    answered = [an_item(id=f"d{n}", state=CommitmentState.DONE) for n in range(9)]

    assert "Drop: it will not be." in reads(views.ask(an_ask(done, still, light=light)))
    assert "Drop: it will not be." not in views.ask(an_ask(done, light=light)).text
    assert "Drop: it will not be." not in views.ask(an_ask(still, light=light, is_closed=True)).text
    assert "Drop: it will not be." not in reads(views.ask(an_ask(*answered, still, light=light)))


def test_on_monday_the_next_one_is_offered_once_all_is_answered():
    monday = MONDAY + timedelta(weeks=1)
    answered = views.ask(an_ask(an_item(state=CommitmentState.DONE), asked_on=monday))

    assert buttons(answered)[-1] == "Commit"
    assert "Commit" not in buttons(views.ask(an_ask(asked_on=monday)))


@pytest.mark.parametrize(
    ("light", "told"), [(False, "*That week is closed.*"), (True, "how it stood halfway")]
)
def test_what_is_closed_is_there_to_be_read(light, told):
    assert told in reads(views.ask(an_ask(light=light, is_closed=True)))


def test_of_what_was_never_answered_a_closed_week_says_so():
    done = an_item(id="c2", state=CommitmentState.DONE)
    shown = reads(views.ask(an_ask(an_item(), done, is_closed=True)))

    assert shown.count("*No answer* · Render") == 1
    assert "No answer" not in reads(views.ask(an_ask(an_item(), done)))


def test_what_is_not_yet_there_can_be_carried_over_and_left():
    open_, carried = an_item(state=CommitmentState.NOT_YET, carried=2), MONDAY + timedelta(weeks=1)
    before, after = views.ask(an_ask(open_)), views.ask(an_ask(replace(open_, carried_to=carried)))

    assert "carried over twice" in reads(before)
    assert buttons(before)[:2] == ["Add a line", "Carry over"]
    assert "Goes on in the week of 23–29 March." in reads(after)
    assert buttons(after)[:2] == ["Add a line", "Don't carry over"]


def test_halfway_wants_no_answer_and_names_no_close():
    shown = reads(views.ask(an_ask(an_item(weeks=2), light=True)))

    assert "Nothing needs an answer" in shown
    assert "can be changed" not in shown


def test_a_pledge_that_goes_on_wants_no_answer():
    pledge = replace(an_item(weeks=2), goes_on=True)
    shown = reads(views.ask(an_ask(an_item(state=CommitmentState.DONE), pledge)))

    assert shown.startswith("*Thank you")
    assert "goes on until 29 March, no answer needed · Render &amp; Co" in shown


def test_at_the_end_of_a_pledge_what_was_said_halfway_is_there_with_all_four_answers():
    item = replace(an_item(weeks=2, state=CommitmentState.MOVED), halfway=CommitmentState.MOVED)
    shown = views.ask(an_ask(item))

    assert "halfway: moved: it is on its way · Render &amp; Co" in reads(shown)
    assert buttons(shown) == ANSWERS


def test_with_everything_taken_back_nothing_is_left():
    assert reads(views.ask(an_ask(items=()))) == "Nothing is left to say: what I asked about was taken back."


@pytest.mark.parametrize("page", [-1, 0, 3, 99])
def test_sixty_come_in_pages_that_lose_nothing(page):
    many = tuple(an_item(id=f"c{n}", text=f"promise {n:02}") for n in range(60))
    shown = [views.ask(an_ask(*many, page=number)) for number in range(9)]
    words = "\n".join(reads(each) for each in shown)

    assert all(words.count(f"promise {n:02}") == 1 for n in range(60))
    assert buttons(shown[0])[-1:] == ["More"]
    assert buttons(shown[4])[-2:] == ["Back", "More"]
    assert "Page 1 of 9; 60 of 60 are still without an answer." in reads(shown[0])
    assert reads(views.ask(an_ask(*many, page=page))) in [reads(each) for each in shown]


def test_the_longest_texts_stay_whole_for_screen_readers():
    long = tuple(an_item(id=f"c{n}", text="&" * 300, line="<" * 200) for n in range(5))
    shown = [views.ask(an_ask(*long, page=number)) for number in range(5)]

    assert all(len(each.text) <= 4000 for each in shown)
    assert sum(each.text.count("&amp;" * 300) for each in shown) == 5


@pytest.mark.parametrize(
    ("news", "told"),
    [
        (LateNews(done=1), "1 more done."),
        (LateNews(done=2, moved=1, dropped=1), "2 more done, 1 moved, 1 dropped."),
        (LateNews(not_yet=3), "3 more not yet."),
        (LateNews(), "the counts are as they were."),
    ],
)
def test_late_news_are_counts(news, told):
    assert reads(views.late_news(news)) == f"Late news of last week's commitments: {told}"


@pytest.mark.parametrize("shown", [views.ask(an_ask()), views.late_news(LateNews(done=1))])
def test_slack_accepts_the_messages(shown):
    assert faults_of_message({"text": shown.text, "blocks": message(shown.blocks)}) == []


@pytest.fixture
async def review(simulator, polaris):
    """Team Review, with Dana and Lena in it."""
    dana, lena = (simulator.people[handle].id for handle in ("dana", "lena"))
    company, channel = (simulator.workspace.channel(name).id for name in ("north-star", "team-review"))
    team = a_team(id="review", name="Review", lead=dana, channel=channel)
    await joined(polaris.ledger, team, dana, lena)
    async with polaris.ledger.open() as books:
        await books.workspaces.put(
            a_workspace(id=polaris.installation.workspace, company_channel=company, product_lead=dana)
        )
        await books.inputs.put(an_input(id="merged", team="review"))
    return team


@pytest.fixture
def settled(polaris, simulator):
    async def _settled():
        await simulator.settled()
        await polaris.door.settled()
        await polaris.live()

    return _settled


@pytest.fixture
async def lena(simulator, polaris, review, clock, settled):
    """She promised two things, and Friday afternoon has come."""
    lena = simulator.people["lena"]
    await lena.runs("/commit Review two pull requests")
    clock.pass_(seconds=1)
    await lena.runs("/commit Write the guide")
    await settled()
    clock.set_to(FRIDAY_THREE)
    await settled()
    return lena


def asked(person):
    """The messages in somebody's conversation with the bot, newest last."""
    return person.sees(person.dm.id)


async def test_on_friday_afternoon_each_person_gets_one_message(lena, simulator):
    (question,) = asked(lena)

    assert ">Review two pull requests" in reads(question.blocks)
    assert buttons(question.blocks)[:8] == ANSWERS * 2
    assert not any("How did" in each.text for each in asked(simulator.people["dana"]))


async def test_one_tap_answers_and_the_message_shows_it_in_place(lena, settled):
    await lena.clicks("Done", beside="Review two")
    await settled()
    (question,) = asked(lena)

    assert ">Review two pull requests\n*Done*" in reads(question.blocks)
    assert buttons(question.blocks)[:3] == ["Add a line", "Make it a win", "commit.answer"]


async def test_a_line_can_be_added(lena, settled, polaris):
    await lena.clicks("Moved")
    await settled()
    await lena.clicks("Add a line")
    await polaris.door.settled()
    await lena.submits(line="one of <two>")
    await settled()
    (question,) = asked(lena)

    assert "one of &lt;two&gt;" in reads(question.blocks)


async def test_an_answer_is_changed_in_the_menu_beside_it(lena, settled):
    await lena.clicks("Done", beside="Review two")
    await settled()
    await lena.chooses("commit.answer", "Drop instead", beside="Review two")
    await settled()

    assert ">Review two pull requests\n*Dropped*" in reads(asked(lena)[0].blocks)


async def test_what_was_done_can_be_made_a_win(lena, polaris, settled):
    await lena.clicks("Done", beside="Review two")
    await settled()
    await lena.clicks("Make it a win", beside="Review two")
    await polaris.door.settled()

    assert "Review two pull requests" in (fields(lena.modal)["text"] or "")


async def test_carrying_over_takes_a_second_tap_and_can_be_left(lena, settled):
    await lena.clicks("Not yet")
    await settled()
    await lena.clicks("Carry over")
    await settled()
    assert "Goes on in the week of 23–29 March." in reads(asked(lena)[0].blocks)
    await lena.clicks("Don't carry over")
    await settled()

    assert "Goes on" not in reads(asked(lena)[0].blocks)


async def test_a_week_that_is_full_is_told_kindly_and_nothing_is_carried_over(lena, polaris, settled):
    async with polaris.ledger.open() as books:
        for name in ("one", "two", "three"):
            week = MONDAY + timedelta(weeks=1)
            await books.commitments.add(a_commitment(id=name, text=name, user=lena.id, week=week))
    await lena.clicks("Not yet", beside="Review two")
    await settled()
    await lena.clicks("Carry over", beside="Review two")
    await settled()

    assert "these are still open: “one”; “three”; “two”." in lena.reads(lena.dm.id)[-1]
    assert "Goes on" not in "".join(lena.reads(lena.dm.id))


async def test_home_shows_a_commitment_that_is_asked_about_once(lena, polaris):
    await lena.opens_home()
    await polaris.door.settled()
    shown = reads(lena.home)

    assert shown.count(">Review two pull requests") == 1
    assert buttons(lena.home)[:4] == ANSWERS


async def test_home_shows_what_was_carried_over_once_before_its_week_and_in_it(lena, polaris, settled, clock):
    await lena.opens_home()
    await settled()
    await lena.clicks("Not yet", beside="Review two")
    await settled()
    await lena.clicks("Carry over", beside="Review two")
    await settled()
    assert reads(lena.home).count(">Review two pull requests") == 1
    assert "Goes on in the week of 23–29 March." in reads(lena.home)
    clock.pass_(days=4)
    await lena.opens_home()
    await settled()

    assert reads(lena.home).count(">Review two pull requests") == 1
    assert "carried over once" in reads(lena.home)
    assert buttons(lena.home)[:4] == ANSWERS


async def test_an_answer_in_home_shows_in_the_message(lena, polaris, settled):
    await lena.opens_home()
    await polaris.door.settled()
    await lena.clicks("Done", beside="Review two")
    await settled()

    assert ">Review two pull requests\n*Done*" in reads(asked(lena)[0].blocks)


async def test_an_answer_in_the_list_shows_in_the_message(lena, settled):
    question = asked(lena)[0].ts
    await lena.runs("/commit list")
    await lena.clicks("Done")
    await settled()
    shown = next(each for each in asked(lena) if each.ts == question)

    assert "*Done*" in reads(shown.blocks)


async def test_the_list_carries_over_too(lena, settled):
    await lena.runs("/commit list")
    await lena.clicks("Not yet", beside="Review two")
    await settled()
    await lena.clicks("Carry over", beside="Review two")
    await settled()

    shown = reads(lena.sees()[-1].blocks)
    assert "Goes on in the week of 23–29 March." in shown
    assert shown.count(">Review two pull requests") == 1


async def test_a_forged_press_changes_nothing_and_is_answered_kindly(lena, polaris, settled, simulator):
    async with polaris.ledger.open() as books:
        mine = (await books.commitments.of_person(lena.id, MONDAY))[0]
        await books.commitments.change(replace(mine, user=simulator.people["dana"].id))
    await lena.clicks("Done", beside="Review two")
    await settled()

    assert "somebody else's commitment" in lena.reads(lena.dm.id)[-1]


@pytest.mark.parametrize("value", ["open", "won", ""])
async def test_a_forged_answer_changes_nothing_and_is_answered_kindly(lena, polaris, settled, posts, value):
    async with polaris.ledger.open() as books:
        mine = (await books.commitments.of_person(lena.id, MONDAY))[0]
    menu = ButtonElement(action_id=ANSWER, text="Forged", value=pack(Press(mine.id, Place.ASKED, value)))
    await posts(lena, Message("Forged", [ActionsBlock(elements=[menu])]))
    await lena.clicks("Forged")
    await settled()

    assert "something I never put there" in lena.reads(lena.dm.id)[-1]
    async with polaris.ledger.open() as books:
        assert await books.commitments.get(mine.id) == mine
