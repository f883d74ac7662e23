"""The product lead puts the next issue in order, approves it and says when it comes; the sponsor reads it."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from rituals import digest_hours, prompts
from rituals.agenda import Agenda
from rituals.digest import DIGEST, DIGEST_DRAFT, DigestSettled
from rituals.digest_desk import DigestDesk, DigestIsOut, Move, NoDigestYet, moved
from rituals.digest_hours import Hours
from rituals.rights import GuestsRead, NotTheProductLead
from storage.records.digests import Digest
from tests.making import ANA, BO, a_win, a_workspace

THURSDAY = date(2026, 3, 19)
ELEVEN = datetime(2026, 3, 19, 11, tzinfo=UTC)
SPONSOR = replace(BO, user="USPONSOR", name="Cy")

ids = st.lists(st.text("abc", min_size=1, max_size=2), unique=True)


@pytest.fixture
def agenda(ledger, clock):
    return Agenda(ledger, clock, {ritual.name: ritual for ritual in (DIGEST, DIGEST_DRAFT)})


@pytest.fixture
async def desk(ledger, clock, agenda):
    """Ana's, with three wins on it; it is Monday, and the digest comes this Thursday."""
    async with ledger.open() as books:
        await books.people.put(ANA)
        await books.workspaces.put(a_workspace(sponsor="USPONSOR"))
        await digest_hours.keep(books, "UTC", Hours(4, time(11), THURSDAY), clock.now())
        for hour, win in enumerate(("w1", "w2", "w3")):
            await books.wins.add(a_win(id=win, celebrated_at=clock.now() - timedelta(hours=9 - hour)))
    return DigestDesk(ledger, clock)


def order(table):
    return [win.id for win, _ in table.wins]


async def test_the_next_issue_is_laid_out(desk):
    table = await desk.look(ANA)

    assert (table.due.day, table.due.at, table.may_edit) == (THURSDAY, ELEVEN, True)
    assert order(table) == ["w1", "w2", "w3"]


async def test_the_sponsor_reads_and_changes_nothing(desk):
    assert not (await desk.look(SPONSOR, THURSDAY)).may_edit

    with pytest.raises(NotTheProductLead):
        await desk.move(SPONSOR, THURSDAY, "w1", Move.OUT)
    with pytest.raises(NotTheProductLead):
        await desk.approve(SPONSOR, THURSDAY, "")
    with pytest.raises(NotTheProductLead):
        await desk.may_reschedule(SPONSOR)


@pytest.mark.parametrize(
    ("who", "refused"), [(BO, NotTheProductLead), (replace(ANA, is_guest=True), GuestsRead)]
)
async def test_others_do_not_even_read_it(desk, who, refused):
    with pytest.raises(refused):
        await desk.look(who)
    with pytest.raises(refused):
        await desk.move(who, THURSDAY, "w1", Move.OUT)
    with pytest.raises(refused):
        await desk.approve(who, THURSDAY, "Mine")
    with pytest.raises(refused):
        await desk.reschedule(who, 5, time(9), THURSDAY)


@pytest.mark.parametrize(
    ("win", "where", "after"),
    [
        ("w3", Move.FIRST, ["w3", "w1", "w2"]),
        ("w3", Move.UP, ["w1", "w3", "w2"]),
        ("w1", Move.UP, ["w1", "w2", "w3"]),
        ("w1", Move.DOWN, ["w2", "w1", "w3"]),
        ("w3", Move.DOWN, ["w1", "w2", "w3"]),
        ("w1", Move.LAST, ["w2", "w3", "w1"]),
        ("w2", Move.OUT, ["w1", "w3"]),
        ("never was", Move.FIRST, ["w1", "w2", "w3"]),
    ],
)
async def test_a_win_is_put_elsewhere_and_stays_there(desk, win, where, after):
    assert order(await desk.move(ANA, THURSDAY, win, where)) == after
    assert order(await desk.look(ANA)) == after


async def test_a_win_left_out_comes_back_at_the_end(desk):
    out = await desk.move(ANA, THURSDAY, "w1", Move.OUT)
    assert [win.id for win, _ in out.left_out] == ["w1"]
    back = await desk.move(ANA, THURSDAY, "w1", Move.BACK)

    assert (order(back), back.left_out) == (["w2", "w3", "w1"], [])


async def test_approval_is_kept_with_the_words_and_a_second_one_replaces_it(desk, ledger, clock):
    await desk.approve(ANA, THURSDAY, " Well done ")
    await desk.approve(ANA, THURSDAY, "Better")

    async with ledger.open() as books:
        assert await books.digests.get(THURSDAY) == Digest(
            THURSDAY, "Better", approved_by="UANA", approved_at=clock.now()
        )


async def test_the_question_is_settled_by_the_approval(desk, ledger, clock, agenda):
    clock.set_to(datetime(2026, 3, 17, 11, tzinfo=UTC))
    await agenda.tick()
    await desk.approve(ANA, THURSDAY, "")

    async with ledger.open() as books:
        assert await prompts.open_for(books, "UANA", clock.now()) == []
        (settled,) = await books.prompts.of_person("UANA", "answered")
    assert TypeAdapter(DigestSettled).validate_json(settled.content).day == THURSDAY


async def test_an_issue_that_is_out_is_changed_no_more(desk, clock):
    clock.set_to(ELEVEN)

    with pytest.raises(DigestIsOut):
        await desk.look(ANA, THURSDAY)
    with pytest.raises(DigestIsOut):
        await desk.move(ANA, THURSDAY, "w1", Move.OUT)
    with pytest.raises(DigestIsOut):
        await desk.approve(ANA, THURSDAY, "")


async def test_the_product_lead_says_when_it_comes(desk, ledger):
    before = await desk.may_reschedule(ANA)
    assert before.weeks == (date(2026, 3, 16), date(2026, 3, 23))
    after = await desk.reschedule(ANA, 2, time(9, 30), date(2026, 3, 23))

    assert after.due.at == datetime(2026, 3, 24, 9, 30, tzinfo=UTC)
    assert (await desk.timetable()).due == after.due
    async with ledger.open() as books:
        draft = await books.appointments.get(digest_hours.DRAFT, None)
    assert draft is not None
    assert draft.next_due == datetime(2026, 3, 20, 9, 30, tzinfo=UTC)


async def test_before_anything_is_set_up_there_is_no_digest(ledger, clock, agenda):
    with pytest.raises(NoDigestYet):
        await DigestDesk(ledger, clock).timetable()


@given(ids, st.text("abc", min_size=1, max_size=2), st.sampled_from(Move))
def test_moving_a_win_loses_and_doubles_none(order_, win, where):
    after = moved(order_, win, where)
    gone = {win} if where is Move.OUT else set()

    assert set(after) - {win} == set(order_) - {win}
    assert max(Counter(after).values(), default=0) <= 1
    assert (win in after) is (win not in gone)
    assert [each for each in after if each != win] == [each for each in order_ if each != win]
