"""Questions on triage's agenda: talked over beside the cases, or alone."""

from dataclasses import replace
from datetime import date

import pytest

from bot.features.triage.views import agenda
from rituals.triage import Item, Quorum, Talked, TriageAgenda
from tests.reading import buttons, reads

WEDNESDAY = date(2026, 3, 18)
ASKED = Talked("q1", "Is it <the> same customers?", "UANA")
ALONE = TriageAgenda(WEDNESDAY, "UTC", (), 0, None, "UANA", "USAM", date(2026, 3, 25), questions=(ASKED,))
CASE = Item("k1", ("Engine", "Review"), "Two weeks", date(2026, 3, 2), "")


def test_a_question_alone_is_an_agenda():
    said = reads(agenda(ALONE))

    assert "fifteen minutes, 1 question.\n" in said
    assert "• Is it &lt;the&gt; same customers? _(put by <@UANA>)_" in said
    assert "A question has no sides" in said
    assert buttons(agenda(ALONE)) == ["No quorum today"]


def test_beside_cases_it_comes_after_them():
    said = reads(agenda(replace(ALONE, items=(CASE,))))

    assert "fifteen minutes, 1 case and 1 question.\n" in said
    assert said.index("Two weeks") < said.index("To talk over")


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"quorum": Quorum.OVER}, "is over*: 1 question talked over. Nothing is carried over."),
        (
            {"quorum": Quorum.CALLED_OFF, "people": ("UANA",)},
            "1 question is carried over to Wednesday, 25 March.",
        ),
        (
            {"quorum": Quorum.AWAY, "people": ("UANA",), "items": (CASE,)},
            "1 case and 1 question are carried over to Wednesday, 25 March; waiting since 2 March.",
        ),
        (
            {"quorum": Quorum.OVER, "items": (CASE,)},
            "is over*: 0 of 1 settled and 1 question talked over. 1 case is carried over to Wednesday",
        ),
    ],
)
def test_afterwards_the_agenda_says_what_became_of_it(changed, told):
    assert told in reads(agenda(replace(ALONE, **changed)))
