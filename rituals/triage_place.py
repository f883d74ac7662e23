"""Where triage reads what two teams could not settle."""

from dataclasses import replace

from rituals import audit, cases
from rituals.authorisation import Action
from rituals.clock import Clock
from rituals.rights import require
from storage.ledger import Ledger
from storage.records.conflicts import ConflictState
from storage.records.people import Person


class TriagePlace:
    """The triage channel, for the product lead to choose. Everything raises NotTheProductLead."""

    def __init__(self, ledger: Ledger, clock: Clock) -> None:
        self._ledger, self._clock = ledger, clock

    async def channel(self, who: Person) -> str | None:
        async with self._ledger.open() as books:
            workspace = await books.workspaces.get()
            require(Action.PLACE_TRIAGE, who, workspace)
            return workspace.triage_channel if workspace else None

    async def choose(self, who: Person, channel: str | None) -> int:
        """From now on it is here; None: by direct message. Gives how many open cases were brought along."""
        now = self._clock.now()
        async with self._ledger.open() as books:
            workspace = await books.workspaces.get()
            require(Action.PLACE_TRIAGE, who, workspace)
            assert workspace is not None  # nobody is its product lead otherwise
            changed = replace(workspace, triage_channel=channel)
            await books.workspaces.put(changed)
            await audit.note(
                books,
                who.user,
                "organisation.changed",
                workspace.name,
                before=workspace,
                after=changed,
                now=now,
            )
            waiting = await books.conflicts.in_state(ConflictState.UP)
            if workspace.triage_channel == channel:
                return 0
            for conflict in waiting:
                await cases.bring_up(books, conflict, now)
            return len(waiting)
