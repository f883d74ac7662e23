"""How a command of the terminal ends when it cannot do its work: with a sentence and a status."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import click

from bot.settings import SettingsProblem
from bot.workspaces import WhichWorkspace


@contextmanager
def told_plainly(*refusals: type[Exception]) -> Iterator[None]:
    """Say what a refusal says, and exit with 1; with 2 when the environment is at fault."""
    expected: tuple[type[Exception], ...] = (WhichWorkspace, *refusals)
    try:
        yield
    except expected as problem:
        click.echo(str(problem), err=True)
        sys.exit(1)
    except SettingsProblem as problem:
        give_up(problem)


def give_up(problem: Exception) -> NoReturn:
    """Nothing can be done before the environment, or what was typed, is mended."""
    click.echo(f"polaris: {problem}", err=True)
    sys.exit(2)
