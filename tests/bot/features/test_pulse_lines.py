"""What a pulse says: five lines at most, read aloud within a minute, in the team's own language."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.features.pulse import views
from bot.features.pulse.aloud import calm, seconds
from bot.features.pulse.lines import MINUTE, lines
from bot.features.pulse.questions import QUESTIONS, question
from bot.features.team.form import AUDIENCES
from rituals.narrative import Narrative
from rituals.pulse import Detail, Elsewhere, Figure, PulseDetails, StandupPulse
from rituals.pulse_promises import Promised, Promises
from rituals.scoreboard import InputScore, Kept, tally
from rituals.signals import Kind, Rule
from rituals.teams import AUDIENCES as KNOWN
from storage.records.metrics import Cadence, Direction, Reading
from storage.records.pulses import Gathering
from tests.hostile import require_harmless, texts
from tests.making import MONDAY, MONDAY_NINE, a_metric

TUESDAY, THURSDAY = MONDAY + timedelta(days=1), MONDAY + timedelta(days=3)
RESTLESS = [20.0, 24.0, 22.0, 18.0, 21.0, 25.0, 19.0, 23.0, 20.0, 22.0, 24.0, 18.0, 23.0, 21.0]
TEAMS = a_metric(key="teams", name="Weekly active teams", unit="count")
LATENCY = a_metric(key="p95", name="p95 latency", unit="milliseconds", direction=Direction.DOWN)
REPLIES = a_metric(key="replies", name="Replies within a day", unit="percent")


def score(metric, *last):
    values = [*RESTLESS, *last]
    first = date(2026, 3, 9) - timedelta(weeks=len(values) - 1)
    readings = [
        Reading(metric.key, first + timedelta(weeks=week), value, "UANA", MONDAY_NINE)
        for week, value in enumerate(values)
        if value is not None
    ]
    return tally(metric, readings, MONDAY)


def figure(metric, *last, told=None):
    return Figure(metric, score(metric, *last).verdict, told)


ABOVE, BELOW = (f"a signal, {side} the usual 12 to 31" for side in ("above", "below"))
LOW = figure(TEAMS, 1.0).verdict
DUE = (Promised("Bo", "Cache the team list."), Promised("", "Ask five teams why they left"))
PULSE = StandupPulse(
    team="engine",
    name="Engine",
    audience="engineering",
    gathering=Gathering.STANDUP,
    is_review=False,
    day=MONDAY,
    next_day=TUESDAY,
    turn=0,
    star=figure(TEAMS, 26.0),
    inputs=(figure(LATENCY, 60.0), figure(REPLIES, 26.0)),
    promises=Promises(open=4, kept=0, due=DUE),
)


def said(**fields):
    shown = "\n".join(lines(replace(PULSE, **fields)))
    return shown.replace("\u202f", " ").replace("\u00a0", " ").split("\n")


def test_a_monday_says_everything_once_and_in_words():
    assert said() == [
        "*North Star:* 26 weekly active teams last week, up 5: routine variation.",
        (
            "*Our inputs:* p95 latency at 60 ms: a signal, above the usual 12 to 31 ms. What changed? "
            "And replies within a day at 26 %: routine variation."
        ),
        "*This week:* 4 open commitments. Due: Cache the team list (Bo); Ask five teams why they left.",
        "*To talk about:* Which mechanism could be behind the signal in p95 latency, and how would we check?",
    ]


def test_a_tuesday_makes_no_news_of_mondays_numbers():
    told = replace(PULSE.star, told=MONDAY)
    inputs = tuple(replace(each, told=MONDAY) for each in PULSE.inputs)

    assert said(day=TUESDAY, turn=1, star=told, inputs=inputs)[:2] == [
        "*North Star:* still 26 weekly active teams, as yesterday.",
        "*In focus today:* replies within a day at 26 %, as yesterday.",
    ]


def test_a_signal_is_what_there_is_to_talk_about_on_its_day_whose_turn_it_ever_is():
    asked = [said(turn=turn)[-1] for turn in range(4)]

    assert set(asked) == {
        "*To talk about:* Which mechanism could be behind the signal in p95 latency, and how would we check?"
    }
    assert said(inputs=(), star=figure(TEAMS, 1.0))[-1].endswith(
        "behind the signal in weekly active teams, and how would we check?"
    )


def test_on_the_mornings_after_a_signal_the_questions_take_turns_again():
    inputs = (replace(PULSE.inputs[0], told=MONDAY),)
    mornings = [said(day=TUESDAY, turn=turn, inputs=inputs)[1:] for turn in range(5)]

    assert not any("behind the signal" in line for lines_ in mornings for line in lines_)
    assert all("60 ms, a signal, above the usual" in lines_[0] for lines_ in mornings)
    assert len({lines_[-1] for lines_ in mornings}) == 5


def test_of_a_number_that_was_told_this_week_it_is_said_once_that_it_is_routine():
    inputs = tuple(replace(each, told=MONDAY) for each in PULSE.inputs[1:])

    for day in range(1, 5):
        assert "routine" not in " ".join(said(day=MONDAY + timedelta(days=day), turn=day, inputs=inputs)[1:])


def test_no_two_mornings_of_a_week_are_alike():
    told = {"star": replace(PULSE.star, told=MONDAY)}
    inputs = tuple(replace(each, told=MONDAY) for each in PULSE.inputs)
    mornings = [
        tuple(said(day=MONDAY + timedelta(days=day), turn=day, inputs=inputs, **told)) for day in range(1, 5)
    ]

    assert len(set(mornings)) == 4


def test_a_number_is_not_told_twice_on_one_day():
    assert not any("North Star:" in line for line in said(star=replace(PULSE.star, told=MONDAY)))


def test_an_input_that_is_new_stands_out_among_those_that_are_not():
    inputs = (replace(PULSE.inputs[0], told=MONDAY), PULSE.inputs[1])

    assert said(day=TUESDAY, inputs=inputs)[1].startswith("*New since yesterday:* replies within a day")


@pytest.mark.parametrize(
    ("last", "line"),
    [
        ((60.0,), f"60 weekly active teams last week, up 39: {ABOVE}. Thank you, everyone."),
        ((1.0,), f"weekly active teams at 1 last week, down 20: {BELOW}. What changed?"),
        ((21.0,), "21 weekly active teams last week, unchanged: routine variation."),
        ((None,), "weekly active teams for the week of 9 Mar is not in yet; the last one was 21."),
        ((None, 22.0), "22 weekly active teams last week: routine variation."),
    ],
)  # fmt: skip
def test_every_verdict_can_be_said(last, line):
    assert said(star=figure(TEAMS, *last))[0] == f"*North Star:* {line}"


def test_a_percentage_moves_by_points():
    assert ", up 5 points:" in said(star=figure(REPLIES, 26.0))[0]


def test_a_higher_level_is_said_as_one():
    assert "a signal, a higher level for eight weeks now" in said(star=figure(TEAMS, *[27.0, 28.0] * 4))[0]


def test_an_input_with_a_signal_is_told_first():
    told = said(inputs=PULSE.inputs[::-1])[1]

    assert told.index("p95 latency") < told.index("replies within a day")


def test_a_team_is_thanked_for_a_good_signal_of_its_inputs():
    told = said(inputs=(figure(REPLIES, 26.0), figure(REPLIES, 60.0)))[1]

    assert told.endswith(
        "the usual 12 to 31 %. Thank you. And replies within a day at 26 %: routine variation."
    )


@pytest.mark.parametrize(
    ("verdict", "words"),
    [
        (tally(TEAMS, [], MONDAY).verdict, "no number yet for weekly active teams."),
        (replace(PULSE.star.verdict, kind=Kind.TOO_LITTLE), ": too early to call."),
        (replace(PULSE.star.verdict, kind=Kind.SETTLING), ": a new level that is still settling."),
        (replace(LOW, kind=Kind.DOWN, rule=Rule.THREE_OF_FOUR), ": a signal, lower than usual lately."),
    ],
)
def test_what_cannot_be_judged_is_said_as_that(verdict, words):
    assert words in said(star=replace(PULSE.star, verdict=verdict))[0]


def test_a_daily_number_has_its_day():
    daily = replace(TEAMS, cadence=Cadence.DAY)

    assert said(star=replace(PULSE.star, metric=daily))[0].startswith(
        "*North Star:* 26 weekly active teams on 9 Mar, up 5"
    )


def test_an_input_whose_number_is_late_says_so():
    assert "p95 latency for the week of 9 Mar is not in yet" in said(inputs=(figure(LATENCY, None),))[1]


def test_several_inputs_whose_numbers_are_late_say_so_in_one_breath():
    inputs = (figure(LATENCY, None), figure(REPLIES, 26.0), figure(TEAMS, None))

    assert said(inputs=inputs)[1] == (
        "*Our inputs:* replies within a day at 26 %: routine variation; not in yet for the week of 9 Mar:"
        " p95 latency (last 21 ms), weekly active teams (last 21)."
    )


def test_numbers_of_different_periods_that_are_late_are_told_apart():
    monthly = replace(TEAMS, cadence=Cadence.MONTH)

    assert said(inputs=(figure(LATENCY, None), figure(monthly, None)))[1].count("is not in yet") == 2


@pytest.mark.parametrize(
    ("asked", "line"),
    [
        (0, "*Inputs:* no team has one yet. `/nsm input` proposes the first one."),
        (1, "*Inputs:* no signal among 1 input."),
        (9, "*Inputs:* no signal among 9 inputs."),
    ],
)
def test_executives_hear_when_there_is_nothing_to_hear(asked, line):
    assert said(elsewhere=Elsewhere(asked, (), (), ()))[1] == line


def test_nothing_promised_and_nothing_measured_is_no_reproach():
    assert said(inputs=(), promises=Promises(0, 0))[1:3] == [
        "*Our inputs:* none yet. `/nsm input` proposes the first one.",
        "*This week:* no open commitment yet. Who makes the first one?",
    ]


def unheard(metric, told=None):
    return Figure(metric, tally(metric, [], MONDAY).verdict, told)


@pytest.mark.parametrize(
    ("inputs", "line"),
    [
        ((), "*Our inputs:* none yet. `/nsm input` proposes the first one."),
        (
            (unheard(LATENCY), unheard(REPLIES)),
            "*Our inputs:* no number yet for p95 latency, replies within a day: `/nsm log` writes one down.",
        ),
    ],
)
def test_a_new_team_hears_once_a_week_what_is_missing_and_what_to_do(inputs, line):
    nothing = Promises(0, 0)
    first = said(star=unheard(TEAMS), inputs=inputs, promises=nothing)
    later = said(
        day=TUESDAY,
        star=unheard(TEAMS, MONDAY),
        inputs=tuple(replace(each, told=MONDAY) for each in inputs),
        promises=nothing,
    )

    assert first[:2] == [
        "*North Star:* no number yet for weekly active teams.",
        line,
    ]
    assert [each.partition(":*")[0] for each in later] == ["*To talk about"]


def test_executives_of_a_new_organisation_hear_once_a_week_that_there_are_no_inputs():
    nothing = Elsewhere(0, (), (), ())
    later = said(day=TUESDAY, star=unheard(TEAMS, MONDAY), elsewhere=nothing)

    assert not any("Inputs" in each for each in later)


def test_nobody_is_asked_for_the_first_commitment_of_a_week_in_which_all_are_kept():
    assert said(promises=Promises(0, 1))[2] == "*This week:* everything promised is done or on its way."


def test_a_review_asks_which_input_each_thing_should_move():
    done = (Promised("Bo", "Cache the team list"),)

    assert said(is_review=True, day=THURSDAY, promises=Promises(2, 1, DUE, done))[1:] == [
        "*Our inputs:* p95 latency (60 ms); Replies within a day (26 %).",
        "*Done this week:* Cache the team list (Bo). Still open: 2.",
        "*To talk about:* What shipped, which input should it move, and by when would the data show it?",
    ]


@pytest.mark.parametrize(
    ("promises", "line"),
    [
        (Promises(0, 0), "*This week:* no open commitment."),
        (Promises(2, 0), "*This week:* 2 open commitments."),
        (Promises(0, 2), "*Done this week:* 2 commitments. None is open."),
        (
            Promises(1, 5, (), DUE),
            (
                "*Done this week:* 5, among them Cache the team list (Bo); Ask five teams why they left."
                " Still open: 1."
            ),
        ),
    ],
)
def test_a_review_counts_what_it_does_not_read_out(promises, line):
    assert said(is_review=True, promises=promises)[2] == line


def test_executives_hear_the_trend_then_the_inputs_then_the_functions():
    signal = InputScore("Quality", LATENCY, PULSE.inputs[0].verdict)
    recent = tuple((MONDAY, value) for value in (23.0, None, 21.0, 26.0))
    elsewhere = Elsewhere(9, (signal,), recent, (Kept("Docs", done=1, dropped=1), Kept("Quality", moved=2)))
    shown = said(audience="executives", gathering=Gathering.EXECUTIVE, elsewhere=elsewhere)

    assert shown[:3] == [
        (
            "*North Star:* 26 weekly active teams last week, up 5: routine variation."
            " The last 3 weeks: 23, 21, 26."
        ),
        "*Inputs:* 1 of 9 with a signal: Quality, p95 latency at 60 ms, above the usual 12 to 31 ms.",
        "*Teams, last week's commitments kept:* Docs 1 of 2; Quality 2 of 2.",
    ]
    assert len(shown) == 5


@pytest.mark.parametrize("audience", KNOWN)
def test_every_function_has_several_questions_of_its_own_that_take_turns(audience):
    asked = {question(audience, (), turn, "p95 latency") for turn in range(10)}

    assert len(asked) == len(QUESTIONS[audience]) >= 4
    assert not any("{" in each for each in asked)
    assert audience in AUDIENCES


def test_a_teams_own_questions_come_instead_of_ours():
    own = ("What of {input}?", "Who helped you?")

    assert [said(questions=own, turn=turn)[-1] for turn in (0, 1, 2)] == [
        "*To talk about:* What of p95 latency?",
        "*To talk about:* Who helped you?",
        "*To talk about:* What of p95 latency?",
    ]


def test_without_inputs_the_question_is_about_the_north_star():
    assert "weekly active teams" in said(inputs=())[-1]


LONG = a_metric(
    key="long",
    name="Median time from the first opened change to its merge into main, holidays out",
    unit="working hours of a reviewer",
)
LONG_PROMISE = Promised(
    "Maximiliana Theodora von und zu Hohenstein",
    "Go through every change that waits for longer than three days, write to whoever opened it, and say "
    "what is missing or merge it, so that nobody waits over a weekend for a first answer from any of us",
)
HARD = replace(
    PULSE,
    star=figure(LONG, 60.0),
    inputs=(figure(LONG, 60.0), figure(LONG, *[27.0, 28.0] * 4), figure(LONG, None)),
    promises=Promises(60, 60, (LONG_PROMISE,) * 3, (LONG_PROMISE,) * 3),
    questions=("What keeps {input} from moving, and who could do something about it " * 2,),
)
LONG_ELSEWHERE = Elsewhere(
    60,
    tuple(InputScore("Product and Platform Engineering", LONG, HARD.inputs[0].verdict) for _ in range(40)),
    score(LONG, 60.0).recent,
    tuple(Kept(f"Product and Platform Engineering {number}", done=9, dropped=9) for number in range(40)),
)


@pytest.mark.parametrize(
    "pulse",
    [PULSE, HARD, replace(HARD, is_review=True), replace(HARD, elsewhere=LONG_ELSEWHERE)],
    ids=["usual", "long", "long review", "long for executives"],
)
def test_the_lead_reads_it_aloud_within_a_minute(pulse):
    shown = lines(pulse)
    spoken = " ".join(shown)

    assert len(shown) <= 5
    assert len(spoken.split()) <= 150
    assert seconds(spoken) < MINUTE


def test_a_minute_is_a_hundred_and_fifty_words_or_three_hundred_signs_without_spaces():
    assert seconds("word " * 150) == pytest.approx(60, abs=0.5)
    assert seconds("北" * 300) == pytest.approx(60, abs=1)


def test_what_people_write_cannot_change_the_print_around_it():
    assert calm("*a* `b` ~c~ _d_ snake_case\n<!here>") == ("∗a∗ ˋbˋ ∼c∼ ˍdˍ snake_case &lt;!here&gt;")


@settings(deadline=None)
@given(
    name=texts(80), text=texts(300), by=texts(80), unit=texts(30), own=texts(160), told=st.booleans(),
    review=st.booleans(), executive=st.booleans(),
)  # fmt: skip
def test_whatever_people_write_it_stays_five_harmless_lines_of_a_minute(
    name, text, by, unit, own, told, review, executive
):
    metric = a_metric(name=name, unit=unit)
    one = figure(metric, 60.0, told=MONDAY if told else None)
    kept = tuple(Kept(name, done=1) for _ in range(30))
    elsewhere = Elsewhere(30, (InputScore(name, metric, one.verdict),) * 30, score(metric).recent, kept)
    pulse = replace(
        PULSE,
        name=name,
        day=TUESDAY,
        next_day=THURSDAY,
        star=one,
        inputs=(one, one, one),
        promises=Promises(60, 3, (Promised(by, text),) * 3, (Promised(by, text),) * 3),
        questions=(own,),
        is_review=review,
        elsewhere=elsewhere if executive else None,
    )
    shown = lines(pulse)

    require_harmless(views.pulse(pulse))
    assert len("\n".join(shown).splitlines()) <= 5
    assert seconds(" ".join(shown)) < MINUTE


def test_the_thread_says_once_what_settling_means():
    settles = replace(score(TEAMS), verdict=replace(PULSE.star.verdict, kind=Kind.SETTLING))
    details = PulseDetails("Engine", "Teams", (Detail(score(TEAMS)), Detail(settles), Detail(settles)), (), 0)

    assert views.details(details).text.count("_Settling: a new level has begun, and takes ten readings") == 1
    assert "Settling" not in views.details(replace(details, metrics=details.metrics[:1])).text


def test_the_thread_tells_another_part_of_the_story_each_week():
    story = Narrative("Teams", "plain", "Value", "Growth", "More games", is_own=False)
    told = [views.details(PulseDetails("Engine", "Teams", (), (), 0, story, week)).text for week in range(3)]

    assert told == ["*Why this metric?* Value", "*Why now?* Growth", "*What if we succeed?* More games"]


@settings(deadline=None)
@given(name=texts(80), words=texts(1500), text=texts(300), by=texts(80))
def test_sixty_promises_and_the_longest_definitions_fit_the_thread(name, words, text, by):
    metric = a_metric(name=name, definition=words)
    promises = tuple(Promised(by, text) for _ in range(60))
    told = PulseDetails(
        name,
        name,
        (Detail(score(metric, 26.0), words),) * 4,
        promises,
        3,
        Narrative(name, name, words, words, words, is_own=True),
        1,
    )

    require_harmless(views.details(told))
