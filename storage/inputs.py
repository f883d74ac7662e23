"""How a team's input metrics are kept."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.north_stars import MetricShelf
from storage.records.metrics import Input, InputState, Metric
from storage.shelf import Shelf
from storage.tables.metrics import inputs, metrics


def in_turn() -> Sequence[ColumnElement[object]]:
    """Inputs as people see them: in the order they were proposed, those of one moment by name."""
    return inputs.c.proposed_at, metrics.c.name, inputs.c.id


class InputShelf(Shelf):
    def __init__(self, connection: AsyncConnection, workspace: str, changed: set[str] | None = None) -> None:
        super().__init__(connection, workspace, changed)
        self._metrics = MetricShelf(connection, workspace)

    async def add(self, an_input: Input) -> None:
        """Write a new input and its metric. Raises Taken when the metric's key is in use."""
        await self._metrics.add(an_input.metric)
        await self._add(inputs, asdict(an_input) | {"metric": an_input.metric.key})

    async def put(self, an_input: Input) -> None:
        """Write an input, its metric first."""
        await self._metrics.put(an_input.metric)
        await self._put(inputs, asdict(an_input) | {"metric": an_input.metric.key}, key=["id"])

    async def get(self, input_id: str) -> Input | None:
        found = await self._list(inputs.c.id == input_id)
        return found[0] if found else None

    async def some(self, ids: Collection[str]) -> Mapping[str, Input]:
        """Inputs by their id; those that there are."""
        found: dict[str, Input] = {}
        for some in self._batches(ids):
            found |= {each.id: each for each in await self._list(inputs.c.id.in_(some))}
        return found

    async def active(self) -> Sequence[Input]:
        """Every team's active inputs, in turn."""
        return await self._list(inputs.c.state == InputState.ACTIVE)

    async def active_of(self, teams: Collection[str]) -> Sequence[Input]:
        """The active inputs of some teams, in turn."""
        return await self._list(inputs.c.team.in_(teams), inputs.c.state == InputState.ACTIVE)

    async def of_team(self, team_id: str) -> Sequence[Input]:
        """A team's inputs in every state, in turn."""
        return await self._list(inputs.c.team == team_id)

    async def all(self) -> Sequence[Input]:
        """Every team's inputs in every state, in turn."""
        return await self._list()

    async def _list(self, *conditions: ColumnElement[bool]) -> Sequence[Input]:
        query = (
            select(
                inputs,
                *(
                    column.label(f"metric_{column.name}")
                    for column in metrics.c
                    if column.name != "workspace"
                ),
            )
            .join(metrics, (metrics.c.workspace == inputs.c.workspace) & (metrics.c.key == inputs.c.metric))
            .where(self._mine(inputs), *conditions)
            .order_by(*in_turn())
        )
        found = []
        for row in (await self._connection.execute(query)).mappings():
            metric = {name: row[f"metric_{name}"] for name in Metric.__slots__}
            self._note(row)
            self._metrics.found(metric)
            found.append(self._as(Input, {**row, "metric": metric}))
        return found
