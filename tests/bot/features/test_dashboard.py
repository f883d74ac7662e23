"""`/nsm dashboard`: every member finds the way in; switch, links and boards are for those in charge."""

import re
from dataclasses import replace

import aiohttp
import pytest
from slack_sdk.models.blocks import ActionsBlock, ButtonElement, Option, OverflowMenuElement

from bot.blocks.layout import Message, words
from bot.blocks.values import pack
from bot.dashboard.doors import COOKIE, PREFIX
from bot.features.dashboard import board_views, views
from bot.features.dashboard.board_views import Act, Doing
from rituals.clock import SystemClock
from rituals.dashboard_entrance import Entrance
from storage.records.dashboard import ViewerKind
from tests.making import a_metric
from tests.reading import buttons, fields, reads

URL = "https://polaris.example.com"


@pytest.fixture
async def opens(star, polaris):
    """Somebody types the word, and gives what they then see."""

    async def _open(someone):
        while someone.modal:
            await someone.closes()
        await someone.runs("/nsm dashboard", channel="general")
        await polaris.door.settled()
        return someone.modal

    return _open


@pytest.fixture
def presses(polaris):
    """Somebody presses something, and gives what they then see."""

    async def _press(someone, what, **beside):
        await someone.clicks(what, **beside)
        await polaris.door.settled()
        return someone.modal

    return _press


@pytest.fixture
def dana(person):
    """Somebody who leads nothing."""
    return person("dana")


@pytest.fixture
def entrance(polaris):
    return Entrance(polaris.ledger, SystemClock())


@pytest.fixture
def boards(polaris):
    async def _read():
        async with polaris.ledger.open() as books:
            return await books.boards.standing()

    return _read


@pytest.fixture
async def switched_on(opens, presses, ana):
    await opens(ana)
    return await presses(ana, "Switch on")


@pytest.fixture
async def metrics(star, polaris):
    async with polaris.ledger.open() as books:
        for key, name in (("merged", "Merged pull requests"), ("prompts", "Prompts answered")):
            await books.metrics.put(a_metric(key=key, name=name))


async def asks(person, polaris, opens, **values):
    await opens(person)
    await person.clicks("Add a board")
    await polaris.door.settled()
    given = {
        "question": "Are prompts speeding activation?",
        "decision": "Whether we keep them in March",
        "metrics": ["Prompts answered", "Merged pull requests"],
        **values,
    }
    errors = await person.submits(**given)
    await polaris.door.settled()
    return errors


def way_in(modal):
    """The address behind the button, without that of the server."""
    found = [
        element["url"].removeprefix(f"{URL}{PREFIX}")
        for block in modal["blocks"]
        for element in block.get("elements", [])
        if "url" in element
    ]
    assert len(found) == 1
    return found[0]


async def test_a_member_is_given_a_way_in_of_their_own(switched_on, opens, bo, entrance, presses):
    link = way_in(await opens(bo)).removeprefix("/in/")
    session = await entrance.session_by_link(link)
    viewer = await entrance.by_session(session or "")
    assert viewer is not None
    assert viewer.person is not None
    assert viewer.person.user == bo.id
    await presses(bo, "Open the dashboard")

    assert way_in(await opens(bo)) != ""
    assert bo.notices == []


async def test_the_way_in_leads_to_the_page_until_it_is_switched_off(
    switched_on, opens, bo, ana, polaris, presses
):
    inside = f"http://127.0.0.1:{polaris.port}{PREFIX}"
    async with aiohttp.ClientSession() as browser:
        entering = browser.get(f"{inside}{way_in(await opens(bo))}", allow_redirects=False)
        async with entering as answer:
            cookie = answer.cookies[COOKIE]
        assert (answer.status, answer.headers["Location"], cookie["secure"]) == (303, PREFIX, True)
        session = {"Cookie": f"{COOKIE}={cookie.value}"}
        async with browser.get(inside, headers=session) as answer:
            assert answer.status == 200
        await presses(ana, "Switch off")
        async with browser.get(inside, headers=session) as answer:
            assert answer.status == 404


async def test_it_is_off_until_the_product_lead_switches_it_on_and_again_when_they_say_so(
    opens, presses, ana, bo
):
    assert f"<@{ana.id}> can switch it on" in reads(await opens(bo))
    await opens(ana)
    assert "Open the dashboard" in buttons(await presses(ana, "Switch on"))
    assert "Open the dashboard" in buttons(await opens(bo))

    assert "*The dashboard is off.*" in reads(await presses(ana, "Switch off"))
    assert "is off" in reads(await opens(bo))


async def test_links_are_made_renewed_and_revoked_in_place(switched_on, presses, ana, entrance):
    first = secret_in(await presses(ana, "Make the public link"))
    assert await entrance.by_shared_link(ViewerKind.PUBLIC, first)
    second = secret_in(await presses(ana, "Make a new one"))
    assert await entrance.by_shared_link(ViewerKind.PUBLIC, first) is None
    assert await entrance.by_shared_link(ViewerKind.PUBLIC, second)
    told = await presses(ana, "Revoke")

    assert await entrance.by_shared_link(ViewerKind.PUBLIC, second) is None
    assert "Make the public link" in buttons(told)
    assert second not in reads(told)


def secret_in(modal):
    found = re.search(r"/d/p/([\w-]+)", reads(modal))
    assert found
    return found[1]


@pytest.mark.parametrize(
    ("action", "value"),
    [
        (views.SWITCH_ON, None),
        (views.SWITCH_OFF, None),
        (views.MAKE_LINK, pack(views.Door(ViewerKind.TV))),
        (views.REVOKE_LINK, pack(views.Door(ViewerKind.PUBLIC))),
        (board_views.ADD, None),
    ],
)
async def test_a_forged_press_changes_nothing(switched_on, presses, ana, dana, posts, polaris, action, value):
    await presses(ana, "Make the public link")
    button = ButtonElement(action_id=action, text="x", value=value)
    await posts(dana, Message("x", [ActionsBlock(elements=[button])]))
    await dana.clicks(action)
    await polaris.door.settled()

    async with polaris.ledger.open() as books:
        assert (await books.dashboards.get()).on_by == ana.id
        assert [each.kind for each in await books.dashboards.links()] == [ViewerKind.PUBLIC]
    assert dana.modal is None


async def test_a_link_of_a_kind_that_is_not_shared_is_called_forged(switched_on, ana, posts, polaris):
    button = ButtonElement(action_id=views.MAKE_LINK, text="x", value='{"kind":"member"}')
    await posts(ana, Message("x", [ActionsBlock(elements=[button])]))
    await ana.closes()
    await ana.clicks(views.MAKE_LINK)
    await polaris.door.settled()

    async with polaris.ledger.open() as books:
        assert await books.dashboards.links() == []


async def test_a_board_is_made_changed_moved_and_retired(switched_on, metrics, opens, ana, polaris, boards):
    assert await asks(ana, polaris, opens, audience=["public"]) == {}
    assert "Informs: Whether we keep them in March" in reads(ana.modal)
    assert (
        await asks(ana, polaris, opens, question="Do reviews wait?", metrics=["Merged pull requests"]) == {}
    )
    first, second = await boards()
    assert (first.metrics, first.is_public) == (("prompts", "merged"), True)
    assert (second.metrics, second.is_public) == (("merged",), False)
    await ana.chooses(board_views.DO, "Move up", beside="Do reviews wait?")
    await polaris.door.settled()
    assert [each.id for each in await boards()] == [second.id, first.id]
    await ana.chooses(board_views.DO, "Change", beside="Do reviews wait?")
    await polaris.door.settled()
    assert fields(ana.modal)["question"] == "Do reviews wait?"
    assert await ana.submits(question="Do reviews wait for days?") == {}
    await polaris.door.settled()
    assert "Do reviews wait for days?" in reads(ana.modal)
    await ana.chooses(board_views.DO, "Retire", beside="Do reviews wait for days?")
    await polaris.door.settled()
    assert len(await boards()) == 2
    assert await ana.submits() == {}
    await polaris.door.settled()

    assert [each.id for each in await boards()] == [first.id]
    assert "Do reviews wait" not in reads(ana.modal)


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("question", {"question": "Onboarding prompts"}),
        ("question", {"question": "?"}),
        ("decision", {"decision": "…"}),
    ],
)
async def test_what_is_missing_is_told_under_its_field(metrics, opens, ana, polaris, boards, field, values):
    assert list(await asks(ana, polaris, opens, **values)) == [field]
    assert await boards() == []


async def test_a_team_lead_makes_boards_for_members_alone(team, metrics, opens, bo, polaris, boards):
    assert await asks(bo, polaris, opens) == {}
    (made,) = await boards()

    assert (made.made_by, made.is_public) == (bo.id, False)


async def test_who_leads_nothing_makes_no_board(team, metrics, opens, dana):
    assert "Add a board" not in buttons(await opens(dana))


async def test_a_forged_choice_changes_nobodys_board(team, metrics, opens, ana, bo, polaris, boards, posts):
    """What a window carries is written by whoever sends it: the books say whose board it is."""
    await asks(ana, polaris, opens)
    (hers,) = await boards()
    await asks(bo, polaris, opens, question="Do reviews wait?")
    menu = OverflowMenuElement(
        action_id=board_views.DO,
        options=[Option(value=pack(Doing(act, hers.id)), text=act) for act in Act],
    )
    await bo.closes()
    section = words("Hers")
    section.accessory = menu
    await posts(bo, Message("x", [section]))
    for act in Act:
        await bo.chooses(board_views.DO, act)
        await polaris.door.settled()

    assert (await boards())[0] == hers
    assert bo.modal is None


async def test_what_was_opened_as_a_lead_is_not_saved_as_one_who_is_none(
    team, metrics, opens, bo, ana, polaris, boards
):
    await opens(bo)
    await bo.clicks("Add a board")
    await polaris.door.settled()
    async with polaris.ledger.open() as books:
        await books.teams.put(replace(team, lead=ana.id))
    await bo.submits(question="Do prompts help?", decision="Whether we keep them", metrics=["merged"])

    assert await boards() == []
    assert "Boards are made by the product lead" in reads(bo.modal)


async def test_guests_are_sent_to_what_they_may_read(switched_on, opens, polaris, dana):
    async with polaris.ledger.open() as books:
        known = await books.people.get(dana.id)
        await books.people.put(replace(known, is_guest=True))
    assert await opens(dana) is None

    assert "The dashboard is for members" in reads(dana.sees("general")[-1].blocks)


async def test_home_leads_to_it_once_it_is_on(switched_on, bo, polaris):
    await bo.opens_home()
    await polaris.door.settled()
    await bo.clicks("Dashboard")
    await polaris.door.settled()

    assert "Open the dashboard" in buttons(bo.modal)
