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
    teams: Mapping[str, Team]  # the teams of all of them
    inputs: Mapping[str, str]  # the names of their inputs
    carried_to: Mapping[str, date]  # into which week those were carried over that were, by the Monday


async def listing(books: Books, who: Person, now: datetime) -> Listing:
    """Each commitment in the week of its own team; those of others in the week it is for the viewer."""
    theirs = {team.id for team in await books.teams.of_person(who.user)}
    others = [
        one
        for one in await books.commitments.counting_in(week_of(local_day(now, who.time_zone)))
        if one.user != who.user and readable_by(one, who.user, theirs)
    ]
    return await own(books, who, now, sorted(others, key=lambda one: one.team not in theirs))


async def own(books: Books, who: Person, now: datetime, others: Sequence[Commitment] = ()) -> Listing:
    """Somebody's own, and beside them what of others is shown with it.

    What was carried over is there once: as what it was until that week is over, then as what it goes on as.
    """
    today = local_day(now, who.time_zone)
    made = await books.commitments.of_person(who.user, week_of(today) - timedelta(weeks=3))
    teams = await books.teams.some({one.team for one in [*made, *others] if one.team})
    inputs = await books.inputs.some({one.input for one in [*made, *others] if one.input})
    days = {team.id: local_day(now, team.time_zone) for team in teams.values() if team.retired_at is None}
    changeable = [one for one in made if days.get(one.team or "", today) < closes_on(one)]
    running = [one for one in changeable if last_week(one) >= week_of(days.get(one.team or "", today))]
    known, gone_on = {one.id for one in running}, {one.carried_from for one in running}
    return Listing(
        mine=[one for one in running if one.carried_from not in known],
        earlier=[one for one in changeable if one.id not in known | gone_on],
        others=others,
        teams={team.id: team for team in teams.values() if team.retired_at is None},
        inputs={each.id: each.metric.name for each in inputs.values()},
        carried_to=carried_to(made),
    )
