"""How a chart is to look: as which file, on which paper, and from how far away it is read."""

from dataclasses import dataclass
from enum import StrEnum


class Form(StrEnum):
    PNG = "png"
    SVG = "svg"


class Theme(StrEnum):
    LIGHT = "light"
    DARK = "dark"


class Size(StrEnum):
    """`SLACK` reads well 360 px wide, on a phone; `PAGE` is 960 px wide, `TV` 1920; `SPARK` has no words.

    `PHONE` is for a page on a phone: 320 px wide, with large words.
    """

    SLACK = "slack"
    PHONE = "phone"
    PAGE = "page"
    TV = "tv"
    SPARK = "spark"


@dataclass(frozen=True, slots=True)
class Look:
    """What Slack gets, unless told otherwise."""

    form: Form = Form.PNG
    theme: Theme = Theme.LIGHT
    size: Size = Size.SLACK
