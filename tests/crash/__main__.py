"""`make crash`: every case, one after the other, and its table in README.md."""

import asyncio
import signal
import sys

import click

from tests.crash.case import POSTGRESQL, SQLITE, Case
from tests.crash.databases import crash
from tests.crash.report import account, write_table
from tests.crash.results import keep, kept


@click.command()
@click.option("--seed", "seeds", type=int, multiple=True, default=(1, 2), show_default=True)
@click.option("--kills", default=200, show_default=True, help="In each run.")
@click.option("--occurrences", default=3_000, show_default=True, help="Standups in each run.")
@click.option("--teams", default=100, show_default=True)
@click.option("--database", "only", type=click.Choice([SQLITE, POSTGRESQL]), help="Else both.")
@click.option("--history", type=click.Choice(["with", "without"]), help="Else both.")
@click.option("--small", is_flag=True, help="A few kills of a few dozen standups; README.md stays as it is.")
def main(
    seeds: tuple[int, ...],
    kills: int,
    occurrences: int,
    teams: int,
    only: str | None,
    history: str | None,
    *,
    small: bool,
) -> None:
    """Kill processes while they deliver, and see that nothing is lost and nothing doubled.

    What comes of each case is kept in tests/crash/results.json, in the place of an earlier run of the same,
    and README.md's table is made of that.
    """
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended"))
    if small:
        seeds, kills, occurrences, teams = seeds[:1], 3, 24, 6
    broken: list[str] = []
    for seed in seeds:
        for database in [only] if only else [SQLITE, POSTGRESQL]:
            for reads in [history == "with"] if history else [True, False]:
                outcome = asyncio.run(crash(Case(database, reads, seed, kills, occurrences, teams), _tell))
                click.echo(account(outcome))
                broken += outcome.broken
                if not small:
                    keep(outcome)
                    write_table(kept())
    if broken:
        sys.exit(f"The promise is broken {len(broken)} times.")
    click.echo("The promise held.")


def _tell(line: str) -> None:
    click.echo(f"  {line}", err=True)


if __name__ == "__main__":
    main()
