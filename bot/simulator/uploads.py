"""Files that people choose in a modal: taken in, and shown to the app as Slack shows them."""

from base64 import b64decode
from binascii import Error as NoBase64
from typing import TYPE_CHECKING, Any

from bot.simulator import shapes
from bot.simulator.cannot import CannotError
from bot.simulator.records import File, Json, User
from bot.simulator.rules.limits import FILE_INPUT_BYTES

if TYPE_CHECKING:
    from bot.simulator.world import World


def upload(world: "World", user: User, name: str, content: bytes) -> File:
    """Take a file in; it is its owner's, and the app's to read."""
    if not name or not content:
        raise CannotError("There is nothing in this file.")
    if len(content) > FILE_INPUT_BYTES:
        raise CannotError(f"A file of {FILE_INPUT_BYTES // 1_000_000} MB at most fits here.")
    file = world.files.announce(name, len(content), "", user.id)
    world.files.fill(file, content)
    world.files.complete(file, name)
    return file


def unpacked(content: str) -> bytes:
    """Give the bytes that a page sends as text."""
    try:
        return b64decode(content, validate=True)
    except (NoBase64, ValueError):
        raise CannotError("This is no file.") from None


def spelled_out(world: "World", user: User, value: Any) -> Any:
    """Give the value of a file input with whole file objects, as the app is told; others as they are."""
    if not isinstance(value, dict) or value.get("type") != "file_input":
        return value
    return {
        **value,
        "files": [_object(world, user, str(each.get("id"))) for each in value.get("files") or []],
    }


def _object(world: "World", user: User, file_id: str) -> Json:
    file = world.files.find(file_id)
    if file.user != user.id:
        raise CannotError("This is somebody else's file.")
    # A file that was chosen in a modal is shared nowhere, and its object does not say so.
    return {
        name: value
        for name, value in shapes.file(world.workspace, file, world.base).items()
        if name != "shares"
    }
