"""The dashboard is off until the product lead switches it on; its shared links are theirs to make and end."""

from dataclasses import replace

import pytest

from rituals.dashboard import DashboardOff, Dashboards, NotForGuests
from rituals.dashboard_entrance import Entrance
from rituals.errors import Outsider
from rituals.rights import NotTheProductLead
from storage.records.dashboard import ViewerKind
from storage.tables.dashboard import dashboard_links
from tests.making import ANA, BO, a_workspace

PUBLIC, TV = ViewerKind.PUBLIC, ViewerKind.TV


@pytest.fixture
async def dashboards(ledger, clock):
    async with ledger.open() as books:
        await books.workspaces.put(a_workspace())
        await books.people.put(ANA)
        await books.people.put(BO)
    return Dashboards(ledger, clock)


@pytest.fixture
def entrance(ledger, clock):
    return Entrance(ledger, clock)


async def test_nobody_comes_in_before_it_is_switched_on(dashboards, entrance):
    with pytest.raises(DashboardOff):
        await dashboards.make_link(ANA, PUBLIC)
    with pytest.raises(DashboardOff):
        await entrance.link_for(BO)


@pytest.mark.parametrize("kind", [PUBLIC, TV])
async def test_a_shared_link_opens_its_own_door_until_it_is_revoked(dashboards, entrance, kind):
    await dashboards.switch_on(ANA)
    secret = await dashboards.make_link(ANA, kind)
    other = TV if kind is PUBLIC else PUBLIC
    viewer = await entrance.by_shared_link(kind, secret)
    assert viewer is not None
    assert (viewer.kind, viewer.person) == (kind, None)
    assert await entrance.by_shared_link(other, secret) is None
    await dashboards.revoke_link(ANA, kind)

    assert await entrance.by_shared_link(kind, secret) is None


async def test_a_new_link_ends_the_one_before(dashboards, entrance):
    await dashboards.switch_on(ANA)
    first, second = [await dashboards.make_link(ANA, PUBLIC) for _ in range(2)]

    assert await entrance.by_shared_link(PUBLIC, first) is None
    assert await entrance.by_shared_link(PUBLIC, second)


async def test_a_secret_is_long_and_stands_in_no_row(dashboards, ledger):
    await dashboards.switch_on(ANA)
    secret = await dashboards.make_link(ANA, PUBLIC)
    async with ledger.open() as books:
        rows = (await books.dashboards._connection.execute(dashboard_links.select())).all()

    assert len(secret.removeprefix("polaris_")) * 6 >= 128
    assert secret not in str(rows)


async def test_switched_off_every_door_is_closed(dashboards, entrance):
    await dashboards.switch_on(ANA)
    secret, link = await dashboards.make_link(ANA, PUBLIC), await entrance.link_for(BO)
    session = await entrance.session_by_link(link)
    await dashboards.switch_off(ANA)

    assert await entrance.by_shared_link(PUBLIC, secret) is None
    assert await entrance.session_by_link(link) is None
    assert await entrance.by_session(session) is None


async def test_switched_on_again_shared_links_open_and_sessions_of_before_do_not(dashboards, entrance):
    await dashboards.switch_on(ANA)
    secret, link = await dashboards.make_link(ANA, TV), await entrance.link_for(BO)
    session = await entrance.session_by_link(link)
    await dashboards.switch_off(ANA)
    await dashboards.switch_on(ANA)
    await entrance.link_for(BO)  # signs with the key of now

    assert await entrance.by_shared_link(TV, secret)
    assert await entrance.session_by_link(link) is None
    assert await entrance.by_session(session) is None


async def test_only_the_product_lead_has_it_in_hand(dashboards):
    await dashboards.switch_on(ANA)
    for act in (dashboards.switch_on, dashboards.switch_off):
        with pytest.raises(NotTheProductLead):
            await act(BO)
    for change in (dashboards.make_link, dashboards.revoke_link):
        with pytest.raises(NotTheProductLead):
            await change(BO, PUBLIC)


async def test_others_learn_of_no_link(dashboards):
    await dashboards.switch_on(ANA)
    await dashboards.make_link(ANA, PUBLIC)

    assert (await dashboards.switchboard(ANA)).link(PUBLIC)
    assert not (await dashboards.switchboard(BO)).links


async def test_guests_and_outsiders_are_told_nothing(dashboards):
    with pytest.raises(NotForGuests):
        await dashboards.switchboard(replace(BO, is_guest=True))
    with pytest.raises(Outsider):
        await dashboards.switchboard(replace(BO, is_external=True))


async def test_every_change_is_written_down_once_and_without_the_secret(dashboards, ledger):
    await dashboards.switch_on(ANA)
    await dashboards.switch_on(ANA)
    secret = await dashboards.make_link(ANA, PUBLIC)
    await dashboards.revoke_link(ANA, PUBLIC)
    await dashboards.revoke_link(ANA, PUBLIC)
    await dashboards.switch_off(ANA)
    async with ledger.open() as books:
        changes = await books.audit.newest(10)

    assert [each.what.removeprefix("dashboard.") for each in reversed(changes)] == [
        "on",
        "link_made",
        "link_revoked",
        "off",
    ]
    assert secret not in str(changes)
