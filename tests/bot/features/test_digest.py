"""The wins digest as people read it, and the product lead's table where it is made."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.blocks import limits
from bot.features.digest import table, views
from bot.features.win import views as win_views
from rituals import digest_hours
from rituals.cadence import Due
from rituals.digest import LONGEST_INTRO, DigestDraft, DigestIssue, DigestSettled, Touched
from rituals.digest_desk import Table, Timetable
from rituals.digest_heard import Heard
from rituals.digest_hours import Hours
from rituals.digest_issue import Material
from rituals.scoreboard import InputScore, tally
from rituals.win_telling import LONGEST_MEANING, LONGEST_STORY
from rituals.win_words import WinTold
from storage.records.digests import Digest, DigestKind
from storage.records.metrics import Reading
from tests.contracts.checking import faults_of_message, faults_of_view
from tests.making import MONDAY_NINE, a_metric, a_team, a_win
from tests.reading import buttons, fields, reads

THURSDAY = date(2026, 3, 19)
ELEVEN = datetime(2026, 3, 19, 11, tzinfo=UTC)
DUE = Due(ELEVEN, THURSDAY)
TIMETABLE = Timetable(DUE, "UTC", Hours(4, time(11), THURSDAY), (THURSDAY, THURSDAY), 1, "UANA", "UBO")
SCRIPTS = ["שלום עולם ", "مرحبا بالعالم ", "👩🏽‍💻🎉", "é̂̃", "漢字", "<!channel>&", "`*_~|\n", "<@U1>"]


def an_issue(**fields) -> DigestIssue:
    made = DigestIssue(
        first=date(2026, 3, 5),
        last=date(2026, 3, 18),
        about=DigestKind.NUMBERS,
        intro="",
        intro_by=None,
        wins=3,
        shared=1,
        kept=0,
        moves=(),
        touched=None,
    )
    return replace(made, **fields)


def a_move(team="R&D"):
    metric = a_metric()
    values = [*[20.0, 22.0] * 8, 60.0]
    first = date(2026, 3, 9) - timedelta(weeks=len(values) - 1)
    readings = [
        Reading(metric.key, first + timedelta(weeks=number), value, "UANA", MONDAY_NINE)
        for number, value in enumerate(values)
    ]
    return InputScore(team, metric, tally(metric, readings, THURSDAY).verdict)


def a_draft(**fields) -> DigestDraft:
    made = DigestDraft(THURSDAY, ELEVEN, "Europe/Berlin", DigestKind.NUMBERS, None, 3, 1, ())
    return replace(made, **fields)


def told(win) -> WinTold:
    return WinTold(win.user, win.text, None, win.meaning, "Active contributors")


def a_table(wins, left_out=(), *, may_edit=True, **fields) -> Table:
    material = Material(
        day=THURSDAY,
        since=THURSDAY - timedelta(weeks=2),
        plan=Digest(THURSDAY),
        due=DigestKind.NUMBERS,
        about=DigestKind.NUMBERS,
        wins=tuple(wins),
        together=frozenset(),
        left_out=tuple(left_out),
        kept=0,
        moves=(),
        touched=None,
        quiet=(),
    )
    return Table(
        DUE,
        "UTC",
        may_edit,
        replace(material, **fields),
        an_issue(wins=len(wins)),
        [(win, told(win)) for win in wins],
        [(win, told(win)) for win in left_out],
    )


def accepted(message):
    return faults_of_message({"text": limits.text(message.text), "blocks": limits.message(message.blocks)})


def test_the_first_message_is_short_and_says_what_is_in_the_thread():
    assert reads(views.issue(an_issue())) == (
        "*Wins in numbers* · 5–18 March\n"
        "3 wins, 1 of them shared by two teams or more. Each has a message of its own in the thread.\n"
        "React in the thread to what touches you: whoever told it hears of it."
    )


def test_an_issue_of_numbers_tells_commitments_and_inputs():
    text = reads(views.issue(an_issue(kept=14, moves=(a_move(),))))

    assert "14 commitments were kept in this time, and these inputs moved:\n• *R&amp;D*: Above" in text


def test_the_product_leads_words_stand_in_place_of_the_automatic_ones():
    text = reads(views.issue(an_issue(intro="Well <!channel>\ndone", intro_by="UANA")))

    assert ">Well &lt;!channel&gt;\n>done\n— <@UANA>" in text
    assert "Each has a message" not in text


@pytest.mark.parametrize(
    ("name", "team", "by"),
    [("R&B", None, ", told by R&amp;B"), (None, "R&D", ", told by somebody in R&amp;D"), (None, None, "")],
)
def test_what_touched_people_most_is_one_sentence_that_pings_nobody(name, team, by):
    text = reads(views.issue(an_issue(touched=Touched("Bo <halved> it", name, team))))

    assert f"Last time this touched people most: “Bo &lt;halved&gt; it”{by}." in text


@pytest.mark.parametrize(
    ("wins", "shared", "said"),
    [
        (1, 0, "1 win."),
        (1, 1, "1 win, shared by two teams or more."),
        (2, 2, "2 wins, all shared by two teams or more."),
        (40, 3, "40 wins, 3 of them shared by two teams or more."),
    ],
)
def test_wins_are_counted_in_words(wins, shared, said):
    assert said in reads(views.issue(an_issue(wins=wins, shared=shared)))


def test_a_screen_reader_gets_everything_that_is_written():
    message = views.issue(an_issue(kept=1, moves=(a_move(),), touched=Touched("x", "Ana", None)))

    assert all(line in message.text for line in reads(message).split("\n"))


def test_the_draft_says_what_is_missing_and_whom_to_ask():
    message = views.draft(a_draft(about=DigestKind.STORIES, lacks=DigestKind.NUMBERS, quiet=("Docs", "R&D")))

    assert "It is the turn of *numbers*, and no win shows any yet." in reads(message)
    assert "Without one it is about stories." in reads(message)
    assert "No win named these teams for six weeks: Docs, R&amp;D." in reads(message)
    assert buttons(message) == ["Look at the draft", "Tell a win"]


def test_the_author_reads_that_their_win_touched_people_most_and_no_number():
    text = reads(views.heard(Heard("Bo <halved>\nit", THURSDAY)))

    assert (
        "*This touched people most*, as everybody read in the digest of 19 March:\n>Bo &lt;halved&gt; it"
        in text
    )


def test_with_no_win_there_is_nothing_to_look_at_and_that_is_no_reproach():
    message = views.draft(a_draft(wins=0, lacks=DigestKind.NUMBERS, quiet=("Docs",)))

    assert "No win waits for it yet. Do you know of one?" in reads(message)
    assert "Docs" not in reads(message)
    assert buttons(message) == ["Tell a win"]


@pytest.mark.parametrize(
    "message",
    [
        views.issue(an_issue()),
        views.draft(a_draft()),
        views.draft(a_draft(wins=0)),
        views.draft(a_draft(quiet=tuple("T" * 60 for _ in range(300)), lacks=DigestKind.STORIES)),
        views.settled(DigestSettled(THURSDAY, ELEVEN, "UTC")),
        views.settled(DigestSettled(THURSDAY, ELEVEN, "UTC", is_out=True)),
        views.overview(TIMETABLE, "UANA"),
    ],
)
def test_slack_accepts_the_messages(message):
    assert accepted(message) == []


@pytest.mark.parametrize("script", SCRIPTS)
@pytest.mark.parametrize(("many", "out"), [(40, 0), (60, 20)])
def test_forty_wins_of_the_longest_texts_fit_and_none_is_lost(script, many, out):
    text, meaning = (script * LONGEST_STORY)[:LONGEST_STORY], (script * LONGEST_MEANING)[:LONGEST_MEANING]
    wins = [a_win(id=f"{number:020}", text=text, meaning=meaning) for number in range(many + out)]
    shown = a_table(wins[:many], wins[many:], quiet=("T" * 60,) * 300)
    intro = (script * LONGEST_INTRO)[:LONGEST_INTRO]
    view = table.table(shown, {"intro": intro})

    assert faults_of_view(view) == []
    assert all(f"*{place}.* " in reads(view) for place in range(1, many + 1))
    assert faults_of_view(table.preview(shown)) == []
    assert accepted(views.issue(an_issue(intro=intro, intro_by="UANA", moves=(a_move(),) * 30))) == []
    for _, each in shown.wins[:1]:
        assert accepted(win_views.told(each)) == []


@given(st.text(max_size=300))
def test_peoples_words_can_neither_ping_nor_link(text):
    shown = a_table([a_win(text=text)], [a_win(id="w2", text=text)])
    said = [
        reads(table.table(shown, {})),
        reads(table.preview(shown)),
        reads(views.issue(an_issue(intro=text, touched=Touched(text, text, None)))),
        views.issue(an_issue(intro=text)).text,
        reads(views.draft(a_draft(quiet=(text,)))),
    ]

    assert all("<" not in each.replace("<@UANA>", "") for each in said)


def test_more_wins_than_a_window_holds_are_said_to_follow():
    shown = reads(table.table(a_table([a_win(id=f"w{number}") for number in range(75)]), {}))

    assert "… and 15 more: they go out after these." in shown


def test_the_first_win_cannot_go_up_and_the_last_not_down():
    view = limits.view(table.table(a_table([a_win(id=name) for name in "abc"]), {}))
    menus = [block["accessory"]["options"] for block in view["blocks"] if "accessory" in block]

    assert [[option["text"]["text"] for option in menu] for menu in menus] == [
        ["Move down", "Put last", "Leave out"],
        ["Put first", "Move up", "Move down", "Put last", "Leave out"],
        ["Put first", "Move up", "Leave out"],
    ]


def test_whoever_only_reads_has_no_controls_but_the_preview():
    view = table.table(a_table([a_win()], [a_win(id="w2")], may_edit=False), {})

    assert view.submit is None
    assert buttons(view) == ["See it as it would be posted"]


@pytest.fixture
async def desk(polaris, star, ana, bo, clock):
    """Ana leads; two wins are told, and their digest comes this Thursday at eleven."""
    async with polaris.ledger.open() as books:
        await digest_hours.keep(books, "UTC", Hours(4, time(11), THURSDAY), clock.now())
        await books.teams.put(a_team(id="engine", name="Engine", lead=bo.id, channel="CENGINE"))
        for hour, win in enumerate(("w1", "w2")):
            told_at = clock.now() - timedelta(hours=9 - hour)
            await books.wins.add(a_win(id=win, user=bo.id, text=f"Win {win}", celebrated_at=told_at))
    return polaris


@pytest.fixture
async def opened(desk, ana, looks):
    """Ana has the next issue before her."""
    await ana.runs("/nsm digest")
    await looks(ana)
    await ana.clicks(views.OPEN)
    return await looks(ana)


async def plan(polaris):
    async with polaris.ledger.open() as books:
        return await books.digests.get(THURSDAY)


async def test_nsm_digest_says_when_it_comes(desk, bo, looks):
    await bo.runs("/nsm digest")
    answer = await looks(bo)

    assert "next Thu 19 Mar, 11:00 (UTC)" in reads(answer)
    assert buttons(answer) == ["Tell a win"]


async def test_the_draft_lists_the_wins_and_asks_for_words(opened):
    assert "*1.* Win w1" in reads(opened)
    assert "*2.* Win w2" in reads(opened)
    assert fields(opened) == {"intro": None}


async def test_a_win_is_moved_and_the_window_shows_it(opened, ana, looks, desk):
    await ana.chooses(table.MOVE, "Put last", beside="Win w1")

    assert "*2.* Win w1" in reads(await looks(ana))
    assert (await plan(desk)).order == ("w2", "w1")


async def test_a_win_is_left_out_and_put_back(opened, ana, looks, desk):
    await ana.chooses(table.MOVE, "Leave out", beside="Win w1")
    assert "Put back" in buttons(await looks(ana))
    assert (await plan(desk)).left_out == ("w1",)
    await ana.clicks(table.BACK)

    assert "*2.* Win w1" in reads(await looks(ana))
    assert (await plan(desk)).left_out == ()


async def test_words_typed_before_a_move_are_still_there_after_it(opened, ana, looks):
    await ana.fills(intro="Well done", trigger="character")
    await ana.chooses(table.MOVE, "Put last", beside="Win w1")

    assert fields(await looks(ana)) == {"intro": "Well done"}


async def test_the_preview_shows_what_will_be_posted(opened, ana, looks):
    await ana.clicks(table.PREVIEW)
    shown = reads(await looks(ana))

    assert "2 wins." in shown
    assert ">Win w1" in shown


async def test_approval_keeps_the_words_and_says_when_it_goes_out(opened, ana, desk):
    assert await ana.submits(intro="Well done") == {}

    assert "*Approved.* It goes out Thu 19 Mar, 11:00 (UTC)." in reads(ana.modal)
    kept = await plan(desk)
    assert (kept.intro, kept.approved_by) == ("Well done", ana.id)


async def test_the_sponsor_reads_the_draft_and_finds_nothing_to_change(desk, ana, bo, looks):
    async with desk.ledger.open() as books:
        kept = await books.workspaces.get()
        await books.workspaces.put(replace(kept, sponsor=bo.id))
    await bo.runs("/nsm digest")
    await looks(bo)
    await bo.clicks(views.OPEN)
    window = await looks(bo)

    assert "*1.* Win w1" in reads(window)
    assert "submit" not in {name for name, value in window.items() if value}
    assert buttons(window) == ["See it as it would be posted"]


async def test_the_product_lead_changes_day_and_hour(desk, ana, looks):
    await ana.runs("/nsm digest")
    await looks(ana)
    await ana.clicks(views.HOURS)
    form = await looks(ana)
    assert "In the organisation's time zone, UTC." in reads(form)
    assert fields(form)["week"] == "16 March, 30 March and so on"
    await ana.submits(weekday="Tuesday", at="09:30", week="23 March, 6 April and so on")

    assert "The next digest comes Tue 24 Mar, 09:30 (UTC)" in reads(ana.modal)


def test_the_product_lead_alone_reads_how_many_reacted_to_the_last_issue():
    assert "1 person reacted to the last one." in reads(views.overview(TIMETABLE, "UANA"))
    assert "reacted" not in reads(views.overview(TIMETABLE, "UBO"))
    assert buttons(views.overview(TIMETABLE, "UBO")) == ["Look at the draft", "Tell a win"]


async def test_somebody_else_who_gets_hold_of_the_button_is_told_kindly(desk, ana, bo, posts):
    await posts(bo, views.draft(a_draft()))
    await bo.clicks(views.OPEN)

    await desk.door.settled()

    assert "That is for <@UANA>, the product lead.".replace("UANA", ana.id) in bo.reads(bo.dm.id)[-1]
    assert bo.modal is None
