"""Who is named beside a win: people as far as they agreed to it, and nobody by surprise."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from storage.ledger import Books
from storage.records.preferences import Consent
from storage.records.teams import Team


@dataclass(frozen=True, slots=True)
class Naming:
    """How people appear: by name, as a colleague of a team (its name, once for each), or not at all."""

    users: tuple[str, ...] = ()
    colleagues: tuple[str, ...] = ()
    unnamed: int = 0


NOBODY = Naming()


@dataclass(frozen=True, slots=True)
class Cast:
    """What is to be known of people before they are named."""

    consents: Mapping[str, Consent]
    teams: Mapping[str, Sequence[Team]]


async def cast(books: Books, users: Collection[str]) -> Cast:
    chosen = await books.preferences.of_each(users)
    return Cast({user: chosen[user].consent for user in users}, await books.teams.of_people(users))


def named(users: Iterable[str], known: Cast, readers: Collection[str] = ()) -> Naming:
    """How people appear to those who are all in the teams `readers`; none for the whole organisation."""
    names: list[str] = []
    colleagues: list[str] = []
    unnamed = 0
    for user in users:
        teams = known.teams[user]
        match known.consents[user]:
            case Consent.PUBLIC:
                names.append(user)
            case Consent.TEAM if any(team.id in readers for team in teams):
                names.append(user)
            case Consent.TEAM if teams:
                colleagues.append(teams[0].name)
            case _:
                unnamed += 1
    return Naming(tuple(names), tuple(sorted(colleagues)), unnamed)
