"""How a source is spoken of: to whoever answers for its numbers, and in the list of all."""

from collections.abc import Sequence

from bot.blocks.commands import nsm
from bot.blocks.layout import Message, words
from bot.blocks.text import clock_time, escape, line, mention, when
from rituals.failing import SourceFails
from rituals.scoreboard import Score
from rituals.source_list import Listed
from storage.records.sources import OPERATOR

_LONGEST = 400
_MOST = 30
_MEANWHILE = (
    "What was read before stands as it is, with a word that it may be old. I go on trying at every hour it is"
    " due; whoever runs Polaris can mend it. Until then {log} writes down a reading by hand."
)


def fails(facts: SourceFails) -> Message:
    """What is wrong, what stands meanwhile, and who can mend it; or that it works again."""
    source = f"“{escape(facts.source)}”"
    numbers = f", where {_listed(facts.metrics)} come{'s' if len(facts.metrics) == 1 else ''} from,"
    from_where = f"The source {source}{numbers if facts.metrics else ''}"
    if facts.works_again_at is not None:
        text = f"{from_where} works again since {clock_time(facts.works_again_at, facts.zone)}."
        return Message(text, [words(text)])
    since = clock_time(facts.since, facts.zone)
    text = "\n".join(
        [
            f"{from_where} fails since {since}:",
            f">{line(facts.error, _LONGEST)}",
            _MEANWHILE.format(log=nsm("log")),
        ]
    )
    return Message(text, [words(text)])


def caveat(score: Score, zone: str) -> str:
    """What stands beside a number whose last pull did not go well; nothing where all is well."""
    since = next((each.since for each in score.caveats if each.since), None)
    return f" · *Its source fails since {clock_time(since, zone)}*" if since else ""


def _listed(metrics: Sequence[str]) -> str:
    shown = ", ".join(f"*{escape(name)}*" for name in metrics[:5])
    return shown if len(metrics) <= 5 else f"{shown} and {len(metrics) - 5} more"


def listed(sources: Sequence[Listed], zone: str) -> Message:
    """Every source, with when it last went well, its hours in the reader's zone."""
    if not sources:
        text = (
            f"*No source yet.* Readings are written down with {nsm('log')}, or loaded from a file."
            " Whoever runs Polaris can have them pulled from a database or a CSV: see docs/sources.md."
        )
        return Message(text, [words(text)])
    title = "*Where our numbers come from*"
    lines = [_line(each, zone) for each in sources[:_MOST]]
    if len(sources) > _MOST:
        lines.append(f"… and {len(sources) - _MOST} more")
    return Message("\n".join([title, *lines]), [words(title), *map(words, lines)])


def _line(each: Listed, zone: str) -> str:
    source, well = each.source, "never went well yet"
    by = "from the operator's file" if source.added_by == OPERATOR else f"added by {mention(source.added_by)}"
    told = f"*{escape(source.name)}* ({escape(source.kind)}, {by})"
    if each.metrics:
        told += f": {_listed(each.metrics)}"
    if source.last_success_at is not None:
        well = f"last went well {when(source.last_success_at, zone)}"
    if source.failing_since is None:
        return f"✓ {told}\n\u2003{well}{'' if each.rows is None else f', {each.rows} rows'}"
    wrong = f"\n\u2003{line(source.error, _LONGEST)}" if source.error else ""
    return f"⚠ {told}\n\u2003fails since {when(source.failing_since, zone)}; {well}{wrong}"
