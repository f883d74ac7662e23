"""One message from its row to Slack, at most once as far as anybody can know.

Slack knows no idempotency key, so a delivery is led through states, each written before it is relied on:

    PENDING   to be sent. A claim is a lease on it, fenced by owner and attempt; nothing has left the house.
    SENDING   Slack may have been asked. Written before the call; whoever finds it after the lease
              (longer than the call's time-out) or after an ambiguous end looks for the reference in the
              channel's history, twice with a pause, before sending again. Where it may not look, and in
              direct messages, which are never read, `resend` decides: send again (a dozen times at
              most), or UNKNOWN.
    SENT      Slack said where it stands. A chart that could not stand in the message may still be owed
              to its thread.
    REJECTED  Slack said no for good; the owner is told how to mend it, and may have it tried again.
    UNKNOWN   nobody can find out; the owner is told.
    SETTLED   somebody saw that it had arrived; where it stands is not known.
    DROPPED   somebody let it go (`rituals.undelivered`); it is sent no more.

A certain and temporary refusal leads back from SENDING to PENDING, with a growing delay. Edits are
idempotent and need no SENDING. No transaction is open while Slack is asked.
"""

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from slack_sdk.models.blocks import Block

from bot.blocks.layout import Message
from bot.clerk import Clerk, LostLease
from bot.drawing import VIEWS, Views, draw
from bot.grip import Grip
from bot.pacing import POST, UPDATE, NotItsTurn, Timing, Turns
from bot.pictures import CannotDraw, Draw, Pictures, illustrated, plain
from bot.places import Places
from bot.posting import Place, Posting
from bot.refusals import Ambiguous, CannotReach, SlackMisused, TryLater, Undelivered
from rituals.clock import Clock
from rituals.log_context import about
from rituals.sharing import SHARED, is_allowed
from storage.ledger import Books, Ledger
from storage.records.deliveries import Delivery, DeliveryState, PictureState
from storage.spans import span

Ended = Callable[[Delivery, datetime], None]
"""Told of every message that came to an end, and when by the calendar."""

Put = Callable[[Sequence[Block]], Awaitable[Place]]

Leaving = Callable[[], dict[str, Any]]
"""What is to be written before Slack is asked, and not a moment earlier."""

_log = logging.getLogger(__name__)

_MAY_READ = {"channels:history", "groups:history"}

# By so much a machine's clock may be wrong, an hour before Slack's at the worst changes, and a message that
# arrived is found all the same.
_SKEW = timedelta(hours=2)

# With the longest delay between them, about a day.
_MOST_ATTEMPTS = 300

# With the delays between them, half an hour. Each one before may have arrived: nobody is told so all day.
_MOST_REPEATS = 12


class Courier:
    """Carries claimed deliveries. `calendar` dates messages, `machine` measures patience."""

    def __init__(
        self,
        ledger: Ledger,
        posting: Posting,
        scopes: frozenset[str],
        draw_chart: Draw,
        *,
        calendar: Clock,
        machine: Clock,
        timing: Timing,
        views: Views = VIEWS,
        ended: Ended = lambda _row, _now: None,
    ) -> None:
        self._ledger, self._posting, self._scopes = ledger, posting, scopes
        self.pictures = Pictures(posting, draw_chart, timing.picture)
        self._calendar, self._machine = calendar, machine
        self.timing = timing
        self._clerk = Clerk(ledger, timing.patience, calendar=calendar, machine=machine)
        self._turns = Turns(ledger, machine, timing)
        self._places = Places(ledger)
        self._preparing: set[str] = set()
        self._views, self._ended = views, ended

    def expect(self, claimed: Delivery) -> None:
        """Count on a delivery's wanting a turn; it is carried next."""
        self._preparing.add(claimed.key)

    async def deliver(self, claimed: Delivery) -> bool:
        """Carry a claimed delivery as far as it goes now; gives whether it had a turn.

        What happened is in its row; nothing is raised.
        """
        grip = Grip(self._clerk, claimed)
        person = claimed.to if claimed.to[0] in "UW" else None
        # As in the message's metadata.
        reference = self._places.reference(claimed.key)
        belongs = about(workspace=self._ledger.workspace, person=person, reference=reference)
        with belongs, span("delivery", kind=claimed.kind) as note:
            self._clerk.in_hand += 1
            try:
                await self._attempt(grip)
                note(state=grip.row.state)
            except LostLease:
                _log.warning("lease lost", extra=_facts(grip.row))
            except Exception:  # noqa: BLE001 - the guard: the lease runs out, and the delivery is tried again
                _log.exception("delivery failed", extra=_facts(grip.row))
            finally:
                self._clerk.in_hand -= 1
                has_left = claimed.key not in self._preparing
                self._preparing.discard(claimed.key)
        return has_left

    async def room(self, books: Books) -> int:
        """How many messages more may be prepared: whoever is ready should not have to wait long."""
        return await self._turns.room(books) - len(self._preparing)

    async def _attempt(self, grip: Grip) -> None:
        try:
            await self._carry(grip)
        except NotItsTurn as reason:
            # No attempt: on a busy Monday the last of thousands would be out of them before its first.
            attempt, not_before = grip.row.attempt - 1, self._machine.now() + reason.wait
            await grip.let_go(attempt=attempt, not_before=not_before)
        except (TryLater, Ambiguous) as reason:
            delay, doubt = self.timing.delay(grip.row.attempt), self.timing.doubt
            # After an ambiguous end the call may still be taking effect.
            delay = max(delay, doubt) if isinstance(reason, Ambiguous) else reason.after or delay
            await grip.let_go(not_before=self._machine.now() + delay, error=str(reason))
            _log.warning("delivery postponed", extra=_facts(grip.row))
        except Undelivered as reason:
            await self._give_up(grip, str(reason))

    async def _give_up(self, grip: Grip, why: str) -> None:
        match grip.row.state:
            case DeliveryState.SENT:
                await grip.let_go(picture=PictureState.GIVEN_UP)
            case DeliveryState.SENDING:
                await grip.end(DeliveryState.UNKNOWN, why)
            case _:
                await grip.end(DeliveryState.REJECTED, why)
        if grip.row.state is not DeliveryState.SENT:
            self._ended(grip.row, self._calendar.now())
        _log.error("delivery given up", extra=_facts(grip.row))

    async def _carry(self, grip: Grip) -> None:
        row = grip.row
        if row.attempt % _MOST_ATTEMPTS == 0:  # one that is tried again by hand counts on
            raise CannotReach("gave_up")
        if row.state is DeliveryState.SENT:
            await self._share(grip)
        elif row.replaces is not None:
            await self._edit(grip, row.replaces)
        elif row.state is DeliveryState.PENDING or await self._is_to_be_sent_again(grip):
            await self._post(grip)

    async def _is_to_be_sent_again(self, grip: Grip) -> bool:
        """After an ambiguous end: look whether it arrived. If nobody may look, it is as its letter says."""
        row = grip.row
        if row.to[0] in "DUW" or not self._may(_MAY_READ) or row.sending_since is None:
            return self._policy(row)
        thread_ts = await self._places.thread(row)
        since = row.sending_since - _SKEW
        try:
            found = await self._posting.find(row.to, self._places.reference(row.key), since, thread_ts)
        except Ambiguous as problem:  # nothing was asked but a question
            raise TryLater(str(problem)) from problem
        except (CannotReach, SlackMisused):
            return self._policy(row)
        if found is not None:
            await self._sent(grip, found, owed=False)
        elif row.looks == 0:
            again = self._machine.now() + self.timing.look_again
            await grip.let_go(looks=1, not_before=again)
        return found is None and row.looks > 0

    def _may(self, scopes: set[str]) -> bool:
        """Whether one of these is granted. Where Slack does not say, it is tried."""
        return not self._scopes or bool(self._scopes & scopes)

    @staticmethod
    def _policy(row: Delivery) -> bool:
        if not row.resend or row.attempt > _MOST_REPEATS:
            raise CannotReach(row.error or "process_ended")  # state SENDING: it ends as unknown
        return True

    async def _post(self, grip: Grip) -> None:
        row = grip.row
        await self._require_among_us(row.to)
        message = draw(self._views, row.kind, row.content)
        thread_ts = await self._places.thread(row)

        async def put(blocks: Sequence[Block]) -> Place:
            reference = self._places.reference(row.key)
            try:
                return await self._posting.post(row.to, message.text, blocks, reference, thread_ts)
            except (TryLater, CannotReach, SlackMisused):
                grip.row = replace(grip.row, state=DeliveryState.PENDING)  # certainly not there
                raise

        await self._put(grip, message, put, POST, self._leaving)

    async def _edit(self, grip: Grip, original: str) -> None:
        await self._require_among_us(grip.row.to)
        message = draw(self._views, grip.row.kind, grip.row.content)
        place = await self._places.of(original)
        assert place is not None  # only claimed when its original is sent

        async def put(blocks: Sequence[Block]) -> Place:
            await self._posting.edit(place, message.text, blocks, self._places.reference(original))
            return place

        await self._put(grip, message, put, UPDATE, dict)

    def _leaving(self) -> dict[str, Any]:
        return {
            "state": DeliveryState.SENDING,
            "sending_since": self._calendar.now(),
            "looks": 0,
            "error": None,  # what stood in an earlier attempt's way says nothing of this one
        }

    async def _require_among_us(self, to: str) -> None:
        """Nothing goes where people of other organisations read, unless the product lead said so."""
        if to[0] in "DUW" or not await self._posting.is_shared(to):
            return
        async with self._ledger.open() as books:
            if not await is_allowed(books, to):
                raise CannotReach(SHARED)

    async def _put(self, grip: Grip, message: Message, put: Put, method: str, leaving: Leaving) -> None:
        """With its picture if that works out at once; else with words alone, the chart following."""
        file = None
        if message.picture is not None and self._may({"files:read"}):
            file = await self.pictures.ready(message.picture)
        async with self._turns.turn(grip, method, leaving):
            self._preparing.discard(grip.row.key)
            if message.picture is not None and file is not None:
                try:
                    place = await put(illustrated(message, message.picture, file))
                    return await self._sent(grip, place, owed=False)
                except SlackMisused as reason:
                    if str(reason) != "invalid_blocks":
                        raise
                    _log.warning("chart refused", extra=_facts(grip.row))
                await self._turns.once_more(grip, leaving)
            place = await put(plain(message))
        return await self._sent(grip, place, owed=message.picture is not None)

    async def _sent(self, grip: Grip, place: Place, *, owed: bool) -> None:
        sent = {"state": DeliveryState.SENT, "channel": place.channel, "ts": place.ts, "error": None}
        lease = self._machine.now() + self.timing.lease if owed else None
        picture = {"picture": PictureState.OWED} if owed else {}
        await grip.record(self._machine, **sent, **picture, lease_until=lease)
        self._places.remember(grip.row.key, place)
        self._ended(grip.row, self._calendar.now())
        _log.info("delivered", extra=_facts(grip.row))
        if owed:
            await self._share(grip)

    async def _share(self, grip: Grip) -> None:
        """Put the chart into the message's thread. Slack is asked to once, whatever comes of it."""
        row = grip.row
        picture = draw(self._views, row.kind, row.content).picture
        if picture is None or row.channel is None:
            return await grip.let_go(picture=PictureState.GIVEN_UP)
        last = await self._places.charted(row)
        if last is not None and draw(self._views, last.kind, last.content).picture == picture:
            return await grip.let_go(picture=PictureState.SHARED)
        try:
            file = await self.pictures.uploaded(picture)
        except CannotDraw:
            _log.exception("chart not drawn", extra=_facts(row))
            return await grip.let_go(picture=PictureState.GIVEN_UP)
        thread_ts = await self._places.thread(row) or row.ts
        async with self._turns.turn(grip, POST, lambda: {"picture": PictureState.SHARING}):
            try:
                await self._posting.complete(file, picture.title, row.channel, thread_ts)
            except TryLater:
                grip.row = replace(grip.row, picture=PictureState.OWED)
                raise
        return await grip.let_go(picture=PictureState.SHARED)

    async def settled(self) -> None:
        """Wait until nothing is left to write."""
        await self._clerk.settled()


def _facts(row: Delivery) -> dict[str, object]:
    return {"key": row.key, "kind": row.kind, "state": row.state, "attempt": row.attempt, "error": row.error}
