"""A board asks one question, says which decision waits for the answer, and is made by those who lead."""

from dataclasses import replace

import pytest

from rituals.dashboard import NotForGuests
from rituals.dashboard_boards import (
    MOST_BOARDS,
    MOST_METRICS,
    Asked,
    Boards,
    NoDecision,
    NoSuchBoard,
    NotABoardMaker,
    NotAQuestion,
    OddMetrics,
    QuestionTaken,
    TooManyBoards,
    UnknownMetrics,
)
from rituals.rights import NotTheProductLead
from storage.records.dashboard import Board
from storage.records.people import Person
from tests.making import ANA, BO, MONDAY_NINE, a_metric, a_team, a_workspace

DANA = Person("UDANA", "Dana", "UTC")
ASKED = Asked("Do prompts help?", "Whether we keep them", ("merged", "Prompts answered"))


@pytest.fixture
async def boards(ledger, clock, ids):
    async with ledger.open() as books:
        await books.workspaces.put(a_workspace())
        await books.teams.put(a_team(lead=BO.user))
        await books.metrics.put(a_metric())
        await books.metrics.put(a_metric(key="prompts", name="Prompts answered"))
    return Boards(ledger, clock, ids)


@pytest.fixture
def standing(ledger):
    async def _read():
        async with ledger.open() as books:
            return [each.question for each in await books.boards.standing()]

    return _read


async def test_metrics_are_found_by_key_or_name_and_stand_once_in_their_order(boards):
    made = await boards.make(ANA, replace(ASKED, metrics=("Prompts answered", "merged", "prompts")))

    assert made.metrics == ("prompts", "merged")


@pytest.mark.parametrize("question", ["Do prompts help?  ", "有用吗？", "هل يساعد؟", "Why (really)??"])
async def test_a_question_ends_as_questions_do(boards, question):
    assert (await boards.make(ANA, replace(ASKED, question=question))).question == question.strip()


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        (replace(ASKED, question="Onboarding prompts"), NotAQuestion),
        (replace(ASKED, question=" ?! ?"), NotAQuestion),
        (replace(ASKED, question=""), NotAQuestion),
        (replace(ASKED, decision=" … "), NoDecision),
        (replace(ASKED, metrics=()), OddMetrics),
        (replace(ASKED, metrics=("merged", "revenue")), UnknownMetrics),
    ],
)
async def test_a_board_without_a_question_a_decision_or_metrics_is_none(boards, standing, asked, error):
    with pytest.raises(error):
        await boards.make(ANA, asked)

    assert await standing() == []


async def test_there_are_no_more_metrics_than_are_read(boards, ledger):
    async with ledger.open() as books:
        for number in range(MOST_METRICS + 1):
            await books.metrics.put(a_metric(key=f"m{number}", name=f"Metric {number}"))
    keys = tuple(f"m{number}" for number in range(MOST_METRICS + 1))
    with pytest.raises(OddMetrics):
        await boards.make(ANA, replace(ASKED, metrics=keys))

    assert (await boards.make(ANA, replace(ASKED, metrics=keys[1:]))).metrics == keys[1:]


async def test_the_same_question_is_asked_once(boards):
    made = await boards.make(ANA, ASKED)
    with pytest.raises(QuestionTaken):
        await boards.make(BO, replace(ASKED, question="do PROMPTS help?"))

    assert (await boards.change(ANA, made.id, replace(ASKED, decision="Whether"))).decision == "Whether"


async def test_there_are_no_more_boards_than_are_read(boards, ledger):
    async with ledger.open() as books:
        for number in range(MOST_BOARDS):
            await books.boards.put(Board(f"b{number}", f"{number}?", "Whether", ("m",), "UANA", MONDAY_NINE))
    with pytest.raises(TooManyBoards):
        await boards.make(ANA, ASKED)
    await boards.retire(ANA, "b7")

    assert await boards.make(ANA, ASKED)


async def test_leads_make_boards_and_nobody_else_does(boards, standing):
    await boards.make(BO, ASKED)
    with pytest.raises(NotABoardMaker):
        await boards.make(DANA, replace(ASKED, question="And I?"))

    assert await standing() == ["Do prompts help?"]
    assert not (await boards.desk(DANA)).is_maker


async def test_each_lead_changes_their_own_and_the_product_lead_all(boards):
    hers, his = await boards.make(ANA, ASKED), await boards.make(BO, replace(ASKED, question="Do reviews?"))
    for act in (boards.change(BO, hers.id, ASKED), boards.retire(BO, hers.id), boards.desk_for(BO, hers.id)):
        with pytest.raises(NotABoardMaker):
            await act
    await boards.retire(ANA, his.id)

    assert (await boards.desk(BO)).mine == frozenset()
    with pytest.raises(NoSuchBoard):
        await boards.change(BO, his.id, ASKED)


async def test_only_the_product_lead_shows_a_board_to_everybody(boards):
    with pytest.raises(NotTheProductLead):
        await boards.make(BO, replace(ASKED, is_public=True))
    made = await boards.make(BO, ASKED)
    assert (await boards.change(ANA, made.id, replace(ASKED, is_public=True))).is_public

    # What is changed by somebody else, the product lead has not said yes to.
    assert not (await boards.change(BO, made.id, replace(ASKED, is_public=True))).is_public


async def test_the_product_lead_puts_them_in_order(boards, standing):
    one, two = [await boards.make(BO, replace(ASKED, question=each)) for each in ("One?", "Two?")]
    with pytest.raises(NotTheProductLead):
        await boards.move_up(BO, two.id)
    await boards.move_up(ANA, two.id)
    await boards.move_up(ANA, two.id)  # it is the first already
    await boards.make(BO, replace(ASKED, question="Three?"))

    assert await standing() == ["Two?", "One?", "Three?"]
    assert one.rank < two.rank


async def test_guests_see_no_desk(boards):
    with pytest.raises(NotForGuests):
        await boards.desk(replace(DANA, is_guest=True))


async def test_every_change_of_a_board_is_written_down(boards, ledger):
    made = await boards.make(ANA, ASKED)
    await boards.make(ANA, replace(ASKED, question="Two?"))
    await boards.change(ANA, made.id, replace(ASKED, is_public=True))
    await boards.change(ANA, made.id, replace(ASKED, is_public=True))
    await boards.retire(ANA, made.id)
    async with ledger.open() as books:
        told = [(each.what, each.after) for each in await books.audit.newest(10)][::-1]

    assert [what for what, _ in told] == ["board.made", "board.made", "board.changed", "board.retired"]
    assert told[2][1] == {"stands": "on public links too"}
