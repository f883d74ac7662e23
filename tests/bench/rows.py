"""Every row of the bench by its name, in the order of the page."""

from tests.bench import ack, ack_postgres, asking, board, burst, costs, home, idle, numbers_table, posting
from tests.bench.figures import Row

ROWS: dict[str, Row] = {
    "ack": ack.row,
    "postgres": ack_postgres.row,
    "burst": burst.row,
    "help": asking.row,
    "posting": posting.row,
    "home": home.row,
    "memory": idle.memory,
    "start": idle.start,
    "costs": costs.row,
    "metrics": numbers_table.row,
    "dashboard": board.row,
}
