"""A win is told where everybody reads it, after its author was told where that is."""

import pytest

from bot.features.win.views import told
from rituals.win_words import WinTold
from tests.making import a_team, an_input, joined
from tests.reading import choices, fields, reads


@pytest.fixture
async def lena(person, polaris, star, place):
    lena = person("lena")
    await joined(polaris.ledger, a_team(id="review", name="Review", channel=place("team-review")), lena.id)
    async with polaris.ledger.open() as books:
        await books.inputs.put(an_input(team="review"))
    return lena


@pytest.fixture
def letters(polaris):
    async def _letters():
        async with polaris.ledger.open() as books:
            return [
                each
                for each in await books.deliveries.in_state("pending", "sending", "sent")
                if each.kind == "win"
            ]

    return _letters


async def test_the_form_says_where_the_win_will_stand(lena, looks, place):
    await lena.runs("/win")

    form = await looks(lena)
    assert f"It will stand in <#{place('north-star')}>, with your name" in reads(form)
    assert choices(form, "input") == ["Merged pull requests"]


async def test_words_after_the_command_are_in_the_form_and_nothing_is_posted_yet(lena, looks, letters):
    await lena.runs("/win Bo halved the <queue>")

    assert fields(await looks(lena))["text"] == "Bo halved the <queue>"
    assert await letters() == []


async def test_a_posted_win_is_on_its_way_and_says_so(lena, looks, letters):
    await lena.runs("/win Bo halved the queue")
    await looks(lena)
    assert await lena.submits(meaning="More stay") == {}

    assert "Thank you." in reads(lena.modal)
    assert len(await letters()) == 1


async def test_without_a_company_channel_the_words_come_back(person, polaris):
    ana = person("ana")
    await ana.runs("/win Bo halved the queue")

    assert "no company channel yet" in ana.reads()[-1]
    assert ">Bo halved the queue" in ana.reads()[-1]


async def test_help_tells_how(lena):
    await lena.runs("/win help")

    assert "*/win what happened*" in lena.reads()[-1]


def test_a_win_reads_as_a_cause_without_claiming_one():
    message = told(WinTold("UANA", "Bo <!here> halved\nit", "Merged & more", "They stay", "Active people"))

    assert reads(message) == (
        "*A win*, told by <@UANA>\n>Bo &lt;!here&gt; halved\n>it\n"
        "Contributed to *Merged &amp; more*.\nWhat it means for *Active people*:\n>They stay"
    )
    assert message.text == reads(message)


def test_a_win_of_words_alone_says_no_more():
    assert reads(told(WinTold("UANA", "Done", None, "", None))) == "*A win*, told by <@UANA>\n>Done"


async def test_a_window_that_slack_does_not_open_gives_the_words_back(lena, polaris, simulator):
    simulator.faults.add("500", method="views.open")
    await lena.runs("/win Bo halved the <queue>")
    await polaris.door.settled()

    assert lena.modal is None
    assert ">Bo halved the &lt;queue&gt;" in lena.reads()[-1]


async def test_a_win_is_posted_cheered_and_shown_to_who_told_it(lena, person, polaris, simulator):
    await lena.runs("/win Bo halved the queue")
    await polaris.door.settled()
    await lena.submits(input="input-merged")
    await polaris.driver.drain()
    posted = simulator.workspace.channel("north-star").messages.values()
    win = next(each for each in posted if "*A win*" in each.text)
    for handle in ("bo", "ana", "lena"):
        await person(handle).reacts("tada", win)
    await simulator.settled()
    await lena.opens_home()
    await simulator.settled()
    await polaris.door.settled()

    assert "Contributed to *Merged pull requests*." in win.text
    assert "Bo halved the queue\n2 people cheered." in reads(lena.home)
