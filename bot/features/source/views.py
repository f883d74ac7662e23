"""How a source is spoken of: to whoever answers for its numbers, and in the list of all."""

from collections.abc import Sequence
from dataclasses import dataclass

from slack_sdk.models.blocks import ActionsBlock, Block, ButtonElement
from slack_sdk.models.blocks.basic_components import ConfirmObject, PlainTextObject

from bot.blocks.commands import nsm
from bot.blocks.layout import Message, aside, words
from bot.blocks.text import clock_time, escape, line, mention, some, when
from bot.blocks.values import pack
from bot.features.load.views import OPEN
from bot.features.source import trials
from rituals.failing import SourceFails
from rituals.source_list import Listed, Sources
from storage.records.sources import OPERATOR, KnownSource, RunState, SourceRun

ADD = "source.add"
CHANGE = "source.change"
PULL = "source.pull"
PAUSE = "source.pause"
RESUME = "source.resume"
REMOVE = "source.remove"

_LONGEST = 400
_MOST = 20
_KINDS = {
    "sql": "database",
    "csv": "file",
    "csv_web": "CSV on the web",
    "json": "JSON on the web",
    "prometheus": "Prometheus",
}
_MEANWHILE = (
    "What was read before stands as it is, with a word that it may be old. I go on trying at every hour it is"
    " due; {mender}. Until then {log} writes down a reading by hand."
)


@dataclass(frozen=True, slots=True)
class Named:
    """The source that a button is about."""

    name: str


def fails(facts: SourceFails) -> Message:
    """What is wrong, what stands meanwhile, and who can mend it; or that it works again."""
    source = f"“{escape(facts.source)}”"
    numbers = f", where {_metrics(facts.metrics)} come{'s' if len(facts.metrics) == 1 else ''} from,"
    from_where = f"The source {source}{numbers if facts.metrics else ''}"
    if facts.works_again_at is not None:
        text = f"{from_where} works again since {clock_time(facts.works_again_at, facts.zone)}."
        return Message(text, [words(text)])
    since = clock_time(facts.since, facts.zone)
    text = "\n".join(
        [
            f"{from_where} fails since {since}:",
            f">{line(facts.error, _LONGEST)}",
            _MEANWHILE.format(log=nsm("log"), mender=_mender(facts.added_by)),
        ]
    )
    return Message(text, [words(text)])


def _mender(added_by: str) -> str:
    if added_by == OPERATOR:
        return "whoever runs Polaris can mend it"
    return f"{mention(added_by)} added it, and {nsm('source')} changes it"


def _metrics(names: Sequence[str]) -> str:
    return some([f"*{escape(name)}*" for name in names], 5)


def listed(sources: Sources, zone: str, first: str = "") -> Message:
    """Every source, with when it last went well, its hours in the reader's zone; `first` is said before."""
    title = "*Where our numbers come from*" if sources.listed else _none()
    blocks: list[Block] = [*([words(first)] if first else []), words(title)]
    lines = [*([first] if first else []), title]
    for each in sources.listed[:_MOST]:
        lines.append(_line(each, zone))
        blocks += [words(lines[-1]), *_buttons(each)]
    if len(sources.listed) > _MOST:
        lines.append(f"… and {len(sources.listed) - _MOST} more")
        blocks.append(aside(lines[-1]))
    if sources.may_add:
        add = ButtonElement(action_id=ADD, text="Add a source")
        blocks.append(ActionsBlock(elements=[add, ButtonElement(action_id=OPEN, text="Load a file")]))
    return Message("\n".join(lines), blocks)


def came(name: str, run: SourceRun) -> str:
    return f"*{escape(name)}*: {trials.pulled(run)}"


def removed(name: str) -> str:
    return f"*{escape(name)}* is removed. What it brought stays."


def _none() -> str:
    return (
        f"*No source yet.* Readings are written down with {nsm('log')}, or loaded from a file."
        " A published sheet can be added here; a database is for whoever runs Polaris: see docs/sources.md."
    )


def _line(each: Listed, zone: str) -> str:
    source, well = each.source, "never went well yet"
    told = f"*{escape(source.name)}* ({_KINDS.get(source.kind, escape(source.kind))}, {_by(source)})"
    if each.metrics:
        told += f": {_metrics(each.metrics)}"
    if source.last_success_at is not None:
        well = f"last went {when(source.last_success_at, zone, 'well')}"
    rows = "" if each.run is None else f", {trials.counted(each.run.rows, 'row')}"
    if each.is_paused:
        return f"❚❚ {told}\n\u2003paused; {well}"
    if source.failing_since is None:
        return f"✓ {told}\n\u2003{well}{rows}"
    wrong = f"\n\u2003{line(source.error, _LONGEST)}" if source.error else ""
    in_part = each.run is not None and each.run.state is RunState.PARTIAL
    how = "works in part since" if in_part else "fails since"
    return f"⚠ {told}\n\u2003{when(source.failing_since, zone, how)}; {well}{wrong}"


def _by(source: KnownSource) -> str:
    if source.added_by == OPERATOR:
        return "from the operator's file"
    if source.overruled_at is not None:
        return f"from the operator's file, which wins over the one {mention(source.added_by)} added"
    return f"added by {mention(source.added_by)}"


def _buttons(each: Listed) -> list[Block]:
    """What this reader may do with it."""
    value = pack(Named(each.source.name))
    offered = [(PULL, "Pull now")] if each.may_pull else []
    if each.may_change:
        offered += [(RESUME, "Resume") if each.is_paused else (PAUSE, "Pause"), (CHANGE, "Change")]
    buttons = [ButtonElement(action_id=action, text=text, value=value) for action, text in offered]
    if each.may_change:
        buttons.append(_remove(each.source.name, value))
    return [ActionsBlock(elements=list(buttons))] if buttons else []


def _remove(name: str, value: str) -> ButtonElement:
    sure = ConfirmObject(
        title="Remove this source?",
        text=PlainTextObject(text=f"{name} is not pulled any more. What it brought stays."),
        confirm="Remove",
        deny="Keep",
    )
    return ButtonElement(action_id=REMOVE, text="Remove", value=value, confirm=sure)
