"""Every form about numbers: what it is about may be forged."""

import json

from bot.features.load import views as load
from bot.features.metric import form as metric
from bot.features.metric import import_views
from bot.features.metric.views import About as OfMetric
from bot.features.preferences import views as preferences
from bot.features.sentence.about import About as OfPeriod
from bot.features.sentence.about import Memory
from bot.features.shift import views as shift
from bot.features.source import modal as source
from rituals.authorisation import Action as A
from rituals.file_desk import mark_of
from rituals.kpis import Pasted
from storage.records.metrics import Cadence
from tests.authorisation.asking import submitted
from tests.authorisation.cases import OWENS, Case, a_form, form_in_own_team, owens_form
from tests.authorisation.forms import NUMBER
from tests.authorisation.people import NORA
from tests.authorisation.world import LAST_WEEK, SHEET
from tests.making import MONDAY

ROWS = "period_start,Merged pull requests\n2026-03-02,12\n"
SOURCE = {"url": "https://sheets.example.com/a.csv", "layout": "wide", "zone": "UTC", "at": "06:00"}
PASTED = Pasted("Support", Cadence.WEEK, "Tickets | count")
# Of an input's metric, and of another.
WRITING = ((A.WRITE_INPUT,), (A.WRITE_OTHER,))
SHIFTING = ((A.ACCEPT_SHIFT, A.WRITE_INPUT), (A.ACCEPT_SHIFT, A.WRITE_OTHER))
CHANGING = ((A.CHANGE_INPUT_WORDS,), (A.CHANGE_WORDS,))


def _numbers() -> list[Case]:
    merged, churn = OfPeriod("merged", LAST_WEEK), OfPeriod("churn", LAST_WEEK)
    asked = source.Asked(SHEET.model_dump_json(exclude_defaults=True), anew=False)
    meaning = {**NUMBER, "name": "Fresh", "reason": "Clearer", "effective_from": MONDAY.isoformat()}
    reading = {"value": "12", "period": "2026-03-02", "note": ""}
    described = {"owner": NORA.user, "source": "a", "department": "b"}
    twice = (
        ("upkeep.explained", Memory(merged, "m"), Memory(churn, "c"), {"text": "Holidays"}, WRITING),
        (shift.ACCEPTED, shift.About("merged"), shift.About("churn"), {"why": "So"}, SHIFTING),
        (metric.CHANGED, OfMetric("merged"), OfMetric("churn"), meaning, CHANGING),
        (metric.DESCRIBED, OfMetric("merged"), OfMetric("churn"), described, CHANGING),
    )
    cases = [
        case
        for name, of_input, of_other, state, (action, other) in twice
        for case in (
            Case(f"form {name}", action, submitted(name, of_input, **state), OWENS, variant="input"),
            Case(f"form {name}", other, submitted(name, of_other, **state), OWENS, "none"),
        )
    ]
    logged = {
        key: submitted("log.reading", metric=key, **reading)
        for key in ("merged", "churn", "active_contributors")
    }
    tagged = {import_views.block(0): "guardrail"}
    return [
        *cases,
        Case("form log.reading", (A.WRITE_INPUT,), logged["merged"], OWENS, variant="input"),
        Case("form log.reading", (A.WRITE_OTHER,), logged["churn"], OWENS, "none"),
        Case("form log.reading", (A.WRITE_STAR,), logged["active_contributors"], of="none", variant="star"),
        form_in_own_team(load.LOOK, A.FEED, text=ROWS),
        form_in_own_team(
            load.LOAD, A.FEED, about=load.Seen("", mark_of(ROWS.encode())), text=ROWS, good_rows=("on",)
        ),
        owens_form(
            source.TRY, A.FEED, about=json.dumps({"about": ""}), name="fresh", metrics=("churn",), **SOURCE
        ),
        owens_form(source.KEEP, A.FEED, about=asked),
        a_form(
            import_views.PASTED, A.IMPORT_KPIS, department="Support", cadence="week", kpis="Tickets | count"
        ),
        a_form(import_views.TAGGED, A.IMPORT_KPIS, about=PASTED, **tagged),
        Case(
            f"form {import_views.TAGGED}",
            (A.FILE_OUTPUT,),
            submitted(import_views.TAGGED, PASTED, **{import_views.block(0): "output"}),
            of="none",
            shows="Outputs",
            variant="output",
        ),
        a_form(
            preferences.KEEP,
            A.CARE_FOR_ONESELF,
            consent="team",
            quiet_from="18:00",
            quiet_until="08:00",
            budget="3",
        ),
    ]


OF_NUMBERS = _numbers()
