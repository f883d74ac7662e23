"""How the organisation itself is kept."""

from dataclasses import asdict

from storage.records.workspaces import Workspace
from storage.shelf import Shelf
from storage.tables.workspaces import workspaces


class WorkspaceShelf(Shelf):
    """Reads it once in a transaction: nearly everything that is looked after begins with it."""

    _read: Workspace | None = None

    async def get(self) -> Workspace | None:
        if self._read is None:
            found = (await self._connection.execute(self._select(workspaces))).one_or_none()
            if found is None:
                return None
            fields = found._asdict()
            self._note(dict(fields))
            self._read = Workspace(id=fields.pop("workspace"), **fields)
        return self._read

    async def zone(self) -> str:
        """Its IANA time zone; UTC before there is an organisation."""
        workspace = await self.get()
        return workspace.time_zone if workspace else "UTC"

    async def put(self, workspace: Workspace) -> None:
        fields = asdict(workspace)
        del fields["id"]  # it is the ledger's
        self._read = None
        await self._put(workspaces, fields, key=[])
        self._changed.add(workspaces.name)
