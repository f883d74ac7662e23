"""When follow-through is kept: each team's own afternoon or morning, in step with the teams there are."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time

from rituals.agenda import Chore
from rituals.appointing import keep_in_step
from rituals.cadence import Rhythm
from rituals.follow_through import FRIDAY, HALFWAY_NAME, MONDAY, NAME
from storage.ledger import Books
from storage.records.teams import FollowThrough


@dataclass(frozen=True, slots=True)
class Hours:
    """The wall-clock hours of it, in each team's zone."""

    friday: time = time(15)
    monday: time = time(9)


def in_step(hours: Hours) -> Chore:
    """What keeps the appointments as the teams would have them."""

    async def follow_teams(books: Books, now: datetime) -> None:
        wanted = await _wanted(books, hours)
        for ritual, rhythms in wanted.items():
            await keep_in_step(books, ritual, rhythms, now)

    return follow_teams


async def _wanted(books: Books, hours: Hours) -> Mapping[str, Mapping[str | None, Rhythm]]:
    """For each ritual the rhythm of each team, and of those who are in none."""
    workspace = await books.workspaces.get()
    if workspace is None:
        return {}
    zones: dict[str | None, str] = {None: workspace.time_zone}
    choices: dict[str | None, FollowThrough] = {None: FollowThrough.FRIDAY}
    for team in await books.teams.all():
        zones[team.id], choices[team.id] = team.time_zone, team.follow_through
    mondays = {team: Rhythm((MONDAY,), hours.monday, zone) for team, zone in zones.items()}
    fridays = {team: Rhythm((FRIDAY,), hours.friday, zone) for team, zone in zones.items()}
    on_friday = {team for team, choice in choices.items() if choice is FollowThrough.FRIDAY}
    return {
        NAME: {team: (fridays if team in on_friday else mondays)[team] for team in zones},
        # On Monday, a pledge that is halfway is asked about with the rest.
        HALFWAY_NAME: {team: mondays[team] for team in on_friday},
    }
