"""Uploaded files: announced, filled, completed, and ready only a while later."""

import mimetypes
from typing import Any

from bot.simulator.records import File
from bot.simulator.refusal import SlackError
from bot.simulator.workspace import Workspace

PICTURES = {"image/png", "image/jpeg", "image/gif"}


class Files:
    """The workspace's files; a completed one may stand in a block after `ready_after` machine seconds."""

    def __init__(self, workspace: Workspace, ready_after: float = 0.0) -> None:
        self._workspace = workspace
        self.ready_after = ready_after
        self._files: dict[str, File] = {}
        self._unready: list[File] = []

    def announce(self, name: str, length: int, alt_txt: str, user: str) -> File:
        """Promise an upload."""
        file = File(self._workspace.ids.new("F"), name, "", user, length, alt_txt=alt_txt)
        file.secret = self._workspace.ids.secret()
        self._files[file.id] = file
        return file

    def find(self, file_id: str) -> File:
        """Find a file; raises `file_not_found`."""
        if file_id not in self._files:
            raise SlackError("file_not_found")
        return self._files[file_id]

    def fill(self, file: File, content: bytes) -> None:
        """Take the bytes; they must be as many as announced."""
        if len(content) != file.length:
            raise SlackError("file_length_mismatch")
        file.content, file.uploaded = content, True

    def complete(self, file: File, title: str) -> None:
        """Make an uploaded file a file of the workspace; it is still being worked on for a while."""
        if not file.uploaded or file.completed:
            raise SlackError("file_not_found" if not file.uploaded else "file_already_completed")
        file.title, file.completed = title or file.name, True
        file.mimetype = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        file.created = int(self._workspace.clock.seconds())
        self._unready.append(file)
        file.ready_at = self._workspace.clock.machine() + self.ready_after

    def is_ready(self, file: File) -> bool:
        """Say whether the file may be shown in a block by now."""
        return file.completed and self._workspace.clock.machine() >= file.ready_at

    def newly_ready(self) -> list[File]:
        """Give, once each, the files that became ready since the last call."""
        ready = [file for file in self._unready if self.is_ready(file)]
        self._unready = [file for file in self._unready if file not in ready]
        return ready

    def complaint(self, slack_file: dict[str, Any]) -> str | None:
        """Say what is wrong with a `slack_file` object, or None."""
        file = self._files.get(str(slack_file.get("id", "")))
        if file is None and "url" in slack_file:
            file = next(
                (each for each in self._files.values() if f"/files/{each.id}/" in slack_file["url"]), None
            )
        if file is None or not self.is_ready(file) or file.mimetype not in PICTURES:
            return "invalid slack file"
        return None

    def clear(self) -> None:
        """Forget every file."""
        self._files.clear()
        self._unready.clear()
