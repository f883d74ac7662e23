"""The demo's people go on with their work: week after week they promise, tell how it went, celebrate, cheer.

Whoever visits may act as any of them meanwhile. What cannot be done just then is left out.
"""

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from bot.demo.casting import COMPANY_CHANNEL, Cast
from bot.demo.dataset import Celebration, Dataset, LifeWeek, MetricCard, Promise, Raising
from bot.demo.gestures import Hands
from bot.simulator import Simulator
from bot.simulator.cannot import CannotError
from bot.simulator.clock import zone_of
from bot.simulator.refusal import SlackError
from rituals.weeks import week_of
from storage.records.commitments import CommitmentState

_log = logging.getLogger(__name__)

_MONDAY, _TUESDAY, _WEDNESDAY, _THURSDAY, _FRIDAY, _NEXT_MONDAY = 0, 1, 2, 3, 4, 7
_CHEERED_AT, _PROMISED_AT, _CELEBRATED_AT = time(9, 15), time(10, 30), time(14)
_TOLD_AT, _TOLD_LATE_AT, _RAISED_AT = time(16, 30), time(10, 45), time(13, 30)
# Nobody does everything in the same second.
_APART = timedelta(minutes=7)
_A_WEEK = timedelta(weeks=1)
_EMOJI = ("eyes", "thumbsup", "tada", "heart")


@dataclass(frozen=True, slots=True)
class Act:
    """What somebody does, and when; `what` says it in words."""

    at: datetime
    who: str
    what: str
    do: Callable[[], Awaitable[None]]


class Life:
    """What everybody but the visitor does; `commands` says what the slash commands are called."""

    def __init__(
        self, slack: Simulator, dataset: Dataset, cast: Cast, commands: Mapping[str, str], now: datetime
    ) -> None:
        self._slack, self._dataset, self._cast, self._commands = slack, dataset, cast, commands
        self._begin = week_of(now.date())
        self._until = now

    def next_moment(self) -> datetime:
        """When somebody next does something."""
        week = week_of(self._until.date()) - _A_WEEK
        later: list[datetime] = []
        # A week without anything to do is not the last one.
        for number in range(4):
            later += [act.at for act in self.acts(week + number * _A_WEEK) if act.at > self._until]
        return min(later, default=self._until + _A_WEEK)

    async def live(self, now: datetime) -> datetime:
        """Do what was to be done since the last time; gives the moment of what comes next."""
        first, last = week_of(self._until.date()) - _A_WEEK, week_of(now.date()) + _A_WEEK
        weeks = range((last - first) // _A_WEEK + 1)
        due = [act for number in weeks for act in self.acts(first + number * _A_WEEK)]
        for act in sorted(due, key=lambda each: each.at):
            if self._until < act.at <= now:
                await self._tried(act)
        self._until = now
        return self.next_moment()

    def acts(self, week: date) -> list[Act]:
        """Everything that is done in the week that begins on a Monday; nothing before the demo began."""
        number = (week - self._begin) // _A_WEEK
        life = self._dataset.story.life
        if number < 0:
            return []
        told = life.weeks[number % len(life.weeks)] if life.weeks else LifeWeek()
        acts: list[Act] = []
        for place, promise in enumerate(told.promises):
            acts += self._kept(promise, week, place * _APART)
        for win in told.wins:
            at = self._moment(win.person, week, _WEDNESDAY, _CELEBRATED_AT)
            acts.append(Act(at, win.person, f"celebrates: {win.text}", self._celebrates(win)))
        for raising in life.raisings:
            if raising.week == number + 1:
                acts += self._raised(raising, week)
        cheered = [(_TUESDAY, ""), *((_THURSDAY, win.text) for win in told.wins)]
        for day, saying in cheered:
            for place, handle in enumerate(life.cheers):
                at = self._moment(handle, week, day, _CHEERED_AT) + place * _APART
                emoji = _EMOJI[(number + place) % len(_EMOJI)]
                acts.append(Act(at, handle, f"cheers with {emoji}", self._cheers(handle, emoji, saying)))
        return acts

    def _kept(self, promise: Promise, week: date, later: timedelta) -> list[Act]:
        made = self._moment(promise.person, week, _TUESDAY, _PROMISED_AT) + later
        acts = [Act(made, promise.person, f"promises: {promise.text}", self._promises(promise))]
        if promise.state is not CommitmentState.OPEN:
            # Whose team is half a world away is asked when it is night there, and reads it on Monday.
            for day, at in ((_FRIDAY, _TOLD_AT), (_NEXT_MONDAY, _TOLD_LATE_AT)):
                told = self._moment(promise.person, week, day, at) + later
                acts.append(Act(told, promise.person, f"tells: {promise.text}", self._tells(promise)))
        return acts

    def _raised(self, raising: Raising, week: date) -> list[Act]:
        """On Monday one raises it, and by Wednesday's triage the other has said that it was tried."""
        raised = self._moment(raising.person, week, _MONDAY, _RAISED_AT)
        confirmed = self._moment(raising.confirmed_by, week, _TUESDAY, _RAISED_AT)
        first, second = self._hands(raising.person), self._hands(raising.confirmed_by)
        channel = next(part.channel for part in self._cast.parts if part.lead == raising.person)
        return [
            Act(raised, raising.person, f"raises: {raising.text}", lambda: first.escalate(channel, raising)),
            Act(
                confirmed,
                raising.confirmed_by,
                f"confirms: {raising.text}",
                lambda: second.say_it_was_tried(raising),
            ),
        ]

    def _moment(self, handle: str, week: date, weekday: int, at: time) -> datetime:
        """A weekday's hour where somebody lives."""
        zone = zone_of(self._slack.workspace.user(handle).tz)
        return datetime.combine(week + timedelta(days=weekday), at, zone).astimezone(UTC)

    async def _tried(self, act: Act) -> None:
        # A form that is open is the visitor's, who acts as this person just now.
        if self._slack.people[act.who].modal is not None:
            return
        try:
            await act.do()
        except (CannotError, SlackError, TimeoutError):
            _log.info("left out", exc_info=True, extra={"who": act.who, "what": act.what})

    def _promises(self, promise: Promise) -> Callable[[], Awaitable[None]]:
        card = self._card(promise)
        return lambda: self._hands(promise.person).commit(self._channel(card), promise.text, card.name)

    def _tells(self, promise: Promise) -> Callable[[], Awaitable[None]]:
        return lambda: self._hands(promise.person).tell_how_it_went(promise)

    def _celebrates(self, win: Celebration) -> Callable[[], Awaitable[None]]:
        card = self._card(win)
        about = [self._slack.workspace.user(handle).id for handle in win.about]
        return lambda: self._hands(win.person).celebrate(self._channel(card), win, about, card.name)

    def _cheers(self, handle: str, emoji: str, saying: str) -> Callable[[], Awaitable[None]]:
        """Monday's pulse, or what was told of a win."""
        return lambda: self._hands(handle).react(COMPANY_CHANNEL, emoji, saying)

    def _hands(self, handle: str) -> Hands:
        return Hands(self._slack, self._slack.people[handle], self._commands)

    def _card(self, told: Promise | Celebration) -> MetricCard:
        return next(card for card in self._dataset.inputs if card.key == told.input)

    def _channel(self, card: MetricCard) -> str:
        return next(part.channel for part in self._cast.parts if part.team == card.team)
