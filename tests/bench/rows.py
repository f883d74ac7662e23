"""Every row of the bench by its name, in the order of the page."""

from tests.bench import ack, board, home, numbers_table, posting
from tests.bench.figures import Row

ROWS: dict[str, Row] = {
    "ack": ack.row,
    "home": home.row,
    "posting": posting.row,
    "metrics": numbers_table.row,
    "dashboard": board.row,
}
