"""Grants: given by administrators within their reach, lent by their holders, taken back by either."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import Actor
from api.identity import queries
from api.identity.errors import GrantExists, OwnGrant
from api.identity.models import Client, Grant, User
from api.identity.permissions import GRANT_WRITE
from api.identity.rules.grants import Term, lending_faults, term_of
from api.identity.schemas.grants import GrantIn, GrantPatch
from api.identity.service import reach
from api.identity.service.journal import let_go, note
from api.kit.calendar import vietnam_today
from api.kit.permissions import Subject
from api.kit.problems import Fault, Forbidden, Invalid, Message, invalid
from api.kit.validation import MESSAGES

_REQUIRED = MESSAGES["missing"]
_ONE_HOLDER = Message(
    "Chỉ nêu người dùng hoặc hệ thống kết nối, không nêu cả hai.", "Name a user or a client, not both."
)
_UNKNOWN_USER = Message("Không có tài khoản này trong phạm vi của bạn.", "There is no such account in your reach.")
_UNKNOWN_GRANT = Message("Bạn không có quyền này để ủy quyền.", "You have no such grant to lend.")
_NOT_LENT_SO = Message(
    "Chỉ ủy quyền đúng vai trò và đơn vị của mình.", "A loan has the role and the unit of the grant."
)
EMPTY = Message("Ngày kết thúc phải từ ngày bắt đầu trở đi.", "The last day must not be before the first.")
_LENDING = {
    "role_not_lendable": ("delegated_from", Message("Không ủy quyền được vai trò này.", "This role cannot be lent.")),
    "already_lent": (
        "delegated_from",
        Message("Quyền nhận ủy quyền không được ủy quyền tiếp.", "What was lent cannot be lent on."),
    ),
    "end_required": ("to", Message("Ủy quyền phải có ngày kết thúc.", "A loan must have a last day.")),
    "longer_than_own": (
        "to",
        Message("Không được dài hơn thời hạn quyền của chính mình.", "No longer than one's own grant holds."),
    ),
}


@dataclass(frozen=True, slots=True)
class Place:
    """A role at a unit; with the grant it is lent of, if it is."""

    role: str
    unit_id: UUID
    delegated_from: UUID | None = None


async def ensure(
    session: AsyncSession,
    actor: Actor,
    *,
    holder: User | Client,
    role: str,
    unit_id: UUID,
    first: date,
    last: date | None = None,
) -> Grant:
    """A grant of a role at a unit; one that the holder has, or had and lost, stays as it is."""
    of_holder = Grant.user_id == holder.id if isinstance(holder, User) else Grant.client_id == holder.id
    found = await session.scalar(select(Grant).where(of_holder, Grant.role == role, Grant.unit_id == unit_id).limit(1))
    return found or await _add(session, actor, holder, Place(role, unit_id), Term(first, last))


async def create(session: AsyncSession, actor: Actor, subject: Subject, body: GrantIn) -> Grant:
    """A new grant, by an administrator, or by a holder who lends. Raises Invalid, Forbidden, OwnGrant, GrantExists."""
    if body.delegated_from is not None:
        return await _lend(session, actor, subject, body, body.delegated_from)
    if not subject.holds(GRANT_WRITE):
        raise Forbidden
    if body.role is None:
        raise invalid("/role", "missing", _REQUIRED)
    if body.unit is None:
        raise invalid("/unit", "missing", _REQUIRED)
    unit = await reach.unit(session, subject, GRANT_WRITE, body.unit)
    holder = await _holder(session, subject, body)
    if holder.id == subject.id:
        raise OwnGrant
    return await _add(session, actor, holder, Place(body.role, unit.id), _term(session, body))


async def _holder(session: AsyncSession, subject: Subject, body: GrantIn) -> User | Client:
    """The account a body names, of those the caller administers."""
    today = vietnam_today(session.info["now"])
    if (body.user is None) == (body.client is None):
        raise invalid("/user", "one_holder", _ONE_HOLDER)
    holder: User | Client | None
    if body.user is not None:
        holder = await session.scalar(queries.account_in_reach(User, subject, body.user, today))
    else:
        holder = await session.scalar(queries.account_in_reach(Client, subject, str(body.client), today))
    if holder is None:
        kind = "client" if body.user is None else "user"
        raise invalid(f"/{kind}", f"unknown_{kind}", _UNKNOWN_USER)
    return holder


async def _lend(session: AsyncSession, actor: Actor, subject: Subject, body: GrantIn, source_id: UUID) -> Grant:
    today = vietnam_today(session.info["now"])
    source = await session.scalar(
        select(Grant).where(Grant.id == source_id, Grant.user_id == subject.id, queries.holding(today))
    )
    if source is None:
        raise invalid("/delegated_from", "unknown_grant", _UNKNOWN_GRANT)
    await _refuse_other_terms(session, source, body)
    term = _term(session, body)
    _refuse_lending(source, term)
    if body.user is None or body.client is not None:
        raise invalid("/user", "missing", _REQUIRED)
    colleague = await session.scalar(queries.colleague(body.user, source.unit_id, today))
    if colleague is None:
        raise invalid("/user", "unknown_user", _UNKNOWN_USER)
    if colleague.id == subject.id:
        raise OwnGrant
    return await _add(session, actor, colleague, Place(source.role, source.unit_id, source.id), term)


async def _refuse_other_terms(session: AsyncSession, source: Grant, body: GrantIn) -> None:
    """A loan may repeat the role and the unit it lends, not name others."""
    if body.role not in {None, source.role}:
        raise invalid("/role", "differs_from_lent", _NOT_LENT_SO)
    if body.unit is None:
        return
    named = await session.scalar(queries.unit_named(body.unit))
    if named != source.unit_id:
        raise invalid("/unit", "differs_from_lent", _NOT_LENT_SO)


def _refuse_lending(source: Grant, term: Term) -> None:
    codes = lending_faults(
        role=source.role,
        is_lent=source.delegated_from is not None,
        own=_term_of(source),
        lent=term,
    )
    if codes:
        raise Invalid(tuple(Fault(f"/{_LENDING[code][0]}", code, _LENDING[code][1]) for code in codes))


def _term(session: AsyncSession, body: GrantIn) -> Term:
    first = body.first or vietnam_today(session.info["now"])
    return _checked(Term(first, body.last))


def _checked(term: Term) -> Term:
    if term.last is not None and term.last < term.first:
        raise invalid("/to", "empty_span", EMPTY)
    return term


def _term_of(grant: Grant) -> Term:
    lower = grant.valid.lower
    assert lower is not None  # noqa: S101 - a constraint of the table says so
    return term_of(lower, grant.valid.upper)


async def _add(session: AsyncSession, actor: Actor, holder: User | Client, place: Place, term: Term) -> Grant:
    grant = Grant(
        user_id=holder.id if isinstance(holder, User) else None,
        client_id=holder.id if isinstance(holder, Client) else None,
        role=place.role,
        unit_id=place.unit_id,
        valid=days_of(term),
        delegated_from=place.delegated_from,
    )
    session.add(grant)
    await _flush(session)
    await note(session, actor, "create", grant, told(grant))
    await _let_go(session, grant)
    return grant


async def _flush(session: AsyncSession) -> None:
    """Write now. Raises GrantExists where the holder has the same already; the request is over then."""
    try:
        await session.flush()
    except IntegrityError as error:
        raise GrantExists from error


async def update(session: AsyncSession, actor: Actor, subject: Subject, grant: Grant, body: GrantPatch) -> None:
    """Change the days. Raises Invalid, OwnGrant, GrantExists, LastAdmin."""
    if grant.user_id == subject.id:
        raise OwnGrant
    now = _term_of(grant)
    sent = body.model_fields_set
    term = _checked(Term(body.first if "first" in sent else now.first, body.last if "last" in sent else now.last))
    if grant.delegated_from is not None:
        source = await session.get_one(Grant, grant.delegated_from)
        _refuse_lending(source, term)
    async with reach.keeping_an_admin(session):
        grant.valid = days_of(term)
        await _flush(session)
    await note(session, actor, "update", grant, told(grant))
    await _let_go(session, grant)


async def delete(session: AsyncSession, actor: Actor, grant: Grant) -> None:
    """Take a grant back, and with it what was lent of it. Raises LastAdmin."""
    async with reach.keeping_an_admin(session):
        grant.deleted_at = session.info["now"]
    await note(session, actor, "delete", grant, told(grant))
    await _let_go(session, grant)


async def end_all(session: AsyncSession, actor: Actor, account_id: UUID) -> None:
    """Take back every grant of an account that is closed for good."""
    held = select(Grant).where(
        or_(Grant.user_id == account_id, Grant.client_id == account_id), Grant.deleted_at.is_(None)
    )
    for grant in (await session.scalars(held)).all():
        await delete(session, actor, grant)


async def _let_go(session: AsyncSession, grant: Grant) -> None:
    """Everybody who acts by this grant: its holder, and those it was lent to."""
    lent = select(Grant.user_id, Grant.client_id).where(or_(Grant.id == grant.id, Grant.delegated_from == grant.id))
    for row in (await session.execute(lent)).all():
        kind: Literal["user", "client"] = "user" if row.user_id is not None else "client"
        await let_go(session, kind, row.user_id or row.client_id)


def days_of(term: Term) -> Range[date]:
    """The days of a term, as the table keeps them."""
    return Range(term.first, term.after, bounds="[)")


def told(grant: Grant) -> dict[str, Any]:
    """A grant as the audit tells of it."""
    term = _term_of(grant)
    return {
        "role": grant.role,
        "unit": str(grant.unit_id),
        "from": term.first.isoformat(),
        "to": None if term.last is None else term.last.isoformat(),
        "delegated_from": None if grant.delegated_from is None else str(grant.delegated_from),
    }
