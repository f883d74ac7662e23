"""The organisation as the demo finds it: its North Star, teams, inputs, people and past readings."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from bot.demo.beside import put_beside
from bot.demo.boards import put_dashboard
from bot.demo.casting import COMPANY_CHANNEL, PRODUCT_LEAD, SPONSOR, TRIAGE_CHANNEL, Cast
from bot.demo.dataset import Dataset, MetricCard, Promise
from bot.demo.explained import put_explained, put_sentences
from bot.demo.past import put_decided
from bot.simulator.records import User
from bot.simulator.workspace import Workspace as Slack
from rituals.agenda import Agenda
from rituals.ids import Ids
from rituals.weeks import week_of
from storage.ledger import Books
from storage.records.commitments import Commitment, CommitmentState, Visibility
from storage.records.metrics import Input, InputState, Lever, NorthStar
from storage.records.people import Person
from storage.records.pulses import Gathering, PulsePlan
from storage.records.teams import Membership, Standing, Team
from storage.records.workspaces import Workspace

TIME_ZONE = "Europe/Berlin"
PULSE_TIME = time(9)
_ACTIVE_AT_MOST = 3
_MONDAY, _FRIDAY = 1, 5
_SENTENCE_TIME = time(16)
_STANDUP_TIME = time(9, 30)
_STANDUP_DAYS = (1, 2, 3, 4, 5)
# Whose words each team is told in, and the ritual it has; others have a plain standup.
_MANNERS = {
    "Community": ("support", Gathering.STANDUP),
    "Docs & Learning": ("design", Gathering.STANDUP),
    "Engine": ("engineering", Gathering.STANDUP),
    "Quality": ("engineering", Gathering.SPRINT),
}


@dataclass(frozen=True, slots=True)
class Furnishing:
    """What the demo's organisation did until `now`, written down in one go."""

    dataset: Dataset
    cast: Cast
    slack: Slack
    agenda: Agenda
    ids: Ids
    now: datetime

    async def put(self, books: Books) -> None:
        await self._organisation(books)
        for user in self.slack.users.values():
            await books.people.put(_person(user))
        teams = {
            team.name: team for team in [await self._team(books, n) for n in range(len(self.cast.parts))]
        }
        inputs = await self._inputs(books, teams)
        for minute, promise in enumerate(self.dataset.story.commitments):
            await books.commitments.add(self._commitment(promise, inputs[promise.input], minute))
        await put_beside(books, self.dataset, inputs, self.slack, self.now)
        await put_explained(books, self.dataset, self.slack, self.now)
        await put_sentences(books, self.dataset, self.slack, self.now)
        await put_dashboard(books, self.dataset, self.slack, self.ids, self.now)
        deciders = self.slack.user(PRODUCT_LEAD).id, self.slack.user(SPONSOR).id
        await put_decided(
            books, self.dataset.story.decided, inputs, deciders=deciders, ids=self.ids, now=self.now
        )

    async def _organisation(self, books: Books) -> None:
        lead, channel = self.slack.user(PRODUCT_LEAD).id, self.slack.channel(COMPANY_CHANNEL).id
        await books.workspaces.put(
            Workspace(
                id=self.slack.team_id,
                name=self.slack.team_name,
                time_zone=TIME_ZONE,
                company_channel=channel,
                product_lead=lead,
                sponsor=self.slack.user(SPONSOR).id,
                triage_channel=self.slack.channel(TRIAGE_CHANNEL).id,
                pulse_time=PULSE_TIME,
                # They have been at it since the first week of the data.
                pulse_public_since=min(row.period_start for row in self.dataset.rows),
            )
        )
        await books.north_stars.put(
            NorthStar(
                id=self.ids(),
                metric=self.dataset.north_star.metric,
                **self.dataset.narrative.model_dump(),
                chosen_by=lead,
                chosen_at=self.now - timedelta(weeks=52),
            )
        )
        keep = self.agenda.keep
        await keep(books, "monday", None, days=(_MONDAY,), at=PULSE_TIME, zone=TIME_ZONE)
        await keep(books, "sentence", None, days=(_FRIDAY,), at=_SENTENCE_TIME, zone=TIME_ZONE)

    async def _team(self, books: Books, number: int) -> Team:
        part = self.cast.parts[number]
        lead, channel = self.slack.user(part.lead), self.slack.channel(part.channel)
        audience, gathering = _MANNERS.get(part.team, ("plain", Gathering.STANDUP))
        team = Team(
            id=self.ids(),
            name=part.team,
            lead=lead.id,
            channel=channel.id,
            time_zone=lead.tz,
            audience=audience,
            standup_days=_STANDUP_DAYS,
            standup_time=_STANDUP_TIME,
        )
        await books.teams.put(team)
        await books.pulses.put(PulsePlan(team.id, gathering))
        for member in channel.members:
            if not self.slack.users[member].is_bot:
                await books.memberships.put(Membership(team.id, member, Standing.CHANNEL))
        return team

    async def _inputs(self, books: Books, teams: dict[str, Team]) -> dict[str, Input]:
        found: dict[str, Input] = {}
        active: Counter[str] = Counter()
        for card in self.dataset.inputs:
            active[card.team] += 1
            state = InputState.ACTIVE if active[card.team] <= _ACTIVE_AT_MOST else InputState.PROPOSED
            found[card.key] = self._input(card, teams[card.team], state)
            await books.inputs.put(found[card.key])
        return found

    def _input(self, card: MetricCard, team: Team, state: InputState) -> Input:
        long_ago = self.now - timedelta(weeks=50)
        agreed = state is InputState.ACTIVE
        return Input(
            id=self.ids(),
            team=team.id,
            metric=card.metric,
            lever=self.dataset.story.levers.get(card.key, Lever.BREADTH),
            hypothesis=card.hypothesis,
            lag_periods=card.expected_lag_weeks or 0,
            state=state,
            proposed_by=team.lead,
            proposed_at=long_ago,
            agreed_by=team.lead if agreed else None,
            agreed_at=long_ago if agreed else None,
        )

    def _commitment(self, promise: Promise, its_input: Input, minute: int) -> Commitment:
        week = week_of(self.now.date()) - timedelta(weeks=1)
        made = datetime.combine(week, time(10), self.now.tzinfo) + timedelta(minutes=minute)
        settled = None if promise.state is CommitmentState.OPEN else made + timedelta(days=4, hours=5)
        return Commitment(
            id=self.ids(),
            user=self.slack.user(promise.person).id,
            team=its_input.team,
            week=week,
            weeks=1,
            text=promise.text,
            input=its_input.id,
            visibility=Visibility.TEAM,
            state=promise.state,
            made_at=made,
            line=promise.line,
            settled_at=settled,
        )


def _person(user: User) -> Person:
    return Person(
        user=user.id,
        name=user.display_name or user.real_name,
        time_zone=user.tz,
        is_bot=user.is_bot,
        is_deactivated=user.deleted,
        is_guest=user.is_restricted,
        is_external=user.is_stranger,
        full_name=user.real_name,
    )
