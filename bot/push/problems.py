"""Why a request is turned away, as JSON with a sentence that says how it is mended."""

from collections.abc import Sequence
from functools import singledispatch

from aiohttp import web
from pydantic import ValidationError

from bot.push.models import MOST_ROWS, Problem, RowFault
from rituals.errors import RitualError
from rituals.pushing import TOLD, BeyondToken, Fault, NoSuchYear, NotAStart, Twice
from rituals.recording import LARGEST, PeriodNotOver, UnknownMetric
from storage.records.metrics import Cadence

_STARTS = {Cadence.WEEK: "A week starts on a Monday", Cadence.MONTH: "A month starts on the 1st"}

# What pydantic calls it -> what it means for whoever wrote the request.
_WORDS = {
    "missing": "It is missing.",
    "extra_forbidden": "There is no such field; leave it out.",
    "finite_number": "It has to be a finite number. Leave the reading out when there is none.",
    "float_type": "It has to be a number, not in quotes. Leave the reading out when there is none.",
    "greater_than_equal": f"It has to lie between -{LARGEST:g} and {LARGEST:g}.",
    "less_than_equal": f"It has to lie between -{LARGEST:g} and {LARGEST:g}.",
    "too_short": "It needs at least one reading.",
    "too_long": f"At most {MOST_ROWS} readings go into one request; send several.",
    "string_too_short": "It must not be empty.",
    "model_type": "A reading is an object with metric, period_start and value.",
    "list_type": "It has to be a list of readings.",
    "json_invalid": "It holds half a character.",
    "string_pattern_mismatch": "It holds a NUL, which no text does.",
    "string_too_long": "It is longer than it may be.",
    "string_type": "It has to be text.",
}
_A_DATE = "It has to be a date such as 2026-03-09."


class Refused(Exception):
    """The request is turned away with this status and problem."""

    def __init__(
        self, status: int, error: str, message: str, rows: Sequence[RowFault] = (), **headers: str
    ) -> None:
        super().__init__(error)
        self.status, self.headers = status, {name.replace("_", "-"): text for name, text in headers.items()}
        self.problem = Problem(error=error, message=message, rows=list(rows))

    def response(self) -> web.Response:
        return web.json_response(
            text=self.problem.model_dump_json(), status=self.status, headers=self.headers
        )


def of_rows(faults: Sequence[Fault]) -> Refused:
    """Nothing was written: 403 where the token is all that stands in the way, else 422."""
    rows = [
        RowFault(row=fault.row, field=_field(fault.problem), message=say(fault.problem)) for fault in faults
    ]
    if all(isinstance(fault.problem, BeyondToken) for fault in faults):
        return Refused(403, "forbidden", "Nothing was written: the token is not for these metrics.", rows)
    return Refused(422, "rows", _nothing_written(len(rows)), rows)


def of_shape(problem: ValidationError) -> Refused:
    """What is sent does not have the shape it should have."""
    told = problem.errors(include_url=False, include_context=False, include_input=False)[:TOLD]
    rows = [_row_fault(each["loc"], _words(each["type"])) for each in told]
    return Refused(422, "rows", _nothing_written(len({row.row for row in rows})), rows)


def of_query(problem: ValidationError) -> Refused:
    """The query asks for what there is not."""
    first = problem.errors(include_url=False, include_context=False, include_input=False)[0]
    name = ".".join(map(str, first["loc"]))[:80]
    return Refused(422, "query", f"{name}: {_words(first['type'])}")


def of_question(problem: RitualError) -> Refused:
    """Nothing is read back."""
    if isinstance(problem, BeyondToken):
        return Refused(403, "forbidden", say(problem))
    return Refused(404, "unknown_metric", say(problem))


@singledispatch
def say(problem: RitualError) -> str:
    """What is wrong with a row, and how it is mended."""
    raise NotImplementedError(type(problem))


@say.register
def _(problem: UnknownMetric) -> str:
    meant = f" Did you mean {' or '.join(problem.near)}?" if problem.near else ""
    return f"No metric goes by “{problem.typed}”.{meant}"


@say.register
def _(problem: BeyondToken) -> str:
    return f"The token {problem.token} is not for {problem.metric}: create one that is."


@say.register
def _(problem: NotAStart) -> str:
    return f"{_STARTS[problem.cadence]}: {problem.start} or {problem.following}."


@say.register
def _(problem: NoSuchYear) -> str:
    return f"Nobody counted in the year {problem.day.year}: {_A_DATE}"


@say.register
def _(problem: PeriodNotOver) -> str:
    return f"The {problem.cadence} of {problem.start} is not over before {problem.over_on}: send it then."


@say.register
def _(problem: Twice) -> str:
    return f"Reading {problem.first} is for the same metric and period: leave one of them out."


def _field(problem: RitualError) -> str:
    if isinstance(problem, UnknownMetric | BeyondToken):
        return "metric"
    return "period_start"


def _row_fault(place: tuple[int | str, ...], message: str) -> RowFault:
    """`place` is ("readings", 3, "value"), ("value",) of a single one, or ("readings",) itself."""
    number = next((part + 1 for part in place if isinstance(part, int)), 1)
    names = [part for part in place if isinstance(part, str)]
    return RowFault(row=number, field=(names[-1] if names else "")[:80], message=message)


def _words(kind: str) -> str:
    return _WORDS.get(kind, _A_DATE)


def _nothing_written(rows: int) -> str:
    return f"Nothing was written: {rows} reading{'' if rows == 1 else 's'} cannot be taken."
