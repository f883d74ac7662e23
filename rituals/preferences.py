"""How somebody wants to be asked and named, and when they are away: theirs alone to say."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from typing import ClassVar

from rituals import digest, prompts
from rituals.authorisation import Action
from rituals.clock import Clock
from rituals.days_off import chosen_country, country_of
from rituals.errors import RitualError
from rituals.rights import require
from rituals.weeks import local_day
from rituals.win_words import name_anew
from storage.ledger import Books, Ledger
from storage.records.people import Person
from storage.records.preferences import Absence, Consent, Preferences

MOST_PROMPTS = 10
"""A week. Whoever wants more has Polaris's Home tab."""


@dataclass(eq=False)
class AwayBackwards(RitualError):
    """The last day away comes before the first, or is over."""

    field: ClassVar[str | None] = "away_last"


@dataclass(eq=False)
class AwaySince(RitualError):
    """There is a last day away and no first."""

    field: ClassVar[str | None] = "away_first"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What somebody fills in. No country: that of their team or time zone; "none": no holidays."""

    consent: Consent
    quiet_from: time
    quiet_until: time
    budget: int
    country: str | None = None
    away_first: date | None = None
    away_last: date | None = None


@dataclass(frozen=True, slots=True)
class Own:
    """What holds for somebody now; `country` is whose holidays they keep, "" for none."""

    chosen: Preferences
    absences: Sequence[Absence]  # those that are not over, earliest first
    country: str
    zone: str


class OwnPreferences:
    def __init__(self, ledger: Ledger, clock: Clock) -> None:
        self._ledger, self._clock = ledger, clock

    async def of(self, who: Person) -> Own:
        async with self._ledger.open() as books:
            return await self._own(books, who)

    async def choose(self, who: Person, wishes: Wishes) -> Own:
        """Keep what somebody wishes; what waits for them is looked at anew.

        Raises Outsider, UnknownCountry, AwaySince or AwayBackwards.
        """
        require(Action.CARE_FOR_ONESELF, who)
        now = self._clock.now()
        away = _absence(who, wishes, local_day(now, who.time_zone))
        async with self._ledger.open() as books:
            before = await books.preferences.of(who.user)
            chosen = replace(
                before,
                consent=wishes.consent,
                quiet_from=wishes.quiet_from,
                quiet_until=wishes.quiet_until,
                budget=min(max(wishes.budget, 0), MOST_PROMPTS),
                country=chosen_country(wishes.country),
            )
            await books.preferences.put(chosen)
            if away is not None:
                await books.absences.put(away)
            if chosen.consent is not before.consent:
                await name_anew(books, who.user, now)
                await digest.keep_true(books, now)
            await prompts.reconsider(books, who.user, now)
            return await self._own(books, who)

    async def be_back(self, who: Person, first: date) -> Own:
        """Forget an absence."""
        async with self._ledger.open() as books:
            await books.absences.remove(who.user, first)
            await prompts.reconsider(books, who.user, self._clock.now())
            return await self._own(books, who)

    async def wake(self, who: Person) -> Own:
        """Ask them again as usual."""
        async with self._ledger.open() as books:
            chosen = replace(await books.preferences.of(who.user), snoozed_until=None)
            await books.preferences.put(chosen)
            await prompts.reconsider(books, who.user, self._clock.now())
            return await self._own(books, who)

    async def _own(self, books: Books, who: Person) -> Own:
        now = self._clock.now()
        today = local_day(now, who.time_zone)
        chosen = await books.preferences.of(who.user)
        if chosen.snoozed_until is not None and chosen.snoozed_until <= now:
            chosen = replace(chosen, snoozed_until=None)
        absences = [each for each in await books.absences.of(who.user) if each.last >= today]
        return Own(chosen, absences, await country_of(books, who.user, who.time_zone), who.time_zone)


def _absence(who: Person, wishes: Wishes, today: date) -> Absence | None:
    if wishes.away_first is None:
        if wishes.away_last is not None:
            raise AwaySince
        return None
    last = wishes.away_last or wishes.away_first
    if last < wishes.away_first or last < today:
        raise AwayBackwards
    return Absence(who.user, wishes.away_first, last)
