"""What somebody sees of this week's commitments: their own first, then what others let them read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from rituals.commitments import carried_to, closes_on, last_week, readable_by
from rituals.weeks import local_day, week_of
from storage.ledger import Books
from storage.records.commitments import Commitment
from storage.records.people import Person
from storage.records.teams import Team


@dataclass(frozen=True, slots=True)
class Listing:
    mine: Sequence[Commitment]  # of this week, or still running
    earlier: Sequence[Commitment]  # theirs too; over, but not closed: how did they go?
    others: Sequence[Commitment]  # of this week, as far as this person may read them; their teams' first
    teams: Mapping[str, Team]  # every team of them
    inputs: Mapping[str, str]  # the names of their inputs
    carried_to: Mapping[str, date]  # into which week those were carried over that were, by the Monday


async def listing(books: Books, who: Person, now: datetime) -> Listing:
    """Each commitment in the week of its own team; those of others in the week it is for the viewer."""
    teams = {team.id: team for team in await books.teams.all()}
    days = {team.id: local_day(now, team.time_zone) for team in teams.values()}
    today = local_day(now, who.time_zone)
    own = await books.commitments.of_person(who.user, week_of(today) - timedelta(weeks=3))
    changeable = [one for one in own if days.get(one.team or "", today) < closes_on(one)]
    running = [one for one in changeable if last_week(one) >= week_of(days.get(one.team or "", today))]
    theirs = {team.id for team in await books.teams.of_person(who.user)}
    others = [
        one
        for one in await books.commitments.counting_in(week_of(today))
        if one.user != who.user and readable_by(one, who.user, theirs)
    ]
    return Listing(
        mine=running,
        earlier=[one for one in changeable if one not in running],
        others=sorted(others, key=lambda one: one.team not in theirs),
        teams=teams,
        inputs={one.id: one.metric.name for one in await books.inputs.all()},
        carried_to=carried_to(own),
    )
