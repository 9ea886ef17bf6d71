"""Codes of ours: checked to lie in the department's own range, or given."""

from uuid import UUID

from sqlalchemy import BigInteger, cast, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.kit.problems import invalid
from api.units import errors
from api.units.models import Audience, Cluster, Unit
from api.units.rules.newcomer import prefix_is_own
from api.units.service import closure

_DIGITS = 6


async def code_for(
    session: AsyncSession,
    table: type[Unit] | type[Audience] | type[Cluster],
    asked: str | None,
    department_id: UUID | None,
    *,
    fallback: str,
) -> str:
    """The code asked for, or the department's next one, as `hp-000123` (`hp-dt-000123` for an audience).

    `fallback` is what a given code starts with above departments. Raises Invalid for a code that lies in another
    department's range: whether it is taken is not the caller's to know.
    """
    prefix = await session.scalar(select(Unit.code).where(Unit.id == department_id)) or None
    if asked is None:
        return await _next(session, table, f"{prefix or fallback}-{_SORTS[table]}")
    if not prefix_is_own(asked, prefix):
        raise invalid("/code", "wrong_prefix", errors.WRONG_PREFIX, prefix=prefix)
    return asked


_SORTS: dict[type[Unit] | type[Audience] | type[Cluster], str] = {Unit: "", Audience: "dt-", Cluster: "cum-"}


async def _next(session: AsyncSession, table: type[Unit] | type[Audience] | type[Cluster], start: str) -> str:
    """The number after the highest one given so far; the tree's lock keeps two callers apart."""
    await closure.lock(session)
    number = func.max(cast(func.right(table.code, _DIGITS), BigInteger))
    pattern = f"^{start}[0-9]{{{_DIGITS}}}$"
    last = await session.scalar(select(number).where(table.code.regexp_match(pattern)))
    return f"{start}{(last or 0) + 1:0{_DIGITS}}"
