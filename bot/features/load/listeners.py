"""A CSV of readings handed over in Slack: looked at after the ack, loaded when it is confirmed."""

from collections.abc import Mapping
from typing import Any

from slack_bolt.kwargs_injection.async_args import AsyncArgs
from slack_sdk.models.views import View

from bot import forms, slack_files
from bot.asker import asker
from bot.blocks import limits
from bot.blocks.values import unpack
from bot.door import Door
from bot.features.load import views
from bot.windows import put_up
from rituals.file_desk import MOST_BYTES, FileDesk, mark_of
from storage.records.people import Person


class LoadFiles:
    """`may_read` says whether Slack lets us read files; else people paste what is in them."""

    def __init__(self, desk: FileDesk, door: Door, *, may_read: bool) -> None:
        self._desk, self._door, self._may_read = desk, door, may_read

    def listen(self) -> None:
        self._door.action(views.OPEN, self.open)
        self._door.view(views.LOOK, self.look)
        self._door.view(views.LOAD, self.load)

    async def open(self, args: AsyncArgs, _rest: str = "") -> None:
        view = limits.view(views.form(await self._desk.offer(asker(args)), may_read=self._may_read))
        await args.ack()
        self._door.after(args, args.client.views_open(trigger_id=args.body["trigger_id"], view=view))

    async def look(self, args: AsyncArgs) -> None:
        who, held = asker(args), forms.state(args.payload)
        await self._desk.offer(who)
        await args.ack(response_action="update", view=limits.view(views.reading()))
        self._door.after(args, self._look(args, who, _file_of(held), held.get("text") or ""))

    async def _look(self, args: AsyncArgs, who: Person, file: str, text: str) -> None:
        try:
            name, content = await self._content(args, file, text)
        except slack_files.Unreadable as problem:
            await put_up(args, await self._again(who, problem))
            return
        looked = await self._desk.look(who, content)
        if looked.brought:
            view = views.looked_at(looked, views.Seen(file, looked.mark), name, text=text)
        else:
            offer = await self._desk.offer(who)
            view = views.form(offer, may_read=self._may_read, looked=looked, text=text)
        await put_up(args, view)

    async def load(self, args: AsyncArgs) -> None:
        who, held = asker(args), forms.state(args.payload)
        await self._desk.offer(who)
        seen = unpack(views.Seen, args.payload["private_metadata"])
        text = held.get("text") or ""
        # What was pasted may have been mended meanwhile: nothing is loaded that was not looked at.
        is_as_seen = bool(seen.file) or mark_of(text.encode()) == seen.mark
        if is_as_seen and held.get(views.GOOD_ROWS, True) in ([], None):
            await args.ack(response_action="errors", errors={views.GOOD_ROWS: views.not_yet()})
            return
        await args.ack(response_action="update", view=limits.view(views.reading()))
        next_ = self._load(args, who, seen, text) if is_as_seen else self._look(args, who, "", text)
        self._door.after(args, next_)

    async def _load(self, args: AsyncArgs, who: Person, seen: views.Seen, text: str) -> None:
        try:
            name, content = await self._content(args, seen.file, text)
        except slack_files.Unreadable as problem:
            await put_up(args, await self._again(who, problem))
            return
        await put_up(args, views.loaded(await self._desk.load(who, name, content), name))

    async def _again(self, who: Person, problem: slack_files.Unreadable) -> View:
        may_read = self._may_read and not problem.for_good
        return views.form(await self._desk.offer(who), may_read=may_read, problem=str(problem))

    async def _content(self, args: AsyncArgs, file: str, text: str) -> tuple[str, bytes]:
        """What was handed over, with its name. Raises Unreadable."""
        if not file:
            return views.pasted(), text.encode()
        found = await slack_files.read(args.client, file, MOST_BYTES)
        return found.name, found.content


def _file_of(held: Mapping[str, Any]) -> str:
    files = held.get("csv") or []
    return str(files[0].get("id", "")) if files else ""
