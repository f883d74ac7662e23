"""What `/nsm triage` shows: the cases somebody may read, how many others there are, and the figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rituals import reviewing, triage
from rituals.authorisation import Action, Role
from rituals.clock import Clock
from rituals.conflicts import leads
from rituals.meeting import Hour
from rituals.reviewing import ReviewAsked
from rituals.rights import may
from rituals.triage import Item
from rituals.triage_figures import Figures, figures, quarter_before, quarter_of
from rituals.weeks import local_day
from storage.ledger import Books, Ledger
from storage.records.conflicts import Conflict, ConflictState
from storage.records.people import Person
from storage.records.triage_questions import TriageQuestion
from storage.records.workspaces import Workspace

_REVIEWS = 3


@dataclass(frozen=True, slots=True)
class Docket:
    """`items` stand in the order of the next agenda; `hidden` counts those somebody may not read.

    `hour` is None while there is no place to meet.
    """

    items: Sequence[Item]
    hidden: int
    this_quarter: Figures
    last_quarter: Figures
    channel: str | None
    hour: Hour | None
    may_decide: bool
    may_move: bool
    reviews: Sequence[ReviewAsked] = ()  # for those who decide
    questions: Sequence[TriageQuestion] = ()  # everybody may read them


@dataclass(frozen=True, slots=True)
class Concern:
    """An open conflict somebody is part of, as their own page shows it; `channel` has its thread."""

    id: str
    teams: tuple[str, ...]
    text: str
    since: date  # in their zone: raised, or with triage
    is_up: bool
    waits_for_me: bool  # they lead a side and have not said whether it was tried
    channel: str | None


async def concerning(books: Books, who: Person) -> Sequence[Concern]:
    """The open conflicts that somebody raised, or of which they lead a side; oldest first."""
    found = []
    for conflict in await books.conflicts.open():
        leading = await leads(books, conflict)
        if who.user not in {conflict.raised_by, *leading}:
            continue
        item = await triage.item(books, conflict, who.time_zone)
        is_up = conflict.state is ConflictState.UP
        asked = not is_up and who.user in leading and who.user not in conflict.tried_by
        found.append(Concern(conflict.id, item.teams, item.text, item.since, is_up, asked, conflict.channel))
    return found


class Dockets:
    def __init__(self, ledger: Ledger, clock: Clock) -> None:
        self._ledger, self._clock = ledger, clock

    async def docket(self, who: Person, channel: str | None = None) -> Docket | None:
        """What somebody may see from a channel; in the triage channel everything. None before the setup."""
        async with self._ledger.open() as books:
            workspace = await books.workspaces.get()
            if workspace is None or workspace.product_lead is None:
                return None
            zone = workspace.time_zone
            waiting = triage.in_order(await books.conflicts.in_state(ConflictState.UP), zone)
            shown = [each for each in waiting if await may_read(books, workspace, who, each, channel)]
            now = self._clock.now()
            quarter = quarter_of(local_day(now, zone))
            everything = (await books.conflicts.all(), await books.decisions.all())
            kept = await books.appointments.get(triage.NAME, None)
            return Docket(
                [await triage.item(books, each, zone) for each in shown],
                len(waiting) - len(shown),
                figures(*everything, quarter, zone),
                figures(*everything, quarter_before(quarter), zone),
                workspace.triage_channel,
                Hour(kept.days[0], kept.at, kept.time_zone) if kept and workspace.triage_channel else None,
                may(Action.DECIDE, who, workspace),
                may(Action.PLACE_TRIAGE, who, workspace),
                await reviewing.waiting(books, now, _REVIEWS) if may(Action.DECIDE, who, workspace) else (),
                await books.triage_questions.waiting(),
            )


async def may_read(
    books: Books, workspace: Workspace, who: Person, conflict: Conflict, channel: str | None = None
) -> bool:
    """What was written in a case is for triage, and for those who are in it."""
    there = channel is not None and channel == workspace.triage_channel
    roles = {
        Role.IN_CHANNEL: there,
        Role.OWNER: who.user == conflict.raised_by,
        Role.LEAD: who.user in await leads(books, conflict),
    }
    return may(Action.READ_CASE, who, workspace, also=[role for role, held in roles.items() if held])
