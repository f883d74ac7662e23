"""Which workspace a command of the terminal is for."""

from collections.abc import Sequence

import click

WORKSPACE = click.option("--workspace", help="Slack's id of the workspace, should the database hold several.")
"""What such a command takes."""


class WhichWorkspace(Exception):
    """There is none, or nobody said which of several; the text says what to do."""


def chosen(known: Sequence[str], wanted: str | None) -> str:
    """The one that is wanted, or the only one there is. Raises WhichWorkspace."""
    if wanted is None and len(known) == 1:
        return known[0]
    if wanted in known:
        return str(wanted)
    if not known:
        raise WhichWorkspace(
            "No workspace has books here yet: start `polaris run` once, and set up the North Star."
        )
    raise WhichWorkspace(f"Say which workspace with --workspace: {', '.join(known)}.")
