"""A sheet of paper to draw on, in points from its upper left corner; matplotlib makes the file."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from typing import Any
from warnings import catch_warnings, simplefilter

from matplotlib import rc_context
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.transforms import Affine2D

from bot.charts.look import Form, Look
from bot.charts.style import MEASURES, PALETTES
from bot.charts.svg import tidy
from bot.charts.wording import FAMILIES, cut, length, shown


@contextmanager
def house_style() -> Iterator[None]:
    """What matplotlib is told before anything is drawn: the same facts make the same file."""
    with (
        catch_warnings(),
        rc_context(
            {
                "text.parse_math": False,  # a $ in a metric's name is no mathematics
                "font.family": FAMILIES,
                "svg.fonttype": "none",
                "svg.hashsalt": "polaris",
                "path.simplify": False,
            }
        ),
    ):
        simplefilter("ignore", UserWarning)  # letters that no font has, in an SVG
        yield


class Sheet:
    """Keeps the look: its palette and its measures."""

    def __init__(self, look: Look, width: float, height: float) -> None:
        self.look, self.width, self.height = look, width, height
        self.palette, self.measures = PALETTES[look.theme], MEASURES[look.size]
        self._figure = Figure((width / 72, height / 72), dpi=self.measures.dots, facecolor=self.palette.paper)
        FigureCanvasAgg(self._figure)
        to_inches = Affine2D().scale(1 / 72, -1 / 72).translate(0, height / 72)
        self._place = to_inches + self._figure.dpi_scale_trans

    def file(self) -> bytes:
        """The PNG or the SVG."""
        form = self.look.form
        with BytesIO() as file:
            if form is Form.SVG:
                self._figure.savefig(file, format="svg", metadata={"Date": None, "Creator": None})
                return tidy(file.getvalue())
            # A tenth larger than by PIL's own level, in a third less time.
            self._figure.savefig(
                file, format="png", metadata={"Software": None}, pil_kwargs={"compress_level": 3}
            )
            return file.getvalue()

    def line(self, xs: Sequence[float], ys: Sequence[float], color: str, width: float, **looks: Any) -> None:
        """NaN among the heights interrupts it."""
        self._add(Line2D(xs, ys, color=color, lw=width, solid_capstyle="butt", **looks))

    def dots(
        self,
        xs: Sequence[float],
        ys: Sequence[float],
        across: float,
        color: str,
        *,
        edge: str | None = None,
        rim: float = 0.0,
        shape: str = "o",
    ) -> None:
        """Of so many points across, the rim of another colour counted in."""
        look: dict[str, Any] = {"ms": across - rim, "mfc": color, "mec": edge or color, "mew": rim}
        self._add(Line2D(xs, ys, ls="", marker=shape, **look))

    def box(self, left: float, top: float, right: float, bottom: float, color: str) -> None:
        self._add(Rectangle((left, top), right - left, bottom - top, fc=color, lw=0))

    def write(
        self,
        x: float,
        y: float,
        words: str,
        size: float,
        color: str,
        *,
        bold: bool = False,
        from_: str = "left",
    ) -> None:
        """One line of words that stands on y; the words are fit to be drawn already (`fitted`)."""
        weight = "bold" if bold else "normal"
        self._figure.text(
            x, y, words, size=size, color=color, weight=weight, ha=from_, va="baseline", transform=self._place
        )

    def length(self, words: str, size: float, *, bold: bool = False) -> float:
        """How long a line of words is."""
        return length(words, size, bold=bold)

    def fitted(self, words: str, size: float, room: float, *, bold: bool = False) -> str:
        """As much of somebody's words as can be drawn, and has room."""
        return cut(shown(words, self.look.form), size, room, bold=bold)

    def _add(self, artist: Any) -> None:
        artist.set_transform(self._place)
        self._figure.add_artist(artist)
