"""Measures how work grows with an organisation, and draws it (`make growth`)."""

from tests.bench.servers import ROOT
from tests.growth.curves import Growth, keep, measured
from tests.growth.page import FOLDER, page, subjects
from tests.growth.picture import drawn

DOCS = ROOT / "docs"
FIGURES = DOCS / "growth.json"


def write(growth: Growth) -> None:
    """The figures, the page and its pictures: they never disagree."""
    folder = DOCS / FOLDER
    folder.mkdir(exist_ok=True)
    for subject, curves in subjects(growth).items():
        (folder / f"{subject}.svg").write_bytes(drawn(curves))
    keep(growth, FIGURES)
    (DOCS / "growth.md").write_text(page(growth), "utf-8")


if __name__ == "__main__":
    write(measured())
