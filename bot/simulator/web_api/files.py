"""Files: files.getUploadURLExternal, then the bytes, then files.completeUploadExternal; and files.info."""

from bot.simulator import shapes
from bot.simulator.records import Channel, File, Json
from bot.simulator.rules import messages
from bot.simulator.state import identified
from bot.simulator.web_api.chat import authorship, thread, writable
from bot.simulator.web_api.method import Call, invalid, method


@method(
    "files.getUploadURLExternal",
    "files:write",
    required=("filename", "length"),
    optional=("alt_txt", "snippet_type"),
)
async def upload_url(call: Call) -> Json:
    """Promise an upload and hand out its address."""
    if not call.text("filename"):
        raise invalid("must be more than 0 characters", "filename")
    length = call.number("length", 0, 1, 1_000_000_000)
    alt = call.text("alt_txt")
    file = call.world.files.announce(call.text("filename"), length, alt, call.world.workspace.bot.id)
    return {"upload_url": f"{call.base}/upload/{file.id}-{file.secret}", "file_id": file.id}


@method(
    "files.completeUploadExternal",
    "files:write",
    required=("files",),
    optional=("channel_id", "channels", "initial_comment", "thread_ts", "blocks"),
)
async def complete(call: Call) -> Json:
    """Make uploaded files files of the workspace, and share them where asked."""
    given = call.json("files")
    if not isinstance(given, list) or not given or not all(isinstance(each, dict) for each in given):
        raise invalid("must be an array of objects", "files")
    for index, each in enumerate(given):
        if unknown := set(each) - {"id", "title", "highlight_type"}:
            raise invalid(f"invalid additional property: {unknown.pop()}", f"files/{index}")
    targets = [each for each in [call.text("channel_id"), *call.text("channels").split(",")] if each]
    channels = [writable(call, call.world.workspace.channel(each)) for each in targets]
    files = [call.world.files.find(str(each.get("id"))) for each in given]
    for channel in channels:
        thread(call, channel)
    for file, each in zip(files, given, strict=True):
        call.world.files.complete(file, each.get("title") or "")
    for channel in channels:
        _share(call, channel, files)
    return {"files": [shapes.file(call.world.workspace, file, call.base) for file in files]}


def _share(call: Call, channel: Channel, files: list[File]) -> None:
    blocks = call.json("blocks", "invalid_blocks_format")
    comment = call.text("initial_comment")
    if blocks is not None and not comment:
        messages.check_blocks(blocks, call.world.files.complaint)
    workspace = call.world.workspace
    message = workspace.post(
        channel,
        workspace.bot.id,
        comment,
        thread_ts=thread(call, channel),
        files=[file.id for file in files],
        blocks=identified(blocks, workspace.ids) if blocks and not comment else [],
        facts={"upload": True, "files": [shapes.file(workspace, file, call.base) for file in files]},
        **authorship(call),
    )
    for file in files:
        file.shares.setdefault(channel.id, []).append(message.ts)


@method("files.info", "files:read", required=("file",), optional=("count", "cursor", "limit", "page"))
async def info(call: Call) -> Json:
    """Describe a file; its kind is blank until it is ready."""
    file = call.world.files.find(call.text("file"))
    shape = shapes.file(call.world.workspace, file, call.base)
    if not call.world.files.is_ready(file):
        shape |= {"mimetype": "", "filetype": "", "pretty_type": ""}
    return {
        "file": shape,
        "comments": [],
        "response_metadata": {"next_cursor": ""},
    }
