"""The one way in: guards every listener, answers every failure.

A quick exception after `await ack()` erases the ack (Bolt's runner polls for it and the error path clears
it), so no exception may ever leave a listener.
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
from slack_sdk.errors import SlackApiError
from slack_sdk.models.views import View
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot import forms
from bot.answers import answer, mishaps
from bot.app import App
from bot.asker import asker
from bot.blocks import limits
from bot.blocks.layout import Message, paragraphs
from bot.blocks.text import quote, unescape
from bot.blocks.values import ForgedValue
from bot.registered import Registered
from rituals.errors import RitualError
from rituals.log_context import known

Listener = Callable[[AsyncArgs], Awaitable[None]]
Teller = Callable[[AsyncArgs, str], Awaitable[None]]

log = logging.getLogger(__name__)

# Characters. One word after a command says what to do: it is no text that anybody could lose.
_LONGEST_WORD = 12

_TOO_LATE = {"trigger_expired", "expired_trigger_id"}

_ANY = re.compile("")


class Door:
    """Registers listeners with Bolt, each under a guard that knows how to answer in its place."""

    def __init__(self, app: App) -> None:
        self._app = app
        self.registered = Registered()
        self._tasks: set[asyncio.Task[None]] = set()
        self._when_taken: list[Listener] = []
        self._when_done: list[Listener] = []

    def when_taken(self, listener: Listener) -> None:
        """Run this after every form that was taken, before its answer leaves."""
        self._when_taken.append(listener)

    def when_done(self, listener: Listener) -> None:
        """Run this after whatever a person did and was not refused: a command, a press, a form."""
        self._when_done.append(listener)

    def command(self, name: str, listener: Listener, words: Iterable[str] = ()) -> None:
        """`words` are those it knows after its name."""
        self.registered.commands[name] = tuple(words)
        self._app.command(name)(self._guarded(_ours(self._then_done(listener)), self._in_the_ack))

    def action(self, action_id: str, listener: Listener) -> None:
        self.registered.actions.append(action_id)
        self._app.action(action_id)(self._guarded(_ours(self._then_done(listener)), self._beside))

    def shortcut(self, callback_id: str, listener: Listener) -> None:
        self.registered.shortcuts.append(callback_id)
        self._app.shortcut(callback_id)(self._guarded(_ours(listener), self._beside))

    def view(self, callback_id: str, listener: Listener) -> None:
        self.registered.views.append(callback_id)

        async def taken(args: AsyncArgs) -> None:
            await listener(args)
            for each in self._when_taken:
                await each(args)

        self._app.view(callback_id)(self._guarded(_ours(self._then_done(taken)), self._in_the_view))

    def event(self, kind: str, listener: Listener) -> None:
        self.registered.events.append(kind)
        self._app.event(kind)(self._guarded(listener, self._nowhere))

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
        task = asyncio.create_task(self._watched(args, work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def settled(self) -> None:
        """Wait for everything started by `after`."""
        while self._tasks:
            await asyncio.gather(*self._tasks)

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
        text, blocks = limits.text(message.text), limits.message(message.blocks)
        url = at or args.body.get("response_url")
        if url:
            # The SDK's default would post again after a dropped connection, and be seen twice.
            webhook = AsyncWebhookClient(url, retry_handlers=[])
            answer = await webhook.send(
                text=text, blocks=blocks, response_type="ephemeral", replace_original=replace
            )
            if answer.status_code == HTTPStatus.OK:
                return
        # There is none, or it has been used up or is too old.
        if args.context.user_id:
            await args.client.chat_postMessage(channel=args.context.user_id, text=text, blocks=blocks)

    def _then_done(self, listener: Listener) -> Listener:
        async def done(args: AsyncArgs) -> None:
            await listener(args)
            for each in self._when_done:
                await each(args)

        return done

    def _guarded(self, listener: Listener, tell: Teller) -> Listener:
        async def guarded(args: AsyncArgs) -> None:
            try:
                await listener(args)
            except ValidationError as problem:
                if args.payload.get("type") == "modal":
                    await args.ack(response_action="errors", errors=forms.complaints(problem))
                else:
                    await tell(args, self._mishap(args, problem))
            except RitualError as error:
                await self._refuse(args, error, tell)
            except Exception as error:  # noqa: BLE001 - the guard: nothing may leave a listener
                await tell(args, self._mishap(args, error))
            if args.ack.response is None:
                await args.ack()

        return guarded

    async def _refuse(self, args: AsyncArgs, error: RitualError, tell: Teller) -> None:
        if error.field is not None and error.field in _blocks_of(args):
            await args.ack(response_action="errors", errors={error.field: unescape(answer(error))})
        else:
            await tell(args, answer(error))

    def _mishap(self, args: AsyncArgs, error: Exception) -> str:
        if isinstance(error, SlackApiError) and error.response.get("error") in _TOO_LATE:
            log.warning("window not opened in time", extra={"person": args.context.user_id})
            return mishaps.too_late()
        if isinstance(error, ForgedValue):
            log.warning("forged value", extra={"person": args.context.user_id})
            return mishaps.forged()
        reference = known()["reference"]
        log.error(
            "listener failed", exc_info=error, extra={"reference": reference, "person": args.context.user_id}
        )
        return mishaps.our_fault(reference)

    async def _watched(self, args: AsyncArgs, work: Coroutine[Any, Any, Any]) -> None:
        try:
            await work
        except RitualError as error:
            await self._by_message(args, answer(error))
        except Exception as error:  # noqa: BLE001 - the guard of what runs after the ack
            await self._by_message(args, self._mishap(args, error))

    async def _in_the_ack(self, args: AsyncArgs, sentence: str) -> None:
        text = _with_typed(args, sentence)
        await args.ack(response_type="ephemeral", text=text, blocks=limits.message(paragraphs(text)))

    async def _in_the_view(self, args: AsyncArgs, sentence: str) -> None:
        view = View(
            type="modal", title="Polaris", close="Close", blocks=paragraphs(_with_typed(args, sentence))
        )
        await args.ack(response_action="update", view=limits.view(view))

    async def _beside(self, args: AsyncArgs, sentence: str) -> None:
        await args.ack()
        self.after(args, self._by_message(args, sentence))

    async def _nowhere(self, args: AsyncArgs, sentence: str) -> None:
        """An event has nobody waiting for an answer."""

    async def _by_message(self, args: AsyncArgs, sentence: str) -> None:
        text = _with_typed(args, sentence)
        try:
            await self.respond(args, Message(text, paragraphs(text)))
        except (SlackApiError, aiohttp.ClientError, OSError) as problem:
            log.error("answer not delivered", exc_info=problem, extra={"person": args.context.user_id})


def _ours(listener: Listener) -> Listener:
    """The same for people of this organisation. Raises Outsider for others, whatever they press or send."""

    async def for_ours(args: AsyncArgs) -> None:
        asker(args)
        await listener(args)

    return for_ours


def _blocks_of(args: AsyncArgs) -> set[str | None]:
    return {block.get("block_id") for block in (args.body.get("view") or {}).get("blocks", [])}


def _with_typed(args: AsyncArgs, sentence: str) -> str:
    """The sentence, and below it what the person typed, to be copied from there."""
    command = args.body.get("text") or ""
    said = [command] if " " in command.strip() or len(command) > _LONGEST_WORD else []
    typed = list(forms.typed(args.body.get("view") or {}).values()) or said
    quoted = "\n".join(quote(text) for text in typed)
    return f"{sentence}\n\nYou wrote:\n{quoted}" if quoted else sentence
