"""A conflict as people read it: names in the place of ids, both sides beside each other, and its letters."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from rituals import letters, prompts, scoreboard
from rituals.conflicts import leads
from rituals.letters import Content, Letter, packed, post
from rituals.scoreboard import Score
from rituals.versions import today
from storage.ledger import Books
from storage.records.conflicts import Conflict, ConflictKind, ConflictState, KpiPath, Side
from storage.records.prompts import ANSWERABLE


@dataclass(frozen=True, slots=True)
class SideTold:
    """One side by name; `team` is None for the organisation, `lead` None when nobody leads it now."""

    team: str | None
    lead: str | None
    want: str
    input: str | None
    effect: str
    until: str


@dataclass(frozen=True, slots=True)
class Case:
    """A conflict as it stands; `settled_by` is the outcome of the decision that settled or decided it."""

    id: str
    kind: ConflictKind
    state: ConflictState
    text: str
    ours: SideTold
    theirs: SideTold
    customers: str
    tried: str
    kpis: KpiPath | None
    raised_by: str
    raised_at: datetime
    tried_by: tuple[str, ...]
    alone_from: datetime | None
    zone: str  # of the organisation
    up_at: datetime | None = None
    closed_at: datetime | None = None
    closed_by: str | None = None
    closing: str = ""
    settled_by: str | None = None


@dataclass(frozen=True, slots=True)
class ThreadOpened:
    """The head of the thread both leads share."""

    kind: ClassVar[str] = "escalate.thread"
    case: Case


@dataclass(frozen=True, slots=True)
class SidesTold:
    """Both sides in full, below the head; `scores` are the readings behind them, once it is with triage."""

    kind: ClassVar[str] = "escalate.sides"
    case: Case
    scores: tuple[Score, ...] = ()


@dataclass(frozen=True, slots=True)
class TriedAsked:
    """Asks a lead whether this was tried together; once it is answered, says how it stands."""

    kind: ClassVar[str] = "escalate.asked"
    case: Case
    channel: str
    lead: str

    @property
    def is_open(self) -> bool:
        return self.case.state is ConflictState.ASKING and self.lead not in self.case.tried_by


@dataclass(frozen=True, slots=True)
class CaseUp:
    """Tells triage, at once, of a conflict that was not settled."""

    kind: ClassVar[str] = "escalate.up"
    case: Case


@dataclass(frozen=True, slots=True)
class CaseClosed:
    """Tells a lead how the two sides settled it."""

    kind: ClassVar[str] = "escalate.closed"
    case: Case


async def told(books: Books, conflict: Conflict) -> Case:
    """The case of a conflict, with the names things have now."""
    our_lead, their_lead = await leads(books, conflict)
    return Case(
        id=conflict.id,
        kind=conflict.kind,
        state=conflict.state,
        text=conflict.text,
        ours=await _side(books, conflict.ours, conflict.team, our_lead),
        theirs=await _side(books, conflict.theirs, conflict.other_team, their_lead),
        customers=conflict.customers,
        tried=conflict.tried,
        kpis=conflict.kpis,
        raised_by=conflict.raised_by,
        raised_at=conflict.raised_at,
        tried_by=conflict.tried_by,
        alone_from=conflict.alone_from,
        zone=await books.workspaces.zone(),
        up_at=conflict.up_at,
        closed_at=conflict.closed_at,
        closed_by=conflict.closed_by,
        closing=conflict.closing,
        settled_by=await _outcome(books, conflict),
    )


async def scores(books: Books, conflict: Conflict, now: datetime) -> tuple[Score, ...]:
    """How the inputs of both sides and the North Star stand: what one chart of the case shows.

    The raising side's first, the North Star last; a metric without readings is left out.
    """
    star, day = await books.north_stars.active(), await today(books, now)
    inputs = {each.id: each.metric for each in await books.inputs.all()}
    metrics = [inputs[each] for each in conflict.inputs if each in inputs]
    found = [
        await scoreboard.score(books, metric, day) for metric in [*metrics, *([star.metric] if star else [])]
    ]
    return tuple(score for score in found if score.points)


def thread_key(conflict_id: str) -> str:
    """The key of the head of the shared thread."""
    return f"conflict:{conflict_id}"


def sides_key(conflict_id: str) -> str:
    return f"conflict:{conflict_id}:sides"


def asked_key(conflict_id: str, lead: str) -> str:
    return f"conflict:{conflict_id}:tried:{lead}"


def up_key(conflict_id: str, to: str) -> str:
    """The key of what triage was told, in its channel or by direct message."""
    return f"conflict:{conflict_id}:up:{to}"


async def open_thread(books: Books, conflict: Conflict, now: datetime) -> None:
    """Put the head and both sides into the channel the leads share."""
    if conflict.channel is None:
        return
    case, head = await told(books, conflict), thread_key(conflict.id)
    await post(books, Letter(head, conflict.channel, ThreadOpened(case)), now)
    sides = Letter(sides_key(conflict.id), conflict.channel, SidesTold(case), thread_of=head)
    await post(books, sides, now)


async def bring_up(books: Books, conflict: Conflict, now: datetime) -> None:
    """Tell triage at once: its channel, or without one the product lead and the sponsor.

    Whoever is to carry two KPIs that are really against each other is told, too.
    """
    workspace = await books.workspaces.get()
    if workspace is None:
        return
    places = [workspace.triage_channel or workspace.product_lead]
    if workspace.triage_channel is None:
        places.append(workspace.sponsor)
    if conflict.kpis is not None and conflict.kpis.is_real:
        places.append(conflict.kpis.sponsor)
    case, readings = await told(books, conflict), await scores(books, conflict, now)
    for to in dict.fromkeys(place for place in places if place is not None):
        head = up_key(conflict.id, to)
        send = post if to == workspace.triage_channel else prompts.tell
        await send(books, Letter(head, to, CaseUp(case), resend=True), now)
        await post(books, Letter(f"{head}:sides", to, SidesTold(case, readings), thread_of=head), now)


async def ask(books: Books, conflict: Conflict, now: datetime) -> None:
    """Ask each lead who has not said it whether it was tried; of those who were asked before, nothing."""
    case = await told(books, conflict)
    for lead in dict.fromkeys(await leads(books, conflict)):
        if lead is not None and lead not in conflict.tried_by:
            asked = TriedAsked(case, conflict.channel or "", lead)
            await prompts.ask(
                books, Letter(asked_key(conflict.id, lead), lead, asked, resend=True), now, joined=True
            )


async def ask_new_leads(books: Books, now: datetime) -> None:
    """Ask whoever leads a side since it was raised, in the place of who did. To be done on every tick."""
    for conflict in await books.conflicts.in_state(ConflictState.ASKING):
        leading = {lead for lead in await leads(books, conflict) if lead is not None}
        asked = await books.prompts.named(asked_key(conflict.id, ""))
        is_new = leading - {each.user for each in asked} - {*conflict.tried_by}
        if is_new or any(each.user not in leading and each.state in ANSWERABLE for each in asked):
            await ask(books, conflict, now)
            await redraw(books, conflict, now)


async def redraw(books: Books, conflict: Conflict, now: datetime) -> None:
    """Bring what was told of a conflict up to how it stands: the thread's head, the leads, and triage."""
    case = await told(books, conflict)
    await edit(books, thread_key(conflict.id), ThreadOpened(case), now)
    await _tell_asked(books, conflict, case, now)
    for head in await books.deliveries.heads(up_key(conflict.id, "")):
        await edit(books, head, CaseUp(case), now)


async def _tell_asked(books: Books, conflict: Conflict, case: Case, now: datetime) -> None:
    """What each lead was asked says how it stands; without buttons, where nothing is asked any more."""
    leading = await leads(books, conflict)
    for prompt in await books.prompts.named(asked_key(conflict.id, "")):
        if prompt.user not in leading and prompt.state in ANSWERABLE:
            await prompts.withdraw(books, prompt.key, now)
    for lead in dict.fromkeys(leading):
        if lead is not None:
            asked, key = TriedAsked(case, conflict.channel or "", lead), asked_key(conflict.id, lead)
            if asked.is_open:
                await prompts.renew(books, key, asked, now)
            else:
                await prompts.answered(books, key, now, asked)


async def edit(books: Books, key: str, content: Content, now: datetime) -> None:
    """Change what one letter said, in place; nothing where there is none, or where it says so already."""
    last = await books.deliveries.last_edit(key)
    if last is not None and last.content != packed(content):
        await letters.edit(books, Letter(key, last.to, content), now)


async def _side(books: Books, side: Side, team_id: str | None, lead: str | None) -> SideTold:
    team = await books.teams.get(team_id) if team_id else None
    names = {each.id: each.metric.name for each in await books.inputs.all()}
    return SideTold(
        team=team.name if team else None,
        lead=lead,
        want=side.want,
        input=names.get(side.input or ""),
        effect=side.effect,
        until=side.until,
    )


async def _outcome(books: Books, conflict: Conflict) -> str | None:
    """What the decision says that settled it; of one that was decided in triage, what holds now."""
    if conflict.state is ConflictState.DECIDED:
        decision = await books.decisions.of_conflict(conflict.id)
    else:
        decision = await books.decisions.get(conflict.settled_by) if conflict.settled_by else None
    return decision.outcome if decision else None
