"""What a source brought, in words: when it was tried, and when it was pulled."""

from collections.abc import Sequence

from bot.blocks import phrases
from bot.blocks.text import escape, line
from rituals.trial import Brought, Trial
from storage.records.sources import RunState, SourceRun

# Of what was left out, so much is shown; characters of each line.
_FAULTS, _LONGEST = 8, 200
_NAMES = 6


def told(trial: Trial) -> list[str]:
    """Lines: what came, which metrics it is of, what is left out and why."""
    if trial.problem is not None:
        return ["*It does not work yet.*", f">{line(trial.problem, 400)}"]
    lines = [
        f"*{counted(trial.rows, 'value')} came.*" if trial.brought else "*Nothing of it can be used yet.*"
    ]
    lines += [brought(each) for each in trial.brought]
    if trial.brought:
        lines.append(_news(trial))
    if trial.missing:
        lines.append(f"⚠ Not in it: {_names(trial.missing)}.")
    if trial.strangers:
        lines.append(f"Passed over, for no metric is called so: {_names(trial.strangers)}.")
    if trial.doubts:
        lines += ["⚠ *Taken, and worth a look:*", *wrong(trial.doubts)]
    if trial.faults:
        is_one = len(trial.faults) == 1
        lines.append(f"⚠ *{counted(len(trial.faults), 'value')} {'is' if is_one else 'are'} left out:*")
        lines += wrong(trial.faults)
    return lines


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


def _news(trial: Trial) -> str:
    return f"If it were pulled now: {_written(trial.new, trial.changed, trial.kept)}"


def _written(new: int, changed: int, kept: int) -> str:
    parts = [f"{counted(new, 'reading')} new", f"{counted(changed, 'reading')} corrected" if changed else ""]
    if kept:
        parts.append(f"{kept} kept as a person wrote {'it' if kept == 1 else 'them'}")
    if not (new or changed or kept):
        return "nothing new; all of it stands already."
    return f"{', '.join(filter(None, parts))}."


def _names(names: Sequence[str]) -> str:
    shown = ", ".join(f"“{line(name, 60)}”" for name in names[:_NAMES])
    return shown if len(names) <= _NAMES else f"{shown} and {len(names) - _NAMES} more"
