"""How commitments are kept."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import BindParameter, ColumnElement, and_, bindparam, func, insert, or_, select

from storage.records.commitments import Commitment, CommitmentState
from storage.shelf import Shelf
from storage.tables.commitments import commitments


def hold_on(workspace: str, user: str) -> str:
    """What is held while one person's commitments are counted and added to."""
    return f"commitments {workspace} {user}"


def held(what: str | BindParameter[str]) -> ColumnElement[None]:
    """PostgreSQL's hold on something: whoever selects it has it until their transaction ends."""
    return func.pg_advisory_xact_lock(func.hashtextextended(what, 0))


# Built once: they are part of every `/commit`, and putting them together takes longer than running them.
_ADD = insert(commitments)
_OF_PERSON = (
    select(commitments)
    .where(
        commitments.c.workspace == bindparam("of_workspace"),
        commitments.c.user == bindparam("of_user"),
        commitments.c.week >= bindparam("since"),
    )
    .order_by(commitments.c.made_at, commitments.c.id)
)


def _counting(week: str, week_before: str) -> ColumnElement[int]:
    """How many of the commitments looked at count in a week here; what is named is bound."""
    two_weeks = and_(commitments.c.week == bindparam(week_before), commitments.c.weeks == 2)
    counts = or_(commitments.c.week == bindparam(week), two_weeks)
    return func.count().filter(commitments.c.workspace == bindparam("workspace"), counts)


# In one look at the person's weeks. Where they are is counted, not looked for: while PostgreSQL knows little
# about the table, any index that begins with the workspace seems as good to it, and it looks at everybody's.
_OPEN = (
    select(
        _counting("week", "week_before").label("in_first"),
        _counting("last_week", "last_week_before").label("in_last"),
    )
    .where(
        commitments.c.user == bindparam("user"),
        commitments.c.week.between(bindparam("week_before"), bindparam("last_week")),
        commitments.c.state == CommitmentState.OPEN,
    )
    .subquery()
)

_ADD_WHERE_ROOM = (
    insert(commitments)
    .from_select(
        [column.name for column in commitments.c],
        select(*(bindparam(column.name, type_=column.type) for column in commitments.c)).where(
            _OPEN.c.in_first < bindparam("most"), _OPEN.c.in_last < bindparam("most")
        ),
    )
    .returning(commitments.c.id)
)


class CommitmentShelf(Shelf):
    async def hold(self, user: str) -> None:
        """Until the transaction ends nobody else counts or adds this person's commitments.

        SQLite's transactions take turns anyway.
        """
        if self._connection.dialect.name == "postgresql":
            await self._connection.execute(select(held(hold_on(self._workspace, user))))

    async def add(self, commitment: Commitment) -> None:
        await self._connection.execute(_ADD, {"workspace": self._workspace, **self._fields(commitment)})

    async def added(self, commitment: Commitment, most: int) -> bool:
        """Add one, unless `most` of the person's are open in one of its weeks already.

        Until the transaction ends nobody else may add one; see `hold` and `DeskShelf.of_person`.
        """
        a_week = timedelta(weeks=1)
        last = commitment.week + (commitment.weeks - 1) * a_week
        about = {
            "workspace": self._workspace,
            **self._fields(commitment),
            "week_before": commitment.week - a_week,
            "last_week": last,
            "last_week_before": last - a_week,
            "most": most,
        }
        return (await self._connection.execute(_ADD_WHERE_ROOM, about)).first() is not None

    async def ever_made_by(self, user: str) -> bool:
        """Whether somebody has promised anything yet."""
        query = self._select(commitments).where(commitments.c.user == user)
        return await self._one(Commitment, query) is not None

    async def get(self, commitment_id: str) -> Commitment | None:
        return await self._one(Commitment, self._select(commitments).where(commitments.c.id == commitment_id))

    async def counting_in(self, week: date) -> Sequence[Commitment]:
        """Everybody's commitments that count in one ISO week: those made in it, or a week before for two."""
        return await self._in_order(_counts_in(week))

    async def of_teams(self, teams: Collection[str], week: date) -> Sequence[Commitment]:
        """Those that count in one ISO week, of some teams."""
        return await self._in_order(_counts_in(week), commitments.c.team.in_(teams))

    async def _in_order(self, *conditions: ColumnElement[bool]) -> Sequence[Commitment]:
        query = self._select(commitments).where(*conditions)
        return await self._all(Commitment, query.order_by(commitments.c.made_at, commitments.c.id))

    async def last_settled_in(self, week: date) -> datetime | None:
        """When it was last said of one of those how it went."""
        query = select(func.max(commitments.c.settled_at)).where(self._mine(commitments), _counts_in(week))
        last: datetime | None = (await self._connection.execute(query)).scalar_one()
        return last

    async def of_person(self, user: str, since: date) -> Sequence[Commitment]:
        """One person's commitments made in the week of `since` or later."""
        about = {"of_workspace": self._workspace, "of_user": user, "since": since}
        found = await self._connection.execute(_OF_PERSON, about)
        return [self._as(Commitment, row) for row in found.mappings()]

    async def successor_of(self, commitment_id: str) -> Commitment | None:
        """What a commitment was carried over to."""
        query = self._select(commitments).where(commitments.c.carried_from == commitment_id)
        return await self._one(Commitment, query)

    async def change(self, commitment: Commitment) -> None:
        """Write every field of a commitment that exists."""
        fields = self._fields(commitment)
        await self._change(commitments, commitments.c.id == fields.pop("id"), **fields)

    async def remove(self, commitment_id: str) -> None:
        """Undo: the promise was never made."""
        await self._delete(commitments, commitments.c.id == commitment_id)


def _counts_in(week: date) -> ColumnElement[bool]:
    begun_before = and_(commitments.c.week == week - timedelta(weeks=1), commitments.c.weeks == 2)
    return or_(commitments.c.week == week, begun_before)
