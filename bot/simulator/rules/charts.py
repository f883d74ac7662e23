"""The `data_visualization` block: lines, bars, areas and pies."""

from typing import Any

from bot.simulator.rules.checks import Check, Report, items, number, one_of, record, say, string, typed

_LABEL, _SERIES, _POINTS = 20, 6, 20

_point = record({"label": string(_LABEL), "value": number})
_series = record({"name": string(_LABEL), "data": items(_point, _POINTS)})
_axis = record({"categories": items(string(_LABEL), _POINTS)}, {"x_label": string(50), "y_label": string(50)})


def _complete(chart: dict[str, Any], where: str, report: Report) -> None:
    """Every series has its own name, and one point for each category."""
    if report:
        return
    names = [each["name"] for each in chart["series"]]
    if len(names) != len(set(names)):
        say(report, "series must have distinct names", f"{where}/series")
    for index, each in enumerate(chart["series"]):
        if [point["label"] for point in each["data"]] != chart["axis_config"]["categories"]:
            say(report, "labels must match the categories", f"{where}/series/{index}/data")


def _over_time(kind: str) -> Check:
    fields = {"type": one_of(kind), "series": items(_series, _SERIES), "axis_config": _axis}
    return record(fields, also=_complete)


chart = typed(
    {
        "line": _over_time("line"),
        "bar": _over_time("bar"),
        "area": _over_time("area"),
        "pie": record({"type": one_of("pie"), "segments": items(_point, _SERIES)}),
    }
)
