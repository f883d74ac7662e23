"""The lines of a standup pulse: five at most, a minute at most, and nothing said twice.

What does not fit in a minute is shortened step by step; the thread has it in full.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.blocks.caveats import glad, is_hardly_right, note, remark
from bot.blocks.commands import nsm
from bot.blocks.limits import shorten
from bot.blocks.phrases import amount, amounts, in_a_sentence, named, period
from bot.blocks.text import escape, some
from bot.features.pulse.aloud import calm, seconds
from bot.features.pulse.figures import full, judged, late, missing, to_people
from bot.features.pulse.questions import of_signal, question, review
from rituals.pulse import Elsewhere, Figure, StandupPulse
from rituals.pulse_promises import Promised
from rituals.scoreboard import InputScore, Kept
from rituals.signals import Kind, Verdict
from storage.records.metrics import Metric

MINUTE = 60


@dataclass(frozen=True, slots=True)
class _Room:
    """How much may be said: characters of a name and of a promise, and how many of each."""

    name: int
    promise: int
    promises: int
    figures: int


_ROOMS = (
    _Room(80, 90, 3, 3),
    _Room(60, 60, 3, 3),
    _Room(45, 50, 2, 3),
    _Room(40, 40, 1, 2),
    _Room(30, 30, 1, 1),
)
# Characters of a line, when what people wrote leaves no other way; 60 fit whatever the script.
_CUTS = range(240, 59, -20)


def lines(pulse: StandupPulse) -> Sequence[str]:
    """What is read out, line by line, in mrkdwn."""
    shown: Sequence[str] = ()
    for room in _ROOMS:
        shown = _lines(pulse, room)
        if _fits(shown):
            return shown
    return next(cut for longest in _CUTS if _fits(cut := [shorten(line, longest) for line in shown]))


def _fits(shown: Sequence[str]) -> bool:
    return seconds(" ".join(shown)) < MINUTE


def _lines(pulse: StandupPulse, room: _Room) -> Sequence[str]:
    if pulse.elsewhere is not None:
        found = [
            _trend(pulse, pulse.elsewhere, room),
            _everybodys_inputs(pulse, pulse.elsewhere, room),
            _functions(pulse.elsewhere, room),
            _promises(pulse, room),
        ]
    else:
        found = [_star(pulse, room), _inputs(pulse, room), _promises(pulse, room)]
    return [line for line in [*found, _question(pulse, room)] if line]


def _star(pulse: StandupPulse, room: _Room) -> str:
    """In full when it is new; a few words on the mornings after; nothing twice on one day."""
    star = pulse.star
    if star.told == pulse.day or (star.told is not None and _is_unheard(star)):
        return ""
    if star.told is None:
        said = full(star.verdict, _short_of(star.metric, room), glad(star, "Thank you, everyone."))
    else:
        said = _again(star, pulse.day, room)
    return f"*North Star:* {said}{escape(note(star))}"


def _again(figure: Figure, today: date, room: _Room) -> str:
    """The same number as before, said without making news of it."""
    assert figure.told is not None
    metric, verdict = _short_of(figure.metric, room), figure.verdict
    if verdict.kind is Kind.MISSING:
        return f"{missing(verdict, metric)}."
    return f"still {calm(named(verdict, metric))}, {_since(figure.told, today)}."


def _since(told: date, today: date) -> str:
    return f"as on {told:%A}" if (today - told).days > 1 else "as yesterday"


def _trend(pulse: StandupPulse, elsewhere: Elsewhere, room: _Room) -> str:
    """The North Star for executives: the trend before anything else."""
    line = _star(pulse, room)
    bare = replace(pulse.star.metric, unit="count")
    values = amounts([value for _, value in elsewhere.recent if value is not None], bare)
    if pulse.star.told is not None or len(values) < 2:
        return line
    return f"{line} The last {len(values)} {pulse.star.metric.cadence}s: {calm(', '.join(values))}."


def _everybodys_inputs(pulse: StandupPulse, elsewhere: Elsewhere, room: _Room) -> str:
    if not elsewhere.asked:
        none = f"*Inputs:* no team has one yet. {nsm('input')} proposes the first one."
        return none if _is_first(pulse) else ""
    if not elsewhere.signals:
        return f"*Inputs:* no signal among {_many(elsewhere.asked, 'input')}."
    told = _joined([_signal(each, room) for each in elsewhere.signals], room)
    return f"*Inputs:* {len(elsewhere.signals)} of {elsewhere.asked} with a signal: {told}."


def _signal(each: InputScore, room: _Room) -> str:
    metric = _short_of(each.metric, room)
    told = judged(each.verdict, metric).removeprefix("a signal, ")
    beside = escape(remark(each))
    return f"{calm(each.team, room.name)}, {calm(named(each.verdict, metric))}, {told}{beside}"


def _functions(elsewhere: Elsewhere, room: _Room) -> str:
    """What became of last week's commitments, by team in the order of their names."""
    told = [_kept(each, room) for each in elsewhere.kept if each.team is not None and each.answered]
    return f"*Teams, last week's commitments kept:* {_joined(told, room)}." if told else ""


def _kept(kept: Kept, room: _Room) -> str:
    return f"{calm(kept.team or '', room.name)} {kept.done + kept.moved} of {kept.answered}"


def _inputs(pulse: StandupPulse, room: _Room) -> str:
    if not pulse.inputs:
        return f"*Our inputs:* none yet. {nsm('input')} proposes the first one." if _is_first(pulse) else ""
    new = [each for each in pulse.inputs if each.told is None]
    new.sort(key=lambda each: not each.verdict.is_signal)  # in a hurry, that is what is read
    if pulse.is_review:
        return f"*Our inputs:* {_joined([_brief(each, room) for each in pulse.inputs], room)}."
    if new:
        return f"*{_ours(pulse, new)}:* {_news(new, room)}"
    focus = _focus(pulse)
    if focus is None or _is_unheard(focus):
        return ""
    return f"*In focus today:* {_looked_at(focus, pulse.day, room)}."


def _looked_at(focus: Figure, today: date, room: _Room) -> str:
    """An input of which all was said this week; that it is routine is no news a second time."""
    metric, verdict = _short_of(focus.metric, room), focus.verdict
    if focus.told is None or verdict.is_signal or verdict.kind is Kind.MISSING:
        return _input(focus, room, ", ")
    return f"{calm(named(verdict, metric))}, {_since(focus.told, today)}{escape(remark(focus))}"


def _news(new: Sequence[Figure], room: _Room) -> str:
    """Those with a signal, and what it asks of people; then the others, those that are late in one breath."""
    late_ones = [each for each in new if _is_plainly_late(each)]
    together = [each for each in late_ones if _when(each) == _when(late_ones[0])]
    together = together if len(together) > 1 else []
    unheard = [each for each in new if _is_unheard(each)]
    told = [_input(each, room) for each in new if each not in [*together, *unheard]]
    told += [_late(together, room)] if together else []
    told += [_unheard(unheard, room)] if unheard else []
    loud = min(sum(each.verdict.is_signal for each in new), room.figures)
    turned = to_people(_to_be_glad_of(new))
    if not turned or loud == len(told):
        return f"{_joined(told, room)}.{turned}"
    others = _joined(told[loud:], replace(room, figures=room.figures - loud))
    return f"{'; '.join(told[:loud])}.{turned} And {others.removeprefix('and ')}."


def _is_plainly_late(figure: Figure) -> bool:
    is_missing = figure.verdict.kind is Kind.MISSING and figure.verdict.latest is not None
    return is_missing and not remark(figure)


def _late(figures: Sequence[Figure], room: _Room) -> str:
    """Several numbers that are not there yet: their period once, then each with the last one there was."""
    names = [late(each.verdict, _short_of(each.metric, room)) for each in figures]
    return f"not in yet for {_when(figures[0])}: {some(names, room.figures)}"


def _is_unheard(figure: Figure) -> bool:
    """Whether it never had a number, and nothing explains why."""
    return figure.verdict.latest is None and not remark(figure)


def _unheard(figures: Sequence[Figure], room: _Room) -> str:
    """What to do for a first number, once for all that have none; mornings after keep silent about it."""
    names = [calm(in_a_sentence(_short_of(each.metric, room).name)) for each in figures]
    return f"no number yet for {some(names, room.figures)}: {nsm('log')} writes one down"


def _is_first(pulse: StandupPulse) -> bool:
    """Whether it is this week's first in the channel."""
    return pulse.star.told in {None, pulse.day}


def _when(figure: Figure) -> str:
    return period(figure.verdict.period, figure.metric, figure.verdict.period)


def _to_be_glad_of(new: Sequence[Figure]) -> Sequence[Verdict]:
    """The verdicts but for a welcome one on a number that can hardly be right."""
    return [each.verdict for each in new if not (each.verdict.good and is_hardly_right(each))]


def _ours(pulse: StandupPulse, new: Sequence[Figure]) -> str:
    if len(new) < len(pulse.inputs):
        return "New since yesterday"
    return "Our input" if len(new) == 1 else "Our inputs"


def _input(figure: Figure, room: _Room, joint: str = ": ") -> str:
    """One input in a few words: `30 tests added: routine variation`."""
    metric, verdict = _short_of(figure.metric, room), figure.verdict
    if verdict.kind is Kind.MISSING:
        return f"{missing(verdict, metric)}{escape(remark(figure))}"
    return f"{calm(named(verdict, metric))}{joint}{judged(verdict, metric)}{escape(remark(figure))}"


def _brief(figure: Figure, room: _Room) -> str:
    metric, value = _short_of(figure.metric, room), figure.verdict.value
    told = f" ({calm(amount(value, metric))})" if value is not None else ""
    return f"{calm(metric.name)}{told}{escape(remark(figure))}"


def _joined(parts: Sequence[str], room: _Room) -> str:
    more = len(parts) - room.figures
    return "; ".join([*parts[: room.figures], *([f"and {more} more"] if more > 0 else [])])


def _promises(pulse: StandupPulse, room: _Room) -> str:
    promises = pulse.promises
    if pulse.is_review:
        return _reviewed(pulse, room)
    if not promises.open and promises.kept:
        return "*This week:* everything promised is done or on its way."
    if not promises.open:  # asked once a week: below it is a button on every morning
        return "*This week:* no open commitment yet. Who makes the first one?" if _is_first(pulse) else ""
    counted = f"*This week:* {_many(promises.open, 'open commitment')}"
    return f"{counted}. Due: {_read_out(promises.due, room)}." if promises.due else f"{counted}."


def _reviewed(pulse: StandupPulse, room: _Room) -> str:
    promises = pulse.promises
    if not promises.kept:  # nobody may have been asked yet how theirs went
        return f"*This week:* {_many(promises.open, 'open commitment')}."
    left = f"Still open: {promises.open}." if promises.open else "None is open."
    read = promises.done[: room.promises]
    told = _read_out(read, room) if read else _many(promises.kept, "commitment")
    among = f"{promises.kept}, among them " if 0 < len(read) < promises.kept else ""
    return f"*Done this week:* {among}{told}. {left}"


def _read_out(promised: Iterable[Promised], room: _Room) -> str:
    chosen = list(promised)[: room.promises]
    return "; ".join(_promise(each, room) for each in chosen)


def _promise(promised: Promised, room: _Room) -> str:
    text = calm(promised.text.rstrip(" .!?"), room.promise)
    return f"{text} ({calm(promised.by, 30)})" if promised.by else text


def _question(pulse: StandupPulse, room: _Room) -> str:
    if pulse.is_review and not pulse.questions:
        return f"*To talk about:* {review(pulse.audience)}"
    focus = _focus(pulse) or pulse.star
    name = in_a_sentence(_short_of(focus.metric, room).name)
    asked = question(pulse.audience, pulse.questions, pulse.turn, name)
    if _is_new_signal(focus) and not pulse.questions:
        asked = of_signal(pulse.audience, name)
    return f"*To talk about:* {calm(asked)}"


def _focus(pulse: StandupPulse) -> Figure | None:
    """The input whose turn it is; a signal does not wait for its own."""
    loud = [each for each in pulse.inputs if _is_new_signal(each)]
    inputs = loud or pulse.inputs
    return inputs[pulse.turn % len(inputs)] if inputs else None


def _is_new_signal(figure: Figure) -> bool:
    return figure.told is None and figure.verdict.is_signal


def _short_of(metric: Metric, room: _Room) -> Metric:
    return replace(metric, name=shorten(metric.name, room.name))


def _many(count: int, thing: str) -> str:
    return f"{count or 'no'} {thing}" if count < 2 else f"{count} {thing}s"
