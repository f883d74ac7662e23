"""`make fuzz`: rounds of inputs at the door, and how many there were."""

import sys
import tempfile
from random import randrange

import click

from tests.fuzz.rounds import Tally, play


@click.command()
@click.option("--inputs", default=20_000, show_default=True)
@click.option("--seed", default=0, show_default="another one each time")
@click.option("--each", default=500, show_default=True, help="Inputs before one organisation.")
def main(inputs: int, seed: int, each: int) -> None:
    """Send Polaris what Slack may send, and what it never would."""
    seed = seed or randrange(10**6)
    tally = Tally()
    for number in range(-(-inputs // each)):
        with tempfile.TemporaryDirectory(prefix="polaris-fuzz-") as folder:
            play(f"sqlite:///{folder}/polaris.db", seed + number, min(each, inputs - number * each), tally)
        click.echo(f"{tally.inputs.total():,} inputs, {len(tally.faults)} faults")
    kinds = ", ".join(f"{count:,} {kind}" for kind, count in tally.inputs.most_common())
    click.echo(
        f"{tally.inputs.total():,} inputs (seed {seed}): {kinds}; slowest ack {tally.slowest * 1000:.0f} ms"
    )
    asked, reached, known = len(tally.asked), len(tally.reached), len(tally.listeners)
    click.echo(f"Of {known} listeners {asked} were asked, {reached} of them by what was shown.")
    for fault in tally.faults.values():
        click.echo(f"\n{fault}")
    sys.exit(bool(tally.faults))


if __name__ == "__main__":
    main()
