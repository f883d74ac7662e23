"""Why a past decision is near, and between whom it was, in mrkdwn."""

from collections.abc import Sequence

from bot.blocks.text import escape
from rituals.precedents import Nearest


def why(near: Nearest) -> str:
    """What makes it near, in mrkdwn: `same two teams; shares the input Merges; has the word review`."""
    reasons = []
    if near.both:
        reasons.append("same two teams")
    elif near.shared_teams:
        reasons.append(f"also with {escape(near.shared_teams[0])}")
    if near.shared_inputs:
        named = " and ".join(map(escape, near.shared_inputs))
        reasons.append(f"shares the input{'s' if len(near.shared_inputs) > 1 else ''} {named}")
    if near.words:
        reasons.append(f"has the word{'s' if len(near.words) > 1 else ''} {escape(', '.join(near.words))}")
    return "; ".join(reasons)


def between(teams: Sequence[str]) -> str:
    """The teams a conflict was between, escaped; one alone differed with the organisation."""
    return " and ".join(map(escape, teams)) if len(teams) > 1 else f"{escape(teams[0])} and everybody"
