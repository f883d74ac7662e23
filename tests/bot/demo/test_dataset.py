"""A folder of readings is read whole or refused with a sentence; each reading has its hour of arrival."""

from datetime import UTC, date, datetime

import pytest

from bot.demo.dataset import PACKAGED, DatasetProblem, read

CARDS = """
title: A shop
metrics:
  - {key: orders, name: Repeat orders, kind: nsm, unit: count, direction: up, team: All, hypothesis: Back}
  - {key: wait, name: Waiting time, kind: input, unit: seconds, direction: down, team: Desk}
"""


@pytest.fixture
def folder(tmp_path):
    def write(rows="orders,2026-01-05,3\nwait,2026-01-12,4.5\n", cards=CARDS, **others):
        (tmp_path / "shop.csv").write_text(f"metric,period_start,value\n{rows}")
        (tmp_path / "shop.metrics.yml").write_text(cards)
        for name, text in others.items():
            (tmp_path / name.replace("_", ".")).write_text(text)
        return tmp_path

    return write


def test_the_packaged_readings_are_those_of_the_readme():
    data = read(PACKAGED)

    assert (len(data.rows), len(data.cards)) == (2651, 11)
    assert data.north_star.key == "weekly_active_contributors"
    assert data.story.levers.keys() == {card.key for card in data.inputs}


def test_the_demo_begins_on_a_monday_a_year_before_the_data_end():
    assert read(PACKAGED).start == date(2025, 8, 11)


def test_of_short_data_a_third_has_passed_when_the_demo_begins(folder):
    rows = "".join(f"orders,2026-{month:02}-{day},1\n" for month, day in [(1, "05"), (2, "02"), (3, "30")])

    assert read(folder(rows)).start == date(2026, 2, 2)


def test_a_week_comes_in_on_the_monday_after_it(folder):
    data = read(folder())
    monday = datetime(2026, 1, 12, 6, tzinfo=UTC)

    assert data.next_arrival(datetime(2026, 1, 11, tzinfo=UTC)) == monday
    assert [row.metric for row in data.arrived(None, monday)] == ["orders"]
    assert [row.metric for row in data.arrived(monday, datetime(2026, 2, 1, tzinfo=UTC))] == ["wait"]
    assert data.next_arrival(datetime(2026, 2, 1, tzinfo=UTC)) is None


def test_of_several_tables_the_one_named_like_the_metrics_is_read(folder):
    data = read(folder(shop_links_csv="input,team\n", shop_corr_csv="nsm,input\n"))

    assert len(data.rows) == 2


def test_without_a_story_the_hypothesis_says_why(folder):
    data = read(folder())

    assert data.narrative.why_this == "Back"
    assert data.narrative.vision
    assert data.story.commitments == ()


@pytest.mark.parametrize(
    "wrong",
    [
        {"rows": "orders,2026-01-06,3\n"},
        {"rows": "unheard,2026-01-05,3\n"},
        {"rows": ""},
        {"cards": "metrics: [{key: orders}]"},
        {"cards": "- no\n- mapping"},
        {"cards": "a: [b"},
        {"cards": CARDS.replace("nsm", "input")},
        {"another_metrics_yml": CARDS},
    ],
)
def test_what_is_not_such_a_folder_is_refused_with_a_sentence(folder, wrong):
    with pytest.raises(DatasetProblem):
        read(folder(**wrong))


def test_an_output_is_the_sum_of_the_weeks_that_ended_in_a_month():
    data = read(PACKAGED)
    output = next(each for each in data.story.outputs if each.key == "new_contributors")
    months = {row.period_start: row.value for row in output.rows(data.rows)}
    weeks = [row for row in data.rows if row.metric == output.of]

    assert (min(months), max(months)) == (date(2022, 2, 1), date(2026, 7, 1))  # no month is cut off
    assert months[date(2026, 7, 1)] == sum(
        row.value for row in weeks if date(2026, 6, 29) <= row.period_start <= date(2026, 7, 20)
    )


def test_a_month_comes_in_when_it_is_over():
    data = read(PACKAGED)
    output = next(data.story.outputs[0].rows(data.rows))

    assert data.arrival(output) == datetime(2022, 3, 1, 6, tzinfo=UTC)
