"""What is answered about the wins digest."""

from bot.answers.saying import answer
from bot.blocks.commands import nsm
from bot.blocks.text import day
from rituals.digest_desk import DigestIsOut, NoDigestYet


@answer.register
def _(_error: NoDigestYet) -> str:
    return f"There is no wins digest yet: it comes with the North Star. {nsm('setup')} chooses one."


@answer.register
def _(error: DigestIsOut) -> str:
    return (
        f"The digest of {day(error.day)} is not the next one any more. {nsm('digest')} shows the one that is."
    )
