"""How a command of the terminal ends when it cannot do its work: with a sentence and a status."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import click

from bot.settings import Away, SettingsProblem
from bot.workspaces import WhichWorkspace


@contextmanager
def told_plainly(*refusals: type[Exception]) -> Iterator[None]:
    """Say what a refusal says, and exit with 1; else as `give_up` does."""
    expected: tuple[type[Exception], ...] = (WhichWorkspace, *refusals)
    try:
        yield
    except expected as problem:
        click.echo(str(problem), err=True)
        sys.exit(1)
    except SettingsProblem as problem:
        give_up(problem)


def give_up(problem: Exception) -> NoReturn:
    """Exit with 2: nothing can be done before the environment, or what was typed, is mended.

    With 1 where somebody is away: whoever supervises a bot may start it again, and is to.
    """
    click.echo(f"polaris: {problem}", err=True)
    sys.exit(1 if isinstance(problem, Away) else 2)
