"""Every row of the bench by its name, in the order of the page."""

from tests.bench import (
    ack,
    ack_postgres,
    asking,
    board,
    burst,
    costs,
    home,
    idle,
    monday,
    numbers_table,
    posting,
    tick,
)
from tests.bench.figures import Row

ROWS: dict[str, Row] = {
    "ack": ack.row,
    "postgres": ack_postgres.row,
    "burst": burst.row,
    "help": asking.row,
    "posting": posting.row,
    "tick": tick.row,
    "monday": monday.row,
    "home": home.row,
    "memory": idle.memory,
    "start": idle.start,
    "costs": costs.row,
    "metrics": numbers_table.row,
    "dashboard": board.row,
}
