"""Keeps channel topics at the current number: one call at a time, and only when the words have changed."""

import logging
from dataclasses import replace
from datetime import datetime, timedelta

from bot.blocks import phrases
from bot.blocks.caveats import remark
from bot.blocks.limits import shorten
from bot.blocks.text import escape
from bot.posting import Posting
from bot.refusals import Ambiguous, CannotReach, SlackMisused, TryLater
from rituals.clock import Clock
from rituals.quality import CaveatKind
from rituals.scoreboard import Score
from rituals.sharing import SHARED
from rituals.topics import Board, Topics

SCOPES = frozenset({"channels:write.topic", "groups:write.topic"})

LONGEST = 250
"""Characters of a topic, by Slack's rule."""

# Machine time. Slack lets a topic be set some twenty times a minute.
_GAP = timedelta(seconds=3)
_PATIENCE = timedelta(minutes=5)

# Calendar time. A number changes once a day at most; whoever corrects one can wait a little.
_AFRESH = timedelta(minutes=1)

_log = logging.getLogger(__name__)


class TopicKeeper:
    """`scopes` are those granted."""

    def __init__(
        self, topics: Topics, posting: Posting, scopes: frozenset[str], *, calendar: Clock, machine: Clock
    ) -> None:
        self._topics, self._posting, self._calendar, self._machine = topics, posting, calendar, machine
        self._may = is_granted(scopes)
        self._board: Board | None = None
        self._read_at: datetime | None = None
        self._not_before: datetime | None = None

    async def keep(self) -> None:
        """Set one topic that says something else than it should, if there is one and it is time."""
        if not self._may or (self._not_before is not None and self._machine.now() < self._not_before):
            return
        board = await self._fresh()
        if board is None:
            return
        words = told(board.score)
        due = [each.channel for each in board.channels if _is_news(board.score, words, each.words or "")]
        if due:
            self._not_before = self._machine.now() + _GAP
            if await self._topics.may_set(due[0], words, self._machine.now()):
                await self._set(due[0], words)
            self._read_at = None

    async def _fresh(self) -> Board | None:
        now = self._calendar.now()
        if self._read_at is None or not now - _AFRESH < self._read_at <= now:
            self._board, self._read_at = await self._topics.board(), now
        return self._board

    async def _set(self, channel: str, words: str) -> None:
        try:
            if await self._posting.is_shared(channel) and not await self._topics.may_tell(channel):
                raise CannotReach(SHARED)
            await self._posting.set_topic(channel, escape(words))
        except (TryLater, Ambiguous) as reason:
            asked = reason.after if isinstance(reason, TryLater) else None
            self._not_before = self._machine.now() + (asked or _PATIENCE)
        except (CannotReach, SlackMisused) as reason:
            _log.warning("topic refused", extra={"channel": channel, "error": str(reason)})
            await self._topics.told(channel, words, refused=str(reason))
        else:
            await self._topics.told(channel, words)


def _is_news(score: Score, words: str, said: str) -> bool:
    """Whether a topic should change; the last number stands, with its date, until the next one is in.

    Unless that takes longer than it should, which is said then.
    """
    waits = score.verdict.value is None and phrases.in_a_sentence(score.metric.name) in said
    return words != said and not (waits and not _doubts(score).caveats)


def is_granted(scopes: frozenset[str]) -> bool:
    """Whether topics may be set. Where a server does not say what is granted, it is tried."""
    return not scopes or bool(SCOPES & scopes)


def told(score: Score) -> str:
    """How the metric stands, in one plain line that fits into a topic once it is escaped."""
    verdict, metric, doubts = score.verdict, score.metric, _doubts(score)
    name, latest = phrases.in_a_sentence(metric.name), verdict.latest
    if verdict.value is None and (latest is None or not doubts.caveats):
        words = f"North Star: {name}"
    elif verdict.value is None and latest is not None:
        when = phrases.period(latest.period_start, metric)
        words = f"North Star, {when}: {name} at {phrases.amount(latest.value, metric)}"
    else:
        words = f"North Star, {phrases.period(verdict.period, metric)}: {phrases.named(verdict, metric)}"
        if changed := phrases.change(verdict, metric):
            words += f", {changed}"
    words, longest = " ".join((words + remark(doubts)).split()), LONGEST
    while len(escape(shorten(words, longest))) > LONGEST:
        longest -= 1
    return shorten(words, longest)


def _doubts(score: Score) -> Score:
    """With the caveats a topic tells: not that a dated number will be followed by another one."""
    left_out = {CaveatKind.MISSING, CaveatKind.GAP}
    if score.verdict.value is not None:
        left_out.add(CaveatKind.FAILING)
    return replace(score, caveats=tuple(each for each in score.caveats if each.kind not in left_out))
