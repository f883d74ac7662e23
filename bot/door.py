"""The one way in: guards every listener, answers every failure.

A quick exception after `await ack()` erases the ack (Bolt's runner polls for it and the error path clears
it), so no exception may leave the listener of a command, press or form. That of an event has nobody to
answer: what may go well later leaves it, and Slack brings the event again.
"""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from http import HTTPStatus
from typing import Any

import aiohttp
from pydantic import ValidationError
from slack_bolt.kwargs_injection.async_args import AsyncArgs
from slack_bolt.kwargs_injection.async_utils import build_async_required_kwargs
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError

from bot import forms, mishap, response_url, returning
from bot.afterwards import Afterwards
from bot.answers import answer
from bot.app import App
from bot.asker import asker
from bot.blocks import limits
from bot.blocks.layout import Message, paragraphs
from bot.blocks.text import escape, unescape
from bot.kinds import kind_of
from bot.refusals import Heard
from bot.registered import Registered
from bot.returning import with_typed
from bot.switchboard import Listener, Switchboard
from rituals.errors import RitualError
from rituals.requests import WORK

Teller = Callable[[AsyncArgs, str], Awaitable[None]]

log = logging.getLogger(__name__)

Keeper = Callable[[str, str], Awaitable[None]]
"""Sees to it that a person gets a text, in mrkdwn, as soon as Slack takes it."""

_ANY = re.compile("")


class Door:
    """Registers listeners with Bolt, each under a guard that knows how to answer in its place."""

    def __init__(self, app: App, tell: Callable[[Heard], None] = lambda _heard: None) -> None:
        """`tell` hears what came back of each answer to a response URL."""
        self._app, self._tell = app, tell
        self._board = Switchboard(app)
        self.registered = Registered()
        self._keep: Keeper | None = None
        self._afterwards = Afterwards()
        self._when_taken: list[Listener] = []
        self._when_done: list[Listener] = []
        self._tellers: dict[str, Teller] = {
            "command": self._in_the_ack,
            "action": self._beside,
            "shortcut": self._beside,
            "view": self._in_the_view_and_by_message,
        }
        app.error(self._alarmed)

    def otherwise(self, keep: Keeper) -> None:
        """Have this keep what a person is to be told and Slack does not take now."""
        self._keep = keep

    def when_taken(self, listener: Listener) -> None:
        """Run this after every form that was taken, before its answer leaves."""
        self._when_taken.append(listener)

    def when_done(self, listener: Listener) -> None:
        """Run this after whatever a person did and was not refused: a command, a press, a form."""
        self._when_done.append(listener)

    def command(self, name: str, listener: Listener, words: Iterable[str] = ()) -> None:
        """`words` are those it knows after its name."""
        self.registered.commands[name] = tuple(words)
        guarded = self._guarded(_ours(self._then_done(listener)), self._in_the_ack)
        self._board.commands.setdefault(name, guarded)

    def action(self, action_id: str, listener: Listener) -> None:
        self.registered.actions.append(action_id)
        guarded = self._guarded(_ours(self._then_done(listener)), self._beside)
        self._board.actions.setdefault(action_id, guarded)

    def shortcut(self, callback_id: str, listener: Listener) -> None:
        self.registered.shortcuts.append(callback_id)
        self._board.shortcuts.setdefault(callback_id, self._guarded(_ours(listener), self._beside))

    def view(self, callback_id: str, listener: Listener) -> None:
        self.registered.views.append(callback_id)

        async def taken(args: AsyncArgs) -> None:
            await listener(args)
            for each in self._when_taken:
                await each(args)

        guarded = self._guarded(
            _ours(self._then_done(taken)), self._in_the_view, self._in_the_view_and_by_message
        )

        async def answered(args: AsyncArgs) -> None:
            await guarded(args)
            if told := returning.complaints(args):
                sentence = escape("\n".join(told.values()))  # under a field they stand as they are
                self.after(args, self._by_message(args, sentence, unless_seen=True))

        self._board.views.setdefault(callback_id, answered)

    def event(self, kind: str, listener: Listener) -> None:
        """Nobody waits for an answer: what may go well later is refused, so that Slack brings it again."""
        self.registered.events.append(kind)

        async def heard(args: AsyncArgs) -> None:
            try:
                async with asyncio.timeout(WORK.total_seconds()):
                    await listener(args)
            except RitualError as error:
                _note_refusal(args, error)
            except Exception as error:
                if mishap.may_pass(error):
                    raise
                mishap.told(args, error)

        self._board.events.setdefault(kind, heard)

    def other_events(self) -> None:
        """Take events nobody listens to: whoever sends more than was asked for need not send it again.

        To be called last; Bolt asks its listeners in the order in which they came.
        """

        async def taken(args: AsyncArgs) -> None:
            await args.ack()

        self._app.event(_ANY)(taken)

    def after(self, args: AsyncArgs, work: Coroutine[Any, Any, Any]) -> None:
        """Start what talks to Slack, so that the ack need not wait for it.

        Should it fail, the person is told where they stand and gets back what they typed.
        """
        self._afterwards.begin(self._watched(args, work))

    async def settled(self) -> None:
        """Wait for everything started by `after`."""
        await self._afterwards.settled()

    async def farewell(self) -> None:
        """The same, for a moment: what nobody was told by then is kept until Slack takes it."""
        await self._afterwards.farewell()

    async def reply(self, args: AsyncArgs, message: Message) -> None:
        """Answer to the person alone: a command in its ack, a press beside it."""
        if args.command is None:
            await args.ack()
            self.after(args, self.respond(args, message))
            return
        text, blocks = limits.text(message.text), limits.message(message.blocks)
        await args.ack(response_type="ephemeral", text=text, blocks=blocks)

    async def respond(
        self, args: AsyncArgs, message: Message, *, replace: bool = False, at: str | None = None
    ) -> None:
        """Answer through the response URL: privately, or in place of the message that was pressed.

        `at` is the response URL of an earlier press, kept while a form was open. Where there is none that
        still holds, the answer is a direct message.
        """
        kept = at if at and response_url.is_slacks(at, args.client.base_url) else None
        url = kept or args.body.get("response_url")
        session = args.client.session
        if url and await response_url.answer(url, message, session, self._tell, replace=replace):
            return
        # There is none, or it has been used up or is too old.
        if args.context.user_id:
            text, blocks = limits.text(message.text), limits.message(message.blocks)
            await args.client.chat_postMessage(channel=args.context.user_id, text=text, blocks=blocks)

    def _then_done(self, listener: Listener) -> Listener:
        async def done(args: AsyncArgs) -> None:
            await listener(args)
            for each in self._when_done:
                await each(args)

        return done

    def _guarded(self, listener: Listener, tell: Teller, confess: Teller | None = None) -> Listener:
        """`confess` tells of what is nobody's rule, where that is not told as a broken rule is."""
        confess = confess or tell

        async def guarded(args: AsyncArgs) -> None:
            try:
                await listener(args)
            except ValidationError as problem:
                told, there = forms.complaints(problem), _blocks_of(args)
                if args.payload.get("type") == "modal" and told.keys() <= there:
                    await args.ack(response_action="errors", errors=told)
                else:  # also where it stands under no field that is there, which Slack would not show
                    await confess(args, mishap.told(args, problem))
            except RitualError as error:
                await self._refuse(args, error, tell)
            except Exception as error:  # noqa: BLE001 - the guard: nothing may leave a listener
                await confess(args, mishap.told(args, error))
            if args.ack.response is None:
                await args.ack()

        return guarded

    async def _alarmed(self, request: AsyncBoltRequest, error: Exception) -> BoltResponse | None:
        """Answer what failed before any listener was asked; an event is refused, and comes again."""
        tell = self._tellers.get(kind_of(request.body))
        if tell is None or request.body.get("type") == "view_closed":
            log.error("request failed", exc_info=error)
            return BoltResponse(status=HTTPStatus.SERVICE_UNAVAILABLE)
        # Bolt gives an error handler no `args`: it would miss a `next` in them.
        made = build_async_required_kwargs(
            logger=log, required_arg_names=["args"], request=request, response=None
        )
        args: AsyncArgs = made["args"]
        await tell(args, mishap.told(args, error))
        return args.ack.response

    async def _refuse(self, args: AsyncArgs, error: RitualError, tell: Teller) -> None:
        _note_refusal(args, error)
        if error.field is not None and error.field in _blocks_of(args):
            await args.ack(response_action="errors", errors={error.field: unescape(answer(error))})
        else:
            await tell(args, answer(error))

    async def _watched(self, args: AsyncArgs, work: Coroutine[Any, Any, Any]) -> None:
        try:
            await work
        except RitualError as error:
            _note_refusal(args, error)
            await self._by_message(args, answer(error))
        except Exception as error:  # noqa: BLE001 - the guard of what runs after the ack
            await self._by_message(args, mishap.told(args, error))

    async def _in_the_ack(self, args: AsyncArgs, sentence: str) -> None:
        text = with_typed(args.body, sentence, self.registered.commands)
        await args.ack(response_type="ephemeral", text=text, blocks=limits.message(paragraphs(text)))

    async def _in_the_view(self, args: AsyncArgs, sentence: str) -> None:
        await args.ack(response_action="update", view=returning.window(args, sentence))
        self.after(args, self._by_message(args, sentence, unless_seen=True))

    async def _in_the_view_and_by_message(self, args: AsyncArgs, sentence: str) -> None:
        """Whoever has to try again later needs their words longer than they leave a window open."""
        await args.ack(response_action="update", view=returning.window(args, sentence))
        self.after(args, self._by_message(args, sentence))

    async def _beside(self, args: AsyncArgs, sentence: str) -> None:
        await args.ack()
        self.after(args, self._by_message(args, sentence))

    async def _by_message(self, args: AsyncArgs, sentence: str, *, unless_seen: bool = False) -> None:
        """What a form shows as well is told only where it was closed before that came."""
        text = with_typed(args.body, sentence, self.registered.commands)
        try:
            if not (unless_seen and await returning.is_open(args)):
                await self.respond(args, Message(text, paragraphs(text)))
        except asyncio.CancelledError:  # the process ends before Slack has taken it
            await self._by_letter(args, text)
            raise
        except (SlackApiError, aiohttp.ClientError, OSError) as problem:
            log.warning("answer not taken by Slack", exc_info=problem, extra={"person": args.context.user_id})
            await self._by_letter(args, text)

    async def _by_letter(self, args: AsyncArgs, text: str) -> None:
        try:
            assert self._keep is not None, "nobody keeps what is not taken"
            await self._keep(args.context.user_id or "", text)
        except Exception:
            log.exception("answer not delivered", extra={"person": args.context.user_id})


def _ours(listener: Listener) -> Listener:
    """The same for people of this organisation. Raises Outsider for others, whatever they press or send."""

    async def for_ours(args: AsyncArgs) -> None:
        asker(args)
        await listener(args)

    return for_ours


def _note_refusal(args: AsyncArgs, error: RitualError) -> None:
    log.info("refused", extra={"because": type(error).__name__, "person": args.context.user_id})


def _blocks_of(args: AsyncArgs) -> set[str | None]:
    return {block.get("block_id") for block in (args.body.get("view") or {}).get("blocks", [])}
