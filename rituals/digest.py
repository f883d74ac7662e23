"""The wins digest: every second week, in the company channel a short message, in its thread one for each win.

The product lead gets a draft two working days before; what they do not answer goes out on time as it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import ClassVar

from rituals import digest_hours, prompts
from rituals.digest_issue import Material, gather
from rituals.digest_keys import draft_key, entry_key, issue_key
from rituals.letters import Letter, edit, packed, unpacked
from rituals.ritual import Occasion, Ritual
from rituals.scoreboard import InputScore
from rituals.win_words import WinTold, told
from rituals.win_words import key as win_key
from storage.ledger import Books
from storage.records.digests import DigestedWin, DigestKind
from storage.records.wins import Win

LONGEST_INTRO = 600
"""Characters of the first message in the product lead's own words."""

_TEASER = 140
# Issues that are kept true: those of about a quarter.
_REREAD = 7


@dataclass(frozen=True, slots=True)
class Touched:
    """The win that touched people most last time: the beginning of its words, and the name of who told it.

    Who is not named may be somebody of a `team`.
    """

    text: str
    by: str | None
    team: str | None


@dataclass(frozen=True, slots=True)
class DigestIssue:
    """The first message of an issue; `first` and `last` are the days it looks back on."""

    kind: ClassVar[str] = "digest"

    first: date
    last: date
    about: DigestKind
    intro: str
    intro_by: str | None
    wins: int
    shared: int
    kept: int
    moves: tuple[InputScore, ...]
    touched: Touched | None


@dataclass(frozen=True, slots=True)
class DigestDraft:
    """Tells the product lead what the next issue would hold, and asks for what it lacks.

    `lacks` is the kind whose turn it is and of which there is nothing.
    """

    kind: ClassVar[str] = "digest.draft"

    day: date
    at: datetime
    zone: str
    about: DigestKind
    lacks: DigestKind | None
    wins: int
    shared: int
    quiet: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DigestSettled:
    """Takes the place of the draft once somebody approved it, and again once it is out."""

    kind: ClassVar[str] = "digest.settled"

    day: date
    at: datetime
    zone: str
    is_out: bool = False


async def prepare(books: Books, occasion: Occasion) -> Sequence[Letter]:
    """Without a win nothing is posted: that nobody told of one is no news, and would read as a reproach."""
    workspace = await books.workspaces.get()
    material = await gather(books, occasion.day, occasion.now)
    if workspace is None or workspace.company_channel is None or not material.wins:
        await prompts.withdraw(books, draft_key(occasion.day), occasion.now)
        return []
    out = DigestSettled(occasion.day, occasion.due_at, workspace.time_zone, is_out=True)
    await prompts.answered(books, draft_key(occasion.day), occasion.now, out)
    touched = material.touched.id if material.touched else None
    plan = replace(material.plan, kind=material.about, posted_at=occasion.now, touched=touched)
    await books.digests.put(plan)
    parent = issue_key(occasion.day)
    letters = [Letter(parent, workspace.company_channel, await issue(books, material))]
    for place, win in enumerate(material.wins, start=1):
        await books.digests.include(DigestedWin(win.id, occasion.day, place))
        name = entry_key(occasion.day, place, win_key(win))
        entry = await told(books, win, once_more=True)
        letters.append(Letter(name, workspace.company_channel, entry, thread_of=parent))
    return letters


async def prepare_draft(books: Books, occasion: Occasion) -> Sequence[Letter]:
    workspace = await books.workspaces.get()
    due = await digest_hours.next_after(books, occasion.due_at)
    if workspace is None or workspace.product_lead is None or due is None:
        return []
    material = await gather(books, due.day, occasion.now)
    if material.plan.approved_at is not None:
        return []
    draft = drafted(material, due.at, workspace.time_zone)
    letter = Letter(draft_key(due.day), workspace.product_lead, draft)
    await prompts.ask(books, letter, occasion.now, until=due.at, joined=True)
    return []


def drafted(material: Material, at: datetime, zone: str) -> DigestDraft:
    return DigestDraft(
        day=material.day,
        at=at,
        zone=zone,
        about=material.about,
        lacks=material.due if material.lacks_its_kind else None,
        wins=len(material.wins),
        shared=len(material.together),
        quiet=material.quiet,
    )


async def issue(books: Books, material: Material) -> DigestIssue:
    """The first message as it would be posted now; numbers stand in an issue about them only."""
    about_numbers = material.about is DigestKind.NUMBERS
    return DigestIssue(
        first=material.since,
        last=material.day - timedelta(days=1),
        about=material.about,
        intro=material.plan.intro,
        intro_by=material.plan.approved_by,
        wins=len(material.wins),
        shared=len(material.together),
        kept=material.kept if about_numbers else 0,
        moves=material.moves if about_numbers else (),
        touched=None if material.touched is None else await _touched(books, material.touched),
    )


async def keep_true(books: Books, now: datetime) -> None:
    """Bring what issues say of a win that touched people up to how it is told now, or not told any more."""
    for plan in await books.digests.posted(_REREAD):
        win = await books.wins.get(plan.touched) if plan.touched else None
        last = await books.deliveries.last_edit(issue_key(plan.day))
        if win is None or last is None:
            continue
        touched = await _touched(books, win) if win.withdrawn_at is None else None
        fresh = replace(unpacked(DigestIssue, last.content), touched=touched)
        if packed(fresh) != last.content:
            await edit(books, Letter(issue_key(plan.day), last.to, fresh), now)


async def _touched(books: Books, win: Win) -> Touched:
    known: WinTold = await told(books, win, once_more=True)
    text = " ".join(win.text.split())
    short = text if len(text) <= _TEASER else text[: _TEASER - 1].rstrip() + "…"
    return Touched(short, known.spelled.get(known.user or ""), known.author_of)


# A digest read the day after still cheers; a draft is of use until its digest is out.
DIGEST = Ritual(digest_hours.DIGEST, prepare, fresh_for=timedelta(hours=24))
DIGEST_DRAFT = Ritual(digest_hours.DRAFT, prepare_draft, fresh_for=timedelta(hours=36))
