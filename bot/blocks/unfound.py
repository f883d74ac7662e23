"""What is said where no team's name holds what was typed."""

from collections.abc import Iterable
from difflib import get_close_matches

from bot.blocks.commands import nsm
from bot.blocks.text import line


def no_team(typed: str, names: Iterable[str], word: str) -> str:
    """With the name that comes closest, if one does; `word` of /nsm shows all of them."""
    known = {name.casefold(): name for name in names}
    near = [
        f" Did you mean *{line(known[each], 80)}*?" for each in get_close_matches(typed.casefold(), known, 1)
    ]
    return f"No team is called “{line(typed, 60)}”.{''.join(near)} {nsm(word)} alone shows them all."
