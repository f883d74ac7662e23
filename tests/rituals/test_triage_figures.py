"""How fast and how locally conflicts end, in honest figures."""

from datetime import UTC, date, datetime, timedelta

from rituals.triage_figures import figures, quarter_before, quarter_of
from storage.records.conflicts import ConflictState, Side
from tests.making import a_conflict, a_decision

MARCH = datetime(2026, 3, 2, 9, tzinfo=UTC)
QUARTER = date(2026, 1, 1)


def at(days):
    return MARCH + timedelta(days=days)


def decided(number, took, **fields):
    """A case of March, and its decision after so many days."""
    case = a_conflict(id=f"k{number}", raised_at=MARCH, state=ConflictState.DECIDED, **fields)
    return case, a_decision(id=f"d{number}", conflict=case.id, decided_at=at(took))


def of(pairs, *others, quarter=QUARTER, zone="UTC"):
    return figures([*(case for case, _ in pairs), *others], [made for _, made in pairs], quarter, zone)


def test_the_typical_time_is_the_median_once_there_are_five():
    few = of([decided(number, took) for number, took in enumerate([9, 1, 2, 20])])
    enough = of([decided(number, took) for number, took in enumerate([9, 1, 2, 20, 3])])

    assert (few.decided, few.typical) == (4, None)
    assert few.took[0] == timedelta(days=1)
    assert enough.typical == timedelta(days=3)


def test_a_superseding_decision_is_no_second_one():
    case, first = decided(1, 3)
    second = a_decision(id="d2", conflict=case.id, supersedes=first.id, decided_at=at(20))

    assert figures([case], [first, second], QUARTER, "UTC").took == (timedelta(days=3),)


def test_the_share_settled_locally_leaves_out_what_was_taken_back():
    settled = [
        a_conflict(id=f"s{number}", state=ConflictState.SETTLED, raised_at=MARCH, closed_at=at(5))
        for number in range(3)
    ]
    withdrawn = a_conflict(id="w", state=ConflictState.WITHDRAWN, raised_at=MARCH, closed_at=at(5))
    two = [decided(1, 1), decided(2, 2)]

    assert of(two, *settled, withdrawn).local_share == 3 / 5
    assert of(two, *settled[:2], withdrawn).local_share is None


def test_a_repeat_has_the_same_two_teams_and_an_input_in_common_with_an_earlier_decision():
    first = decided(1, 2, ours=Side(input="a"), theirs=Side(input="b"))

    def raised(day, **fields):
        return a_conflict(id=f"later{day}", raised_at=at(day), **fields)

    other_way_round = raised(5, team="docs", other_team="rendering", ours=Side(input="b"))
    too_early = raised(1, ours=Side(input="a"))
    other_input = raised(6, ours=Side(input="c"))
    other_team = raised(7, other_team="sales", ours=Side(input="a"))
    everybody = raised(8, team=None, ours=Side(input="a"))

    found = of([first], other_way_round, too_early, other_input, other_team, everybody)
    assert (found.raised, found.repeats) == (6, 1)


def test_what_happened_counts_in_the_quarter_of_the_organisations_day():
    new_year = datetime(2025, 12, 31, 23, 30, tzinfo=UTC)
    case = a_conflict(raised_at=new_year)

    assert of([], case).raised == 0
    assert of([], case, zone="Europe/Berlin").raised == 1


def test_one_raised_in_a_quarter_and_decided_in_the_next_counts_in_each_once():
    pair = decided(1, 40)

    assert (of([pair]).raised, of([pair]).decided) == (1, 0)
    second = of([pair], quarter=date(2026, 4, 1))
    assert (second.raised, second.took) == (0, (timedelta(days=40),))


def test_quarters_follow_the_calendar():
    assert quarter_of(date(2026, 12, 31)) == date(2026, 10, 1)
    assert quarter_before(date(2026, 1, 1)) == date(2025, 10, 1)
