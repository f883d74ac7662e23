"""The bench's page: one table of everything that has a target, and what each row has to say besides."""

from statistics import median

from tests.bench.figures import Figure, Results

_HEADINGS = ("", "measured", "spread", "beside", "measured", "spread", "ratio", "to reach", "reached")
_WORDS = {True: "yes", False: "**no**", None: ""}


def page(results: Results) -> str:
    """Write the page, rows in their order, figures before sections."""
    figures = [figure for row in results.rows.values() for figure in row.figures]
    sections = "".join(f"{row.section.strip()}\n\n" for row in results.rows.values() if row.section)
    minutes = sum(row.took_s for row in results.rows.values()) / 60
    return f"""# Benchmarks

`make bench` measures what stands here and writes this page; `make bench ARGS="ROW ..."` measures single
rows ({", ".join(f"`{name}`" for name in results.rows)}) and only shows them. What Polaris does and what it is
held beside take turns in one run on one machine, so that the ratios say more than the times. *Measured* is
the median of the rounds, *spread* the least and the most; without something beside it, the worst round
counts.

{table(figures)}

{sections}Measured in {minutes:.1f} minutes on {results.machine}; {results.versions}.
"""


def table(figures: list[Figure]) -> str:
    return "\n".join([_line(*_HEADINGS), _line(*["---"] * len(_HEADINGS)), *map(_row, figures)])


def _row(figure: Figure) -> str:
    return _line(
        figure.what,
        *_measured(figure.ours, figure.unit),
        figure.peer,
        *_measured(figure.peers, figure.unit),
        "" if figure.ratio is None else f"× {shown(figure.ratio)}",
        _target(figure),
        _WORDS[figure.is_reached],
    )


def _measured(values: tuple[float, ...], unit: str) -> tuple[str, str]:
    if not values:
        return "", ""
    spread = f"{shown(min(values))} to {shown(max(values))}" if len(values) > 1 else ""
    return f"{shown(median(values))} {unit}".strip(), spread


def _target(figure: Figure) -> str:
    if figure.at_most is not None:
        word, bound = "at most", figure.at_most
    elif figure.at_least is not None:
        word, bound = "at least", figure.at_least
    else:
        return ""
    return f"{word} {bound:,g} {figure.unit}".strip() if figure.ratio is None else f"{word} × {bound:,g}"


def shown(value: float) -> str:
    """Three digits that count, and no more than there are."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


def _line(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"
