"""Prompts: what people are asked by direct message without having asked for it, kept few and well timed.

A prompt waits until its addressee may be disturbed (`rituals.quiet`) and has room in the week. What leads are
asked as leads is joined into one message a day. What waits can be answered in App Home at any time.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import ClassVar
from zoneinfo import ZoneInfo

from rituals.cadence import instant
from rituals.letters import Content, Letter, edit, packed, post
from rituals.quiet import free_from
from rituals.weeks import local_day, week_of
from storage.ledger import Books
from storage.records.deliveries import Delivery
from storage.records.people import Person, is_forgotten
from storage.records.prompts import ANSWERABLE, Prompt, PromptState

_DAY, _WEEK = timedelta(days=1), timedelta(weeks=1)

# More would be no message but a list; the rest comes tomorrow.
_JOINED_AT_MOST = 8


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that is asked, or what was answered: which content, and that content as JSON."""

    kind: str
    content: str
    state: PromptState


@dataclass(frozen=True, slots=True)
class Asked:
    """One message with what one person is asked."""

    kind: ClassVar[str] = "prompts.asked"

    key: str  # of the delivery
    parts: tuple[Part, ...]
    snoozed_until: datetime | None = None


async def ask(
    books: Books,
    letter: Letter,
    now: datetime,
    *,
    until: datetime | None = None,
    joined: bool = False,
    once: bool = False,
) -> bool:
    """Want an answer from `letter.to`, once for each key; False when that was wanted before.

    After `until` nobody would want the answer, and they are not asked any more. `joined` is for what a lead
    or the product lead is asked as such. `once` is for what belongs to its week: "not this week" ends it.
    """
    if is_forgotten(letter.to):
        return False
    kind, content = letter.content.kind, packed(letter.content)
    return await books.prompts.add(
        Prompt(letter.key, letter.to, kind, content, joined, now, not_before=now, until=until, once=once)
    )


async def tell(books: Books, letter: Letter, now: datetime) -> bool:
    """Tell somebody what they did not ask for and need not answer: at once, or at the next good hour.

    False when they were told before.
    """
    if is_forgotten(letter.to):
        return False
    who = await _who(books, letter.to)
    if await free_from(books, who, now) <= now:
        return await post(books, letter, now)
    kept = Prompt(
        letter.key,
        letter.to,
        letter.content.kind,
        packed(letter.content),
        joined=False,
        wanted_at=now,
        not_before=now,
        until=None,
        is_notice=True,
    )
    return await books.prompts.add(kept)


async def answered(books: Books, key: str, now: datetime, answer: Content | None = None) -> None:
    """What was asked is settled, wherever it was answered; `answer` takes its place in the message.

    Again with another answer, the message changes again.
    """
    prompt = await books.prompts.get(key)
    if prompt is None:
        return
    settled = replace(prompt, state=PromptState.ANSWERED)
    if answer is not None:
        settled = replace(settled, kind=answer.kind, content=packed(answer))
    if settled == prompt:
        return
    await books.prompts.change(settled)
    await _edit(books, settled, now)


async def renew(books: Books, key: str, content: Content, now: datetime) -> None:
    """Bring what is asked up to what is known since, whether it waits still or is out."""
    prompt = await books.prompts.get(key)
    if prompt is None or packed(content) == prompt.content:
        return
    renewed = replace(prompt, content=packed(content))
    await books.prompts.change(renewed)
    if prompt.state in {PromptState.ASKED, PromptState.ANSWERED}:
        await _edit(books, renewed, now)


async def withdraw(books: Books, key: str, now: datetime) -> None:
    """Nobody wants the answer any more; buttons that are out go."""
    prompt = await books.prompts.get(key)
    if prompt is not None and prompt.state is not PromptState.ANSWERED:
        await books.prompts.change(replace(prompt, state=PromptState.EXPIRED))
        await _edit(books, prompt, now)


async def close(books: Books, prompt: Prompt, content: Content, now: datetime) -> None:
    """Nothing can be answered any more: buttons that are out go, and `content` is what remains to be read."""
    closed = replace(prompt, state=PromptState.EXPIRED, content=packed(content))
    await books.prompts.change(closed)
    await _edit(books, closed, now)


async def open_for(books: Books, user: str, now: datetime) -> Sequence[Prompt]:
    """What somebody may still answer: held back, declined for now, or asked and not answered."""
    theirs = await books.prompts.of_person(user, *ANSWERABLE)
    return [each for each in theirs if not each.is_notice and (each.until is None or each.until > now)]


async def snooze(books: Books, who: Person, until: datetime, now: datetime) -> None:
    """Ask somebody nothing before an instant; what they were asked and did not answer is asked again then."""
    chosen = await books.preferences.of(who.user)
    await books.preferences.put(replace(chosen, snoozed_until=until))
    asked = await books.prompts.of_person(who.user, PromptState.ASKED)
    for prompt in asked:
        if prompt.until is None or prompt.until > until:
            await books.prompts.change(replace(prompt, state=PromptState.WAITING, not_before=until))
    for message in dict.fromkeys(prompt.asked_in for prompt in asked if prompt.asked_in):
        await _redraw(books, message, now, snoozed_until=until)
    await reconsider(books, who.user, now)


async def not_this_week(books: Books, who: Person, now: datetime) -> datetime:
    """Ask somebody nothing before next Monday; gives the instant. What waits for them stays in App Home."""
    zone = ZoneInfo(who.time_zone)
    monday = instant(week_of(local_day(now, who.time_zone)) + _WEEK, time(), zone)
    open_ = await books.prompts.of_person(who.user, PromptState.ASKED, PromptState.WAITING)
    for prompt in open_:
        if prompt.once or (prompt.until is not None and prompt.until <= monday + _DAY):
            await books.prompts.change(replace(prompt, state=PromptState.DECLINED))
    await snooze(books, who, monday, now)
    return monday


async def reconsider(books: Books, user: str, now: datetime) -> None:
    """Look anew at what somebody waits for, as after they changed their hours."""
    for prompt in await books.prompts.of_person(user, PromptState.WAITING):
        await books.prompts.change(replace(prompt, not_before=now))


async def hand_out(books: Books, now: datetime) -> None:
    """Ask what may be asked now. To be done on every tick."""
    waiting = sorted(await books.prompts.due(now), key=lambda prompt: prompt.user)
    for user, theirs in groupby(waiting, key=lambda prompt: prompt.user):
        await _hand_out(books, user, await _wanted(books, theirs, now), now)


async def _wanted(books: Books, prompts: Iterable[Prompt], now: datetime) -> Sequence[Prompt]:
    """Those of which the answer would still be of use; the others are given up."""
    wanted = []
    for prompt in prompts:
        if prompt.until is not None and prompt.until <= now:
            await books.prompts.change(replace(prompt, state=PromptState.EXPIRED))
        else:
            wanted.append(prompt)
    return wanted


async def _hand_out(books: Books, user: str, prompts: Sequence[Prompt], now: datetime) -> None:
    who = await _who(books, user)
    free = await free_from(books, who, now)
    if free > now:
        await _hold_back(books, prompts, free)
        return
    for notice in (prompt for prompt in prompts if prompt.is_notice):
        await _notify(books, notice, now)
    prompts = [prompt for prompt in prompts if not prompt.is_notice]
    today, zone = local_day(now, who.time_zone), ZoneInfo(who.time_zone)
    messages, tomorrow = await _messages(books, user, prompts, today)
    await _hold_back(books, tomorrow, instant(today + _DAY, time(), zone))
    budget = (await books.preferences.of(user)).budget
    spent = await books.deliveries.sent_to(user, Asked.kind, instant(week_of(today), time(), zone))
    for message in messages:
        if spent < budget:
            await _send(books, message, today, now)
        else:
            await _hold_back(books, message, instant(week_of(today) + _WEEK, time(), zone))
        spent += 1


async def _messages(
    books: Books, user: str, prompts: Sequence[Prompt], today: date
) -> tuple[list[list[Prompt]], list[Prompt]]:
    """What goes out in which message, the joined one first; and what has to wait for tomorrow's."""
    joined = [prompt for prompt in prompts if prompt.joined]
    alone = [[prompt] for prompt in prompts if not prompt.joined]
    room = 0 if await books.deliveries.get(_joined_key(user, today)) is not None else _JOINED_AT_MOST
    first = [joined[:room]] if joined[:room] else []
    return first + alone, joined[room:]


async def _hold_back(books: Books, prompts: Iterable[Prompt], until: datetime) -> None:
    for prompt in prompts:
        # One that would be of no use then is looked at when it ends.
        again = until if prompt.until is None else min(until, prompt.until)
        await books.prompts.change(replace(prompt, not_before=again))


async def _send(books: Books, prompts: Sequence[Prompt], today: date, now: datetime) -> None:
    first = prompts[0]
    key = first.key
    if first.joined:
        key = _joined_key(first.user, today)
    elif first.asked_at is not None:  # it was snoozed; whichever process asks again, it is one message
        key = f"{first.key}~{first.asked_at.isoformat()}"
    asked = [replace(prompt, state=PromptState.ASKED, asked_at=now, asked_in=key) for prompt in prompts]
    for prompt in asked:
        await books.prompts.change(prompt)
    await post(books, Letter(key, first.user, Asked(key, _parts(asked)), resend=True), now, due_at=now)


async def _notify(books: Books, notice: Prompt, now: datetime) -> None:
    await books.prompts.change(replace(notice, state=PromptState.ANSWERED, asked_at=now))
    letter = Delivery(
        notice.key, notice.user, notice.kind, notice.content, written_at=now, resend=True, due_at=now
    )
    await books.deliveries.add(letter)


def _joined_key(user: str, day: date) -> str:
    return f"joined:{user}:{day.isoformat()}"


async def _edit(books: Books, prompt: Prompt, now: datetime) -> None:
    if prompt.asked_in is not None:
        await _redraw(books, prompt.asked_in, now)


async def _redraw(books: Books, key: str, now: datetime, snoozed_until: datetime | None = None) -> None:
    """Bring a message that is out, or on its way, up to what became of its prompts."""
    told = await books.deliveries.get(key)
    prompts = await books.prompts.asked_in(key)
    if told is None:
        return
    content = Asked(key, _parts(prompts), snoozed_until)
    await edit(books, Letter(key, told.to, content), now)


def _parts(prompts: Iterable[Prompt]) -> tuple[Part, ...]:
    return tuple(Part(prompt.kind, prompt.content, prompt.state) for prompt in prompts)


async def _who(books: Books, user: str) -> Person:
    """Somebody; of whom nothing is known, with the organisation's zone."""
    return await books.people.get(user) or Person(user, "", await books.workspaces.zone())
