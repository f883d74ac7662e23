"""The house style in numbers: colours that everybody can tell apart, and sizes for each distance.

One accent for the last value, grey for history, the usual range as a band between two lines. Everything
that is told by a colour is told by a shape, a place or a word too. Lengths are points, 1/72 inch.
"""

from dataclasses import dataclass

from bot.charts.look import Size, Theme


@dataclass(frozen=True, slots=True)
class Palette:
    """Against `paper`: `ink`, `grey` and `accent` are for words, 4.5:1; `history` and `limit` for lines, 3:1.

    `grid` and `band` are decoration: what they tell, the labels and the limits tell too.
    """

    paper: str
    ink: str
    grey: str
    history: str
    grid: str
    band: str
    limit: str
    accent: str


PALETTES = {
    Theme.LIGHT: Palette(
        paper="#ffffff",
        ink="#1d1c1d",
        grey="#615f68",
        history="#85838e",
        grid="#ecebef",
        band="#e9effa",
        limit="#7d92ba",
        accent="#1a57b8",
    ),
    Theme.DARK: Palette(
        paper="#1a1d21",
        ink="#f3f2f5",
        grey="#b9b7c2",
        history="#92909c",
        grid="#2c3036",
        band="#233149",
        limit="#5a73a1",
        accent="#7db4ff",
    ),
}


@dataclass(frozen=True, slots=True)
class Measures:
    """`small`, `large` and `largest` are sizes of type; `dots` is how many a PNG has to the inch."""

    width: float
    height: float
    small: float
    large: float
    largest: float
    line: float
    dots: int

    @property
    def margin(self) -> float:
        return 0.95 * self.small


MEASURES = {
    # Some 360 px wide on a phone: 12.5 points are 10 px high there.
    Size.SLACK: Measures(432, 216, small=12.5, large=16.5, largest=25, line=1.8, dots=200),
    # 13 px: a page is 326 px wide within its margins on a phone of 360, and 11 px is the least anywhere.
    Size.PHONE: Measures(240, 180, small=9.75, large=11.25, largest=18, line=1.5, dots=144),
    # 14 px for the smallest words.
    Size.PAGE: Measures(720, 288, small=10.5, large=13.5, largest=25, line=1.6, dots=144),
    # 36 px: 2 cm on a screen of 1.2 m, three metres away.
    Size.TV: Measures(1440, 648, small=27, large=36, largest=72, line=4, dots=96),
    Size.SPARK: Measures(180, 45, small=10.5, large=13.5, largest=25, line=1.5, dots=144),
}
