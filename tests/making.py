"""Facts for tests: each has every field filled in, and takes the ones that matter."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from rituals.north_star import Choice, Meeting
from storage.ledger import Ledger
from storage.records.appointments import Appointment
from storage.records.commitments import Commitment, CommitmentState, Visibility
from storage.records.conflicts import Conflict
from storage.records.decisions import Decision
from storage.records.deliveries import Delivery
from storage.records.dictionary import MetricVersion
from storage.records.installations import Installed
from storage.records.metrics import (
    Cadence,
    Direction,
    Input,
    InputState,
    Lever,
    Metric,
    NorthStar,
    Reading,
    Revision,
)
from storage.records.people import Person
from storage.records.teams import Membership, Standing, Team
from storage.records.wins import Win
from storage.records.workspaces import Workspace
from storage.sources.configs import SqlSource

MONDAY = date(2026, 3, 16)
MONDAY_NINE = datetime(2026, 3, 16, 9, tzinfo=UTC)

ANA = Person("UANA", "Ana", "UTC")
BO = Person("UBO", "Bo", "UTC")


def a_workspace(**fields: Any) -> Workspace:
    return replace(Workspace("T1", "Acme", "UTC", company_channel="CALL", product_lead="UANA"), **fields)


def an_installation(**fields: Any) -> Installed:
    made = Installed(
        name="Acme",
        url="https://acme.slack.com/",
        enterprise=None,
        bot_user="UBOT",
        bot_id="B1",
        scopes=("chat:write", "commands"),
        sealed_token="sealed",
        sealed_refresh_token=None,
        expires_at=None,
        installed_by="UANA",
        installed_at=MONDAY_NINE,
    )
    return replace(made, **fields)


def a_team(**fields: Any) -> Team:
    return replace(Team("rendering", "Rendering", "UANA", "CRENDER", "UTC"), **fields)


def a_metric(**fields: Any) -> Metric:
    return replace(Metric("merged", "Merged pull requests", "pull requests", Direction.UP), **fields)


def a_version(**fields: Any) -> MetricVersion:
    made = MetricVersion(
        metric="merged",
        number=1,
        effective_from=MONDAY,
        name="Merged pull requests",
        definition="",
        unit="pull requests",
        direction=Direction.UP,
        reason="",
        approved_by="UANA",
        approved_at=MONDAY_NINE,
    )
    return replace(made, **fields)


def a_star(**fields: Any) -> NorthStar:
    made = NorthStar(
        id="star",
        metric=Metric(
            "active_contributors",
            "Weekly active contributors",
            "count",
            Direction.UP,
            definition="Distinct authors",
        ),
        vision="Games anybody can make",
        value_moment="A change lands on main",
        why_this="It follows value",
        why_now="We grow",
        what_if="More people make games",
        story="Mia landed her first change and came back",
        chosen_by="UANA",
        chosen_at=MONDAY_NINE,
    )
    return replace(made, **fields)


def a_choice(**fields: Any) -> Choice:
    made = Choice(
        vision="Games anybody can make",
        name="Weekly active contributors",
        definition="People whose change landed on main in the week",
        unit="count",
        direction=Direction.UP,
        cadence=Cadence.WEEK,
        value_moment="A change lands on main",
        why_this="It follows value",
        why_now="We grow",
        what_if="More people make games",
        story="Mia landed her first change and came back",
    )
    return replace(made, **fields)


def a_meeting(**fields: Any) -> Meeting:
    return replace(Meeting("CALL", time(9), "Europe/Berlin"), **fields)


def an_input(**fields: Any) -> Input:
    made = Input(
        "input-merged",
        "rendering",
        a_metric(),
        Lever.FREQUENCY,
        "More merges keep contributors",
        2,
        InputState.ACTIVE,
        "UANA",
        MONDAY_NINE,
        "UANA",
        MONDAY_NINE,
    )
    return replace(made, **fields)


def a_reading(**fields: Any) -> Reading:
    return replace(Reading("merged", date(2026, 3, 9), 27.0, "UANA", MONDAY_NINE), **fields)


def a_revision(**fields: Any) -> Revision:
    at = MONDAY_NINE
    made = Revision("merged", date(2026, 3, 9), 1, 24.0, "", "UANA", at, "UBO", at + timedelta(hours=1))
    return replace(made, **fields)


def a_commitment(**fields: Any) -> Commitment:
    made = Commitment(
        id="c1",
        user="UANA",
        team="rendering",
        week=MONDAY,
        weeks=1,
        text="Review two pull requests",
        input=None,
        visibility=Visibility.TEAM,
        state=CommitmentState.OPEN,
        made_at=MONDAY_NINE,
    )
    return replace(made, **fields)


def a_win(**fields: Any) -> Win:
    made = Win("w1", "UANA", "Bo halved the review queue", None, "More people stay", MONDAY_NINE)
    return replace(made, **fields)


def a_conflict(**fields: Any) -> Conflict:
    made = Conflict(
        id="k1",
        raised_by="UBO",
        team="rendering",
        other_team="docs",
        text="We need the same two weeks",
        tried="We met twice",
        raised_at=MONDAY_NINE,
    )
    return replace(made, **fields)


def a_decision(**fields: Any) -> Decision:
    made = Decision(
        id="d1",
        conflict="k1",
        outcome="Onboarding first",
        reasons="It moves the North Star sooner",
        criteria=("north_star", "customers"),
        decided_by=("UANA", "USPO"),
        recorded_by="UANA",
        review_on=date(2026, 6, 15),
        decided_at=MONDAY_NINE,
    )
    return replace(made, **fields)


def an_appointment(**fields: Any) -> Appointment:
    made = Appointment("check-in", "rendering", days=(1,), at=time(9), time_zone="UTC", next_due=MONDAY_NINE)
    return replace(made, **fields)


def a_delivery(key: str = "letter-1", **fields: Any) -> Delivery:
    return replace(Delivery(key, "CALL", "note", '{"text":"Hello"}', written_at=MONDAY_NINE), **fields)


async def joined(ledger: Ledger, team: Team, *users: str) -> None:
    """The team is known, and counts these people."""
    async with ledger.open() as books:
        await books.teams.put(team)
        for user in users:
            await books.memberships.put(Membership(team.id, user, Standing.CHANNEL))


def a_source(**fields: Any) -> SqlSource:
    return SqlSource(
        **{
            "name": "warehouse",
            "kind": "sql",
            "metric": "Weekly active contributors",
            "url": "sqlite:///x",
            "statement": "SELECT 1, 2",
            **fields,
        }
    )
