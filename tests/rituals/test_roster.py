"""Who is on a team: its channel's living colleagues, but for the lead's hand; told once a day."""

import pytest

from rituals.rights import NotTheTeamLead
from rituals.roster import BothWays, CannotJoin, Rosters, counts
from rituals.teams import TeamGone
from storage.records.people import Person
from tests.making import ANA, BO, a_team, a_workspace

CY = Person("UCY", "Cy", "UTC")
GUS = Person("UGUS", "Gus", "UTC", is_guest=True)
BOT = Person("UBOT", "Bot", "UTC", is_bot=True)
STRANGER = Person("USTRANGE", "Stranger", "UTC", is_external=True)


class Town:
    """People and one channel, as Slack would tell of them."""

    def __init__(self, *there):
        self.people = {each.user: each for each in (ANA, BO, CY, GUS, BOT)}
        self.there = list(there)
        self.asked = []

    async def everybody(self):
        return list(self.people.values())

    async def person(self, user):
        self.asked.append(user)
        return STRANGER if user == STRANGER.user else self.people[user]

    async def members(self, channel):
        return None if self.there == ["hidden"] else self.there


@pytest.fixture
async def rosters(ledger, clock):
    """Bo leads Rendering; Ana owns the star."""
    async with ledger.open() as books:
        await books.workspaces.put(a_workspace())
        await books.teams.put(a_team(lead="UBO"))
    return Rosters(ledger, clock)


@pytest.fixture
def letter(ledger, clock):
    """The day's letter to the lead."""

    async def _read(key=None):
        async with ledger.open() as books:
            return await books.deliveries.get(key or f"roster:rendering:{clock.now():%Y-%m-%d}")

    return _read


@pytest.fixture
def prompt(ledger):
    async def _read(key):
        async with ledger.open() as books:
            return await books.prompts.get(key)

    return _read


async def people(rosters):
    return (await rosters.of_team("rendering")).people


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        (ANA, True),
        (GUS, True),
        (BOT, False),
        (STRANGER, False),
        (Person("U", "x", "UTC", is_deactivated=True), False),
    ],
)
def test_guests_count_bots_strangers_and_those_who_left_do_not(person, expected):
    assert counts(person) is expected


async def test_a_first_reading_counts_everybody_and_is_no_news(rosters, letter):
    await rosters.refresh(Town("UBO", "UCY", "UBOT", "USTRANGE"))

    assert await people(rosters) == ["UBO", "UCY"]
    assert await letter() is None


async def test_only_those_the_list_lacks_are_asked_for_one_by_one(rosters):
    town = Town("UBO", "USTRANGE")
    await rosters.refresh(town)

    assert town.asked == ["USTRANGE"]


async def test_changes_of_a_day_come_in_one_letter_and_the_next_in_the_next(rosters, letter, clock):
    await rosters.refresh(Town("UBO"))
    await rosters.came("CRENDER", CY)
    await rosters.refresh(Town("UBO", "UCY"))
    first = await letter()
    await rosters.refresh(Town("UBO", "UCY", "UGUS"))
    assert await letter() == first
    clock.pass_(days=1)
    await rosters.refresh(Town("UBO", "UCY", "UGUS"))

    assert '"joined":["UCY"]' in first.content
    assert '"joined":["UGUS"]' in (await letter()).content


async def test_whoever_came_and_went_between_letters_is_not_mentioned(rosters, letter):
    await rosters.refresh(Town("UBO"))
    await rosters.came("CRENDER", CY)
    await rosters.went("CRENDER", "UCY")
    await rosters.refresh(Town("UBO"))

    assert await letter() is None


async def test_other_channels_are_nobodys_business(rosters):
    await rosters.came("COTHER", CY)
    await rosters.went("COTHER", "UCY")
    await rosters.sync_channel("COTHER", Town("UCY"))

    assert await people(rosters) == []


async def test_the_channel_is_read_when_the_bot_is_let_in(rosters):
    await rosters.sync_channel("CRENDER", Town("UBO", "UCY"))

    assert await people(rosters) == ["UBO", "UCY"]


class SlowTown(Town):
    """Slack gives up after each person it was asked for."""

    async def person(self, user):
        if len(self.asked) % 2:
            self.asked.append("")
            raise TimeoutError
        return await super().person(user)


async def test_of_a_large_channel_that_is_read_again_nobody_known_is_asked_for_again(rosters):
    town = SlowTown("UBO", "UCY", STRANGER.user)
    for _ in range(2):
        with pytest.raises(TimeoutError):
            await rosters.sync_channel("CRENDER", town)
    await rosters.sync_channel("CRENDER", town)

    assert town.asked == ["UBO", "", "UCY", "", STRANGER.user]
    assert await people(rosters) == ["UBO", "UCY"]


async def test_a_channel_out_of_sight_sends_nobody_away(rosters):
    await rosters.refresh(Town("UBO", "UCY"))
    await rosters.refresh(Town("hidden"))

    assert await people(rosters) == ["UBO", "UCY"]


async def test_the_leads_hand_outlasts_the_channel(rosters):
    await rosters.refresh(Town("UBO", "UCY"))
    await rosters.arrange(BO, "rendering", added=["UGUS"], left_out=["UCY"])
    await rosters.refresh(Town("UBO", "UCY"))
    await rosters.came("CRENDER", CY)
    await rosters.went("CRENDER", "UGUS")

    assert await people(rosters) == ["UBO", "UGUS"]


async def test_taking_the_hand_back_leaves_it_to_the_channel(rosters):
    await rosters.refresh(Town("UBO", "UCY"))
    await rosters.arrange(BO, "rendering", added=["UGUS", "UBO"], left_out=["UCY"])
    await rosters.arrange(BO, "rendering", added=[], left_out=[])
    await rosters.refresh(Town("UBO", "UCY"))

    assert await people(rosters) == ["UBO", "UCY"]


async def test_only_those_in_charge_arrange_and_never_both_ways(rosters):
    with pytest.raises(NotTheTeamLead):
        await rosters.arrange(CY, "rendering", ["UCY"], [])
    with pytest.raises(BothWays):
        await rosters.arrange(BO, "rendering", ["UCY"], ["UCY"])
    with pytest.raises(TeamGone):
        await rosters.of_team("nothing")


@pytest.mark.parametrize("user", ["UBOT", "USTRANGE", "UNOBODY"])
async def test_nobody_is_added_who_would_not_count(rosters, ledger, user):
    async with ledger.open() as books:
        for person in (BOT, STRANGER):
            await books.people.put(person)
    with pytest.raises(CannotJoin):
        await rosters.arrange(BO, "rendering", added=[user], left_out=[])

    assert (await rosters.of_team("rendering")).people == []


async def test_somebody_who_leaves_the_organisation_leaves_their_teams(rosters):
    await rosters.refresh(Town("UBO", "UCY"))
    await rosters.arrange(BO, "rendering", added=["UGUS"], left_out=[])
    await rosters.met(Person("UCY", "Cy", "UTC", is_deactivated=True))
    town = Town("UBO")
    town.people["UGUS"] = Person("UGUS", "Gus", "UTC", is_deactivated=True)
    await rosters.refresh(town)

    assert await people(rosters) == ["UBO"]


async def test_a_new_zone_is_learnt(rosters, ledger):
    await rosters.met(Person("UCY", "Cy", "Asia/Tokyo"))

    async with ledger.open() as books:
        assert (await books.people.get("UCY")).time_zone == "Asia/Tokyo"


async def test_when_a_lead_has_left_the_product_lead_is_asked_once(rosters, prompt, clock):
    gone = Person("UBO", "Bo", "UTC", is_deactivated=True)
    await rosters.met(gone)
    asked = await prompt("lead-left:rendering:UBO")
    clock.pass_(days=1)
    town = Town("UCY")
    town.people["UBO"] = gone
    await rosters.refresh(town)

    assert (asked.user, asked.kind) == ("UANA", "lead_left")
    assert await prompt("lead-left:rendering:UBO") == asked


async def test_nobody_is_asked_about_a_lead_who_was_the_product_lead(rosters, prompt, ledger):
    async with ledger.open() as books:
        await books.workspaces.put(a_workspace(product_lead="UBO"))
    await rosters.met(Person("UBO", "Bo", "UTC", is_deactivated=True))

    assert await prompt("lead-left:rendering:UBO") is None
