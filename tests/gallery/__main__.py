"""Draws docs/charts.md and its pictures anew (`make gallery`)."""

from pathlib import Path

from bot.charts import draw
from tests.gallery.cases import cases
from tests.gallery.page import page

DOCS = Path(__file__).parent.parent.parent / "docs"


def main() -> None:
    shown, folder = cases(), DOCS / "charts"
    folder.mkdir(exist_ok=True)
    for known in folder.iterdir():
        known.unlink()
    for case in shown:
        (folder / case.file).write_bytes(draw(case.facts, case.look))
    (DOCS / "charts.md").write_text(page(shown), "utf-8")


if __name__ == "__main__":
    main()
