"""What `polaris check` looks at, by what there is to look at."""

from collections.abc import AsyncIterator, Sequence

from bot.checking import check
from bot.findings import Finding, Mark
from bot.live_check import check_live
from bot.settings import Settings


def looks_at(
    settings: Settings, *, live: bool, workspace: str | None = None
) -> Sequence[AsyncIterator[Finding]]:
    """The one workspace there is; else all that have installed Polaris, or the `workspace` that is named."""
    if settings.serves_many:
        from bot.checking_many import check_many  # one workspace needs no cryptography

        return [check_many(settings, workspace, live=live)]
    named = [_named()] if workspace else []
    return [*named, check(settings), *([check_live(settings)] if live else [])]


async def _named() -> AsyncIterator[Finding]:
    yield Finding(Mark.NOTE, "--workspace", "chooses one of several; here is one alone.")
