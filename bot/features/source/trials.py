"""What a source brought, in words: when it was tried, and when it was pulled."""

from collections.abc import Sequence

from bot.blocks import phrases
from bot.blocks.text import escape, line, some
from rituals.trial import Brought, Trial
from storage.records.sources import RunState, SourceRun

# Of what was left out, so much is shown; characters of each line.
_FAULTS, _LONGEST = 8, 200
_NAMES = 6


def told(trial: Trial) -> str:
    """What came, which metrics it is of, what is left out and why."""
    if trial.problem is not None:
        return f"*It does not work yet.*\n>{line(trial.problem, 400)}"
    came = f"*{counted(trial.rows, 'value')} came.*"
    parts = [[came if trial.brought else "*Nothing of it can be used yet.*", *map(brought, trial.brought)]]
    if trial.brought:
        parts.append([f"If it were pulled now: {_written(trial.new, trial.changed, trial.kept)}"])
    if trial.missing:
        parts.append([f"⚠ Not in it: {_names(trial.missing)}."])
    if trial.strangers:
        parts.append([f"Passed over, as no metric has that name: {_names(trial.strangers)}."])
    if trial.doubts:
        parts.append(["⚠ *Taken, and worth a look:*", *wrong(trial.doubts)])
    if trial.faults:
        is_one = len(trial.faults) == 1
        left_out = f"⚠ *{counted(len(trial.faults), 'value')} {'is' if is_one else 'are'} left out:*"
        parts.append([left_out, *wrong(trial.faults)])
    return "\n\n".join("\n".join(part) for part in parts)


def wrong(faults: Sequence[str]) -> list[str]:
    """What is wrong, line by line, as a quotation."""
    more = len(faults) - _FAULTS
    shown = [f">{line(each, _LONGEST)}" for each in faults[:_FAULTS]]
    return [*shown, f">… and {more} more"] if more > 0 else shown


def pulled(run: SourceRun) -> str:
    """How one pull went."""
    if run.state is RunState.FAILED:
        return f"⚠ It failed:\n>{line(run.error or '', 400)}"
    text = f"Pulled just now: {_written(run.new, run.changed, run.kept)}"
    return f"{text}\n⚠ {line(run.error, 400)}" if run.error else f"✓ {text}"


def counted(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}".replace(",", "\u202f")


def brought(each: Brought) -> str:
    name, periods = escape(each.metric.name), counted(each.periods, each.metric.cadence)
    first, last = (phrases.period(day, each.metric) for day in (each.first, each.last))
    return f"✓ *{name}*: {periods}, {f'from {first} to {last}' if each.periods > 1 else first}"


def _written(new: int, changed: int, kept: int) -> str:
    parts = [f"{counted(new, 'reading')} new" if new else "nothing new"]
    if changed:
        parts.append(f"{counted(changed, 'reading')} corrected")
    if kept:
        parts.append(f"{kept} kept as a person wrote {'it' if kept == 1 else 'them'}")
    if not (new or changed or kept):
        return "nothing new; all of it stands already."
    return f"{', '.join(parts)}."


def _names(names: Sequence[str]) -> str:
    return some([f"“{line(name, 60)}”" for name in names], _NAMES)
