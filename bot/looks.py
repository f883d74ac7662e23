"""What `polaris check` looks at, by what there is to look at."""

from collections.abc import AsyncIterator, Sequence

from bot.checking import check
from bot.findings import Finding, Mark
from bot.live_check import check_live
from bot.settings import Settings


def looks_at(settings: Settings, *, live: bool) -> Sequence[AsyncIterator[Finding]]:
    """One workspace, or all that have installed Polaris; tried too, where that is one."""
    if settings.serves_many:
        from bot.checking_many import check_many  # one workspace needs no cryptography

        return [check_many(settings), *([_not_tried()] if live else [])]
    return [check(settings), *([check_live(settings)] if live else [])]


async def _not_tried() -> AsyncIterator[Finding]:
    yield Finding(Mark.NOTE, "--live", "is for one workspace: nobody is sent a message in each of several.")
