"""`make fuzz`: rounds of requests at the door, then the push API, and how many there were."""

import asyncio
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from random import randrange

import click

from tests.fuzz import pushing
from tests.fuzz.rounds import Tally, play
from tests.postgres import fresh_database, running_postgres

_EACH = 2_000
# Every so many rounds on PostgreSQL, which takes longer and minds other things.
_ON_POSTGRES = 4


@click.command()
@click.option("--inputs", default=20_000, show_default=True, help=f"At the door; a new office every {_EACH}.")
@click.option("--pushes", default=4_000, show_default=True, help="Requests to the push API.")
@click.option("--seed", default=0, help="The same one gives the same requests.")
def main(inputs: int, pushes: int, seed: int) -> None:
    """Send Polaris what Slack and programs may send, and what they never would."""
    seed = seed or randrange(10**6)
    tally, told = Tally(), 0
    for number, begun in enumerate(range(0, inputs, _EACH)):
        with _database(on_postgres=number % _ON_POSTGRES == _ON_POSTGRES - 1) as url:
            play(url, seed + number, min(_EACH, inputs - begun), tally)
        click.echo(f"{tally.inputs.total():,} inputs, {len(tally.faults)} faults")
        for fault in [*tally.faults.values()][told:]:
            click.echo(f"\n{fault}\n")
        told = len(tally.faults)
    kinds = ", ".join(f"{count:,} {kind}" for kind, count in tally.inputs.most_common())
    asked, reached, known = len(tally.asked), len(tally.reached), len(tally.listeners)
    click.echo(f"{tally.inputs.total():,} inputs (seed {seed}): {kinds}.")
    click.echo(f"Of {known} listeners {asked} were asked, {reached} of them by what was shown.")
    with _database() as url:
        answered, found = pushing.play(url, seed, pushes // pushing.WAYS)
    click.echo(f"{answered.total():,} requests to the push API: {dict(sorted(answered.items()))}.")
    for fault in found:
        click.echo(f"\n{fault}")
    sys.exit(bool(tally.faults or found))


@contextmanager
def _database(*, on_postgres: bool = False) -> Iterator[str]:
    if on_postgres:
        with running_postgres() as server:
            yield asyncio.run(fresh_database(server))
    else:
        with tempfile.TemporaryDirectory(prefix="polaris-fuzz-") as folder:
            yield f"sqlite:///{folder}/polaris.db"


if __name__ == "__main__":
    main()
