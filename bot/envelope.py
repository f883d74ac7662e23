"""What every listener may rely on in a payload: what is shaped otherwise is refused before any is asked."""

import logging
import re
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

_log = logging.getLogger(__name__)

_Part = dict[str, Any]
_Address = Annotated[str, Field(pattern=r"^(https?://[!-~]{1,1000})?$")]
_Id = Annotated[str, Field(pattern=r"^\w{0,64}$")]
# It is kept together with those of others: one that no database takes would spoil theirs.
_EventId = Annotated[str, Field(pattern=r"^[!-~]{0,100}$")]
# It becomes part of keys, which stand in the log.
_Ts = Annotated[str, Field(pattern=r"^[0-9.]{0,32}$")]
# NUL, and halves of a pair that encodes a character.
_IN_NO_TEXT = re.compile("[\x00\ud800-\udfff]")


class _Shape(BaseModel):
    model_config = ConfigDict(strict=True, hide_input_in_errors=True)


class _Named(_Shape):
    id: _Id


class _Option(_Shape):
    value: str


class _Element(_Shape):
    """What somebody typed or chose."""

    value: str | None = None
    selected_option: _Option | None = None
    selected_options: list[_Option] | None = None
    selected_user: _Id | None = None
    selected_channel: _Id | None = None
    selected_conversation: _Id | None = None
    selected_users: list[_Id] | None = None
    selected_channels: list[_Id] | None = None
    selected_conversations: list[_Id] | None = None


class _Press(_Element):
    action_id: str
    type: str | None = None
    block_id: str | None = None


class _State(_Shape):
    values: dict[str, dict[str, _Element]] = {}


class _View(_Shape):
    type: str
    id: str | None = None
    callback_id: str | None = None
    private_metadata: str | None = None
    blocks: list[_Part] = []
    state: _State = _State()


class _Message(_Shape):
    ts: _Ts | None = None
    thread_ts: _Ts | None = None


class _Item(_Message):
    channel: _Id | None = None


class _Event(_Shape):
    type: str
    user: _Id | _Named | None = None
    channel: _Id | _Named | None = None
    item: _Item | None = None


class _Envelope(_Shape):
    type: str | None = None
    command: str | None = None
    # These may be absent, and never null: Bolt looks into whichever stands there.
    actions: Annotated[list[_Press], Field(min_length=1)] = []
    callback_id: str | None = None
    channel: _Id | _Named | None = None
    channel_id: _Id | None = None
    container: _Part | None = None
    event: _Event = _Event(type="")
    event_id: _EventId | None = None
    message: _Message | None = None
    response_url: _Address | None = None
    team: _Id | _Named | None = None
    team_id: _Id | None = None
    text: str | None = None
    trigger_id: str | None = None
    user: _Id | _Named | None = None
    user_id: _Id | None = None
    view: _View = _View(type="")


def is_whole(body: Mapping[str, Any]) -> bool:
    """Whether a payload is shaped as Slack shapes it; where it is not is logged, not what it says."""
    try:
        _Envelope.model_validate(body)
    except ValidationError as problem:
        where = ".".join(str(step) for step in problem.errors(include_input=False)[0]["loc"])
        _log.warning("request refused: it is shaped as none of Slack's", extra={"where": where})
        return False
    return True


def legible(part: Any) -> Any:
    """The same without what stands in no text, and what no database keeps: nobody has typed it."""
    if isinstance(part, str):
        return _IN_NO_TEXT.sub("", part)
    if isinstance(part, dict):
        return {name: legible(inner) for name, inner in part.items()}
    if isinstance(part, list):
        return [legible(inner) for inner in part]
    return part
