"""What somebody may aim a commitment at, in one look: it is read before every answer to `/commit`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, Table, and_, bindparam, select

from storage.commitments import held, hold_on
from storage.inputs import in_turn
from storage.records.metrics import Input, InputState, Metric
from storage.records.teams import Standing, Team
from storage.shelf import Shelf
from storage.tables.metrics import inputs, metrics
from storage.tables.teams import memberships, teams
from storage.tables.workspaces import workspaces


@dataclass(frozen=True, slots=True)
class Desk:
    """The teams that count somebody as a member, by name; their active inputs; where the pulse is posted."""

    teams: Sequence[Team]
    inputs: Mapping[str, Sequence[Input]]  # by team, in turn
    company_channel: str | None


class DeskShelf(Shelf):
    async def of_person(self, user: str, *, hold: bool = False) -> Desk:
        """`hold` holds the person's commitments besides, as `CommitmentShelf.hold` does."""
        about = {"workspace": self._workspace, "user": user}
        if hold and self._connection.dialect.name == "postgresql":
            about["held"] = hold_on(self._workspace, user)
        query = _HELD_DESK if "held" in about else _DESK
        found = (await self._connection.execute(query, about)).mappings().all()
        known: dict[str, Team] = {}
        active: dict[str, list[Input]] = {}
        for row in found:
            if row["team_id"] is None:
                continue
            if row["team_id"] not in known:
                known[row["team_id"]] = self._as(Team, _part(row, "team"))
                active[row["team_id"]] = []
            if row["input_id"] is not None:
                fields = _part(row, "input") | {"metric": _part(row, "metric")}
                active[row["team_id"]].append(self._as(Input, fields))
        return Desk(list(known.values()), active, found[0]["company_channel"] if found else None)


def _columns(table: Table, prefix: str, record: Any) -> list[Any]:
    return [table.c[name].label(f"{prefix}_{name}") for name in record.__slots__]


def _part(row: Mapping[Any, Any], prefix: str) -> dict[str, Any]:
    return {
        name.removeprefix(f"{prefix}_"): value for name, value in row.items() if name.startswith(f"{prefix}_")
    }


def _desk(start: FromClause, *first: ColumnElement[Any]) -> Select[Any]:
    """Everything that is said of a person; what starts with holding something begins there."""
    return (
        select(
            *first,
            workspaces.c.company_channel,
            *_columns(teams, "team", Team),
            *_columns(inputs, "input", Input),
            *_columns(metrics, "metric", Metric),
        )
        .select_from(start)
        .outerjoin(
            memberships,
            and_(
                memberships.c.workspace == workspaces.c.workspace,
                memberships.c.user == bindparam("user"),
                memberships.c.standing != Standing.LEFT_OUT,
            ),
        )
        .outerjoin(
            teams,
            and_(
                teams.c.workspace == memberships.c.workspace,
                teams.c.id == memberships.c.team,
                teams.c.retired_at.is_(None),
            ),
        )
        .outerjoin(
            inputs,
            and_(
                inputs.c.workspace == teams.c.workspace,
                inputs.c.team == teams.c.id,
                inputs.c.state == InputState.ACTIVE,
            ),
        )
        .outerjoin(metrics, and_(metrics.c.workspace == inputs.c.workspace, metrics.c.key == inputs.c.metric))
        .order_by(teams.c.name, teams.c.id, *in_turn())
    )


# Built once: putting them together takes longer than running them.
_MINE = workspaces.c.workspace == bindparam("workspace")
_DESK = _desk(workspaces).where(_MINE)
_HOLD = select(held(bindparam("held")).label("held")).subquery()
_HELD_DESK = _desk(_HOLD.outerjoin(workspaces, _MINE), _HOLD.c.held)
