"""`/nsm topic`: the product lead sees the words and chooses the channels."""

from hypothesis import given, settings

from bot.features.topic.views import saved, window
from rituals.scoreboard import Score
from rituals.signals import verdict
from rituals.topics import AT_MOST, Board
from storage.records.topics import Topic
from tests.hostile import require_harmless, texts
from tests.making import MONDAY, a_metric
from tests.reading import reads

METRIC = a_metric()
SCORE = Score(METRIC, verdict([], METRIC, MONDAY), (), (), None)


async def test_the_product_lead_sees_the_words_and_chooses_channels(star, ana, polaris, place):
    await ana.runs("/nsm topic")
    await polaris.door.settled()
    assert ">North Star: weekly active contributors" in reads(ana.modal)
    assert ana.modal["blocks"][-1]["element"]["initial_conversations"] == [place("north-star")]
    assert "has not been granted `channels:write.topic`" in reads(ana.modal)
    await ana.submits(channels=[place("general"), place("team-docs")])

    assert f"<#{place('general')}>, <#{place('team-docs')}>" in reads(ana.modal)
    async with polaris.ledger.open() as books:
        kept = {each.channel for each in await books.topics.all() if each.kept}
    assert kept == {place("general"), place("team-docs")}


async def test_others_are_told_whose_choice_it_is(star, bo, ana, polaris):
    await bo.runs("/nsm topic")
    await polaris.door.settled()

    assert bo.modal is None
    assert f"<@{ana.id}>, the product lead" in bo.reads()[-1]


def test_a_refusal_is_shown_with_its_reason():
    board = Board(SCORE, [Topic("C1", words="x", refused="not_in_channel")])

    assert "<#C1>: Slack says `not_in_channel`" in reads(window(board, "x", is_granted=True))


@settings(max_examples=20)
@given(told=texts(250))
def test_nothing_people_wrote_pings_links_or_is_too_long(told):
    many = [Topic(f"C{n}", words=told, refused="is_archived") for n in range(AT_MOST)]

    require_harmless(window(Board(SCORE, many), told, is_granted=True))
    require_harmless(saved([each.channel for each in many]))
