"""What is told in a channel of several organisations: nothing, before the product lead says yes."""

from rituals import audit
from rituals.authorisation import Action
from rituals.clock import Clock
from rituals.rights import require
from storage.ledger import Books, Ledger
from storage.records.people import Person
from storage.records.sharing import AllowedChannel

SHARED = "shared_channel"
"""Why a message was not posted: people of other organisations would have read it."""


async def is_allowed(books: Books, channel: str) -> bool:
    """Whether metrics may be posted into a channel although it is shared."""
    return await books.allowed_channels.get(channel) is not None


class Sharing:
    def __init__(self, ledger: Ledger, clock: Clock) -> None:
        self._ledger, self._clock = ledger, clock

    async def allow(self, who: Person, channel: str) -> None:
        """Say yes to posting into a shared channel. Raises NotTheProductLead."""
        now = self._clock.now()
        async with self._ledger.open() as books:
            require(Action.ALLOW_CHANNEL, who, await books.workspaces.get())
            if not await is_allowed(books, channel):
                allowed = AllowedChannel(channel, who.user, now)
                await books.allowed_channels.put(allowed)
                await audit.note(books, who.user, "channel.allowed", "", before=None, after=allowed, now=now)
