"""A member comes in by a link of their own that holds for minutes, and stays as long as they are a member."""

from dataclasses import replace

import pytest

from rituals.dashboard import Dashboards, NotForGuests
from rituals.dashboard_entrance import LINK_LASTS, SESSION_LASTS, Entrance
from rituals.errors import Outsider
from storage.ledger import Ledger
from storage.records.dashboard import Board, ViewerKind
from tests.making import ANA, BO, MONDAY_NINE, a_workspace


@pytest.fixture
async def entrance(ledger, clock):
    async with ledger.open() as books:
        await books.workspaces.put(a_workspace())
        await books.people.put(ANA)
        await books.people.put(BO)
    await Dashboards(ledger, clock).switch_on(ANA)
    return Entrance(ledger, clock)


@pytest.fixture
async def session(entrance):
    made = await entrance.session_by_link(await entrance.link_for(BO))
    assert made is not None
    return made


async def test_a_session_is_its_members(entrance, session):
    viewer = await entrance.by_session(session)

    assert viewer is not None
    assert (viewer.kind, viewer.person) == (ViewerKind.MEMBER, BO)


async def test_a_link_holds_for_minutes(entrance, clock):
    link = await entrance.link_for(BO)
    clock.pass_(seconds=LINK_LASTS)
    assert await entrance.session_by_link(link)
    clock.pass_(seconds=1)

    assert await entrance.session_by_link(link) is None


async def test_a_session_holds_for_hours(entrance, session, clock):
    clock.pass_(seconds=SESSION_LASTS)
    assert await entrance.by_session(session)
    clock.pass_(seconds=1)

    assert await entrance.by_session(session) is None


async def test_a_link_is_no_session_nor_the_other_way_round(entrance, session):
    assert await entrance.by_session(await entrance.link_for(BO)) is None
    assert await entrance.session_by_link(session) is None


@pytest.mark.parametrize(
    "now", [replace(BO, is_deactivated=True), replace(BO, is_guest=True), replace(BO, is_external=True)]
)
async def test_who_is_no_member_any_more_is_out_at_once(entrance, session, ledger, now):
    link = await entrance.link_for(BO)
    async with ledger.open() as books:
        await books.people.put(now)

    assert await entrance.by_session(session) is None
    assert await entrance.session_by_link(link) is None


async def test_what_was_tampered_with_opens_nothing(entrance, session):
    for at in range(len(session)):
        other = "A" if session[at] != "A" else "B"
        # The last letter has bits that stand for nothing.
        if at < len(session) - 1:
            assert await entrance.by_session(session[:at] + other + session[at + 1 :]) is None


@pytest.mark.parametrize("forged", ["", ".", "a.b.c", "é\udcff", "x" * 100_000, "\x00", "W10.aa.bb"])
async def test_what_was_never_signed_opens_nothing(entrance, forged):
    assert await entrance.by_session(forged) is None
    assert await entrance.session_by_link(forged) is None
    assert await entrance.by_shared_link(ViewerKind.PUBLIC, forged) is None


async def test_another_workspaces_session_opens_nothing_even_with_the_same_key(entrance, ledger, clock):
    neighbour = Ledger(ledger._engine, "T2")
    await entrance.link_for(BO)
    async with ledger.open() as books:
        key = await books.dashboards.key()
    async with neighbour.open() as books:
        await books.workspaces.put(a_workspace(id="T2"))
        await books.people.put(BO)
        await books.dashboards.add_key(key)
    await Dashboards(neighbour, clock).switch_on(ANA)
    there = Entrance(neighbour, clock)
    foreign = await there.session_by_link(await there.link_for(BO)) or ""
    assert await there.by_session(foreign)

    assert await entrance.by_session(foreign) is None


async def test_another_process_signs_with_the_same_key(entrance, session, ledger, clock):
    assert await Entrance(Ledger(ledger._engine, "T1"), clock).by_session(session)


async def test_guests_and_outsiders_are_given_no_link(entrance):
    with pytest.raises(NotForGuests):
        await entrance.link_for(replace(BO, is_guest=True))
    with pytest.raises(Outsider):
        await entrance.link_for(replace(BO, is_deactivated=True))


async def test_a_board_is_seen_by_members_unless_it_is_public(entrance, session, ledger, clock):
    async with ledger.open() as books:
        for name, is_public in (("ours", False), ("everybodys", True)):
            await books.boards.put(
                Board(name, f"{name}?", "Whether", ("merged",), "UANA", MONDAY_NINE, is_public)
            )
    secret = await Dashboards(ledger, clock).make_link(ANA, ViewerKind.PUBLIC)
    member, stranger = (
        await entrance.by_session(session),
        await entrance.by_shared_link(ViewerKind.PUBLIC, secret),
    )

    assert [each.id for each in await entrance.boards(member)] == ["everybodys", "ours"]
    assert [each.id for each in await entrance.boards(stranger)] == ["everybodys"]
