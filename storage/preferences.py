"""How preferences and absences of people are kept."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import date

from storage.records.preferences import Absence, Consent, Preferences
from storage.shelf import Shelf
from storage.tables.preferences import absences, preferences


class PreferenceShelf(Shelf):
    async def of(self, user: str) -> Preferences:
        """What somebody chose; until they do, what holds for everybody."""
        found = await self._one(Preferences, self._select(preferences).where(preferences.c.user == user))
        return found or Preferences(user)

    async def of_each(self, users: Collection[str]) -> Mapping[str, Preferences]:
        """The same of several people in one trip."""
        said = await self._some(Preferences, preferences, "user", users)
        return {user: said.get(user) or Preferences(user) for user in users}

    async def of_the_unnamed(self) -> Sequence[Preferences]:
        """Those of everybody who may not be named anywhere."""
        query = self._select(preferences).where(preferences.c.consent != Consent.PUBLIC)
        return await self._all(Preferences, query.order_by(preferences.c.user))

    async def put(self, chosen: Preferences) -> None:
        await self._put(preferences, asdict(chosen), key=["user"])


class AbsenceShelf(Shelf):
    async def put(self, absence: Absence) -> None:
        """Keep an absence, in place of one that starts on the same day."""
        await self._put(absences, asdict(absence), key=["user", "first"])

    async def remove(self, user: str, first: date) -> None:
        await self._delete(absences, absences.c.user == user, absences.c.first == first)

    async def of(self, user: str) -> Sequence[Absence]:
        """All absences of somebody, earliest first."""
        query = self._select(absences).where(absences.c.user == user).order_by(absences.c.first)
        return await self._all(Absence, query)

    async def covers(self, user: str, day: date) -> bool:
        query = self._select(absences).where(
            absences.c.user == user, absences.c.first <= day, absences.c.last >= day
        )
        return await self._one(Absence, query) is not None
