"""What moved, and who moved it: told where everybody reads it, corrected in place, scored for nobody."""

from dataclasses import dataclass, replace
from typing import ClassVar

from rituals import digest, prompts
from rituals.authorisation import Action, Role
from rituals.clock import Clock
from rituals.commitments import NoSuchCommitment, NotYours
from rituals.errors import RitualError
from rituals.ids import Ids
from rituals.letters import Letter, post
from rituals.rights import require
from rituals.weeks import local_day
from rituals.win_numbers import since
from rituals.win_telling import Stage, Telling, can_be_named, stage, written, zone_of
from rituals.win_words import key, labels, retell, take_back, told
from storage.ledger import Books, Ledger
from storage.records.commitments import Commitment
from storage.records.metrics import InputState
from storage.records.people import Person
from storage.records.wins import Win
from storage.taken import Taken


@dataclass(eq=False)
class NoSuchWin(RitualError):
    """It was withdrawn, or never was."""


@dataclass(eq=False)
class NotYourWin(RitualError):
    """Only its author, or the product lead, may correct or withdraw a win."""


@dataclass(eq=False)
class NotNamed(RitualError):
    """Nobody takes a name out of a win but whose it is."""


@dataclass(eq=False)
class AlreadyAWin(RitualError):
    """The commitment has been made a win."""


@dataclass(frozen=True, slots=True)
class WinChanged:
    """Tells the author of a win that the product lead corrected it, or withdrew it."""

    kind: ClassVar[str] = "win.changed"

    text: str
    by: str
    withdrawn: bool


class Wins:
    """Each verb is one transaction. `who` is the acting person, checked every time."""

    def __init__(self, ledger: Ledger, clock: Clock, ids: Ids) -> None:
        self._ledger, self._clock, self._ids = ledger, clock, ids

    async def stage(self, who: Person, telling: Telling, win_id: str | None = None) -> Stage:
        """What the form shows for what is filled in. Raises NowhereToTell, or what `may_change` does."""
        async with self._ledger.open() as books:
            if win_id is None:
                require(Action.TELL_WIN, who)
            win = await _changeable(books, who, win_id) if win_id else None
            author, kept = (win.user, win.input) if win else (who.user, None)
            return await stage(books, author, telling, self._clock.now(), kept=kept)

    async def begin(self, who: Person, people: tuple[str, ...] = ()) -> Telling:
        """What a form starts with: others it is about, and the team of whoever has only one."""
        async with self._ledger.open() as books:
            others = [user for user in people if user != who.user and await can_be_named(books, user)]
            return Telling(people=tuple(others), teams=await _only_team(books, who.user))

    async def made_of(self, who: Person, commitment_id: str) -> Telling:
        """What the form starts with for a commitment of one's own, with what followed it.

        Raises NoSuchCommitment, NotYours or AlreadyAWin.
        """
        async with self._ledger.open() as books:
            made = await _commitment(books, who, commitment_id)
            telling = Telling(made.text, commitment=made.id)
            teams = (made.team,) if made.team else await _only_team(books, who.user)
            found = await books.inputs.get(made.input) if made.input else None
            if found is None or found.state is not InputState.ACTIVE:
                return replace(telling, teams=teams)
            zone = await zone_of(books, found.team)
            made_on, today = local_day(made.made_at, zone), local_day(self._clock.now(), zone)
            pair = await since(books, found.metric, made_on, today)
            stretch = (pair.before, pair.after) if pair else None
            return replace(telling, teams=teams, input=found.id, stretch=stretch)

    async def may_change(self, who: Person, win_id: str) -> Telling:
        """A win as it stands, for somebody who may change it. Raises NoSuchWin or NotYourWin."""
        async with self._ledger.open() as books:
            win = await _changeable(books, who, win_id)
            stretch = (win.before, win.after) if win.before and win.after else None
            return Telling(win.text, win.input, win.meaning, stretch, win.people, win.teams, win.commitment)

    async def tell(self, who: Person, telling: Telling, window: str | None = None) -> Stage:
        """Keep a win, and send it to where everybody reads it; from one window once.

        Raises NowhereToTell, NoWords, NoSuchInput, NumbersGone, NamedInWords, or what `made_of` does.
        """
        now = self._clock.now()
        require(Action.TELL_WIN, who)
        async with self._ledger.open() as books:
            on = await stage(books, who.user, telling, now)
            win_id = window or self._ids()
            if await books.wins.get(win_id) is not None:
                return on
            if telling.commitment is not None:
                await _commitment(books, who, telling.commitment)
            win = await written(books, Win(win_id, who.user, "", None, "", now), telling, on)
            try:
                await books.wins.add(win, await labels(books, win))
            except Taken:
                if await books.wins.get(win_id) is not None:  # sent twice at once, to two processes
                    return on
                raise AlreadyAWin from None
            letter = Letter(key(win), on.channel, await told(books, win), thread_of=on.pulse)
            await post(books, letter, now)
            return on

    async def correct(self, who: Person, win_id: str, telling: Telling) -> Win:
        """Edit a win where it stands. Raises NoSuchWin, NotYourWin, or what `tell` does."""
        now = self._clock.now()
        async with self._ledger.open() as books:
            before = await _changeable(books, who, win_id)
            on = await stage(books, before.user, telling, now, kept=before.input)
            changed = await written(books, before, replace(telling, commitment=before.commitment), on)
            win = replace(changed, changed_at=now)
            await books.wins.change(win, await labels(books, win))
            await retell(books, win, now, self._ids)
            await digest.keep_true(books, now)
            await self._notify(books, who, before, withdrawn=False)
            return win

    async def withdraw(self, who: Person, win_id: str) -> Win:
        """Take a win back: its messages say so, and nothing shows its words any more; gives what it was."""
        now = self._clock.now()
        async with self._ledger.open() as books:
            win = await _changeable(books, who, win_id)
            await books.wins.change(replace(win, withdrawn_at=now))
            await take_back(books, win, who, now, self._ids)
            await digest.keep_true(books, now)
            await self._notify(books, who, win, withdrawn=True)
            return win

    async def take_name_out(self, who: Person, win_id: str) -> Win:
        """Name somebody no more beside a win, on their own word; a second time changes nothing."""
        async with self._ledger.open() as books:
            win, silent = await _standing(books, win_id), await books.wins.names_taken_out(win_id)
            named = [Role.ASKED] if who.user in {*win.people, *silent} else []
            require(Action.LEAVE_WIN, who, also=named, refusal=NotNamed())
            if who.user not in win.people:
                return win
            win = replace(win, people=tuple(user for user in win.people if user != who.user))
            await books.wins.take_name_out(win.id, who.user)
            await books.wins.change(win, await labels(books, win))
            await retell(books, win, self._clock.now(), self._ids)
            return win

    async def _notify(self, books: Books, who: Person, win: Win, *, withdrawn: bool) -> None:
        """The author hears of it when somebody else changed what they told."""
        if who.user != win.user:
            changed = WinChanged(win.text, who.user, withdrawn)
            letter = Letter(f"win-changed:{self._ids()}", win.user, changed)
            await prompts.tell(books, letter, self._clock.now())


async def _standing(books: Books, win_id: str) -> Win:
    win = await books.wins.hold(win_id)
    if win is None or win.withdrawn_at is not None:
        raise NoSuchWin
    return win


async def _changeable(books: Books, who: Person, win_id: str) -> Win:
    win, workspace = await _standing(books, win_id), await books.workspaces.get()
    own = [Role.OWNER] if win.user == who.user else []
    require(Action.CHANGE_WIN, who, workspace, also=own, refusal=NotYourWin())
    return win


async def _commitment(books: Books, who: Person, commitment_id: str) -> Commitment:
    """Somebody's own commitment that is no win yet."""
    made = await books.commitments.get(commitment_id)
    if made is None:
        raise NoSuchCommitment
    own = [Role.OWNER] if made.user == who.user else []
    require(Action.MAKE_A_WIN, who, also=own, refusal=NotYours())
    if await books.wins.of_commitment(made.id) is not None:
        raise AlreadyAWin
    return made


async def _only_team(books: Books, user: str) -> tuple[str, ...]:
    theirs = await books.teams.of_person(user)
    return (theirs[0].id,) if len(theirs) == 1 else ()
