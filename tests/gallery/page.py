"""docs/charts.md: every case with its picture, and the words for those who do not see it."""

from collections.abc import Sequence

from bot.charts import Form
from bot.charts.extent import pixels
from tests.gallery.cases import Case

_WIDEST = 720  # px, of a page on GitHub
_PHONE = 360

_HEAD = """# The charts

How a metric looks in Slack and on the dashboard. One accent for the last value, grey for history, the usual
range as a band between two lines; a gap is a gap, what was corrected is hollow, a new definition has a dashed
line. Whatever a colour tells, a shape, a place or a word tells too: every pair of colours keeps its contrast
(3:1 for lines, 4.5:1 for words) also for eyes without red, green or blue cones, and tests hold them to it.

The readings are the demo's, real ones of an open-source project; where a picture needs what did not happen,
its words say so. Under each stands the text that screen readers get with it. `make gallery` draws
this page anew.

Pictures for Slack are shown here as wide as on a phone.
"""


def page(cases: Sequence[Case]) -> str:
    return "\n".join([_HEAD, *(_section(case) for case in cases)])


def _section(case: Case) -> str:
    width, _ = pixels(case.facts, case.look)
    wide = _PHONE if case.look.form is Form.PNG else min(width, _WIDEST)
    alt = " ".join(case.alt.split())
    return (
        f"## {case.title}\n\n{case.words}\n\n"
        f'<img src="charts/{case.file}" width="{wide}" alt="{case.title}: see the words below">\n\n> {alt}\n'
    )
