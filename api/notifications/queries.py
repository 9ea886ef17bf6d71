"""One's own notifications, and who can be written to."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, and_, exists, func, select

from api.identity.models import Grant, User
from api.identity.queries import holding
from api.indicators.models import Confirmation, Indicator
from api.kit.problems import Language
from api.kit.sorting import SortKey
from api.notifications.models import Notification, Preference
from api.notifications.rules import words
from api.notifications.schemas import NotificationFilters
from api.reporting.models import Report, Round
from api.requests.models import DataAnswer, DataRequest
from api.units.models import Unit

SORTS = {"created_at": SortKey(Notification.created_at)}
# Who does the work of a unit; a viewer looks on, an administrator looks after accounts.
WORKERS = (
    "coordinator", "division_head", "officer", "commune_leader", "commune_officer", "school_head", "school_officer",
)  # fmt: skip


def own(user_id: UUID, filters: NotificationFilters) -> Select[Any]:
    """What somebody was told."""
    columns: tuple[Any, ...] = (
        Notification.id,
        Notification.kind,
        Notification.data,
        Notification.link,
        Notification.created_at,
        Notification.read_at,
    )
    statement = select(*columns).where(Notification.user_id == user_id)
    if filters.unread is None:
        return statement
    return statement.where(Notification.read_at.is_(None) == filters.unread)


def counts(user_id: UUID) -> Select[Any]:
    """How much of it, and how much of that is unread."""
    unread = func.count().filter(Notification.read_at.is_(None))
    columns: tuple[Any, ...] = (func.count().label("total"), unread.label("unread"))
    return select(*columns).where(Notification.user_id == user_id)


def row(found: Row[Any], language: Language) -> dict[str, Any]:
    """A notification as the API shows it."""
    said = words(found.kind, found.data, language)
    return {
        "id": found.id,
        "kind": found.kind,
        "title": said.title,
        "text": said.text,
        "link": found.link,
        "created_at": found.created_at,
        "read_at": found.read_at,
    }


def preferences(user_id: UUID) -> Select[Any]:
    """What somebody prefers, or has by default, and their address."""
    return _with_preferences().where(User.id == user_id)


def can_be_written_to(user_ids: Collection[UUID]) -> Select[Any]:
    """Those of some people who have an address, an open account, and nothing against e-mails."""
    wanted = func.coalesce(Preference.email, True)
    living = (User.disabled_at.is_(None), User.deleted_at.is_(None), User.email.is_not(None))
    return _with_preferences().where(User.id.in_(user_ids), *living, wanted)


def people_of(unit_ids: Collection[UUID], on: date) -> Select[Any]:
    """Those who act for some units, with their roles: open accounts, grants in force."""
    columns: tuple[Any, ...] = (Grant.unit_id, Grant.user_id, Grant.role)
    living = and_(User.disabled_at.is_(None), User.deleted_at.is_(None))
    joined = select(*columns).join(User, User.id == Grant.user_id).where(holding(on), living)
    return joined.where(Grant.unit_id.in_(unit_ids), Grant.role.in_((*WORKERS, "leader")))


def silent_units(request_id: UUID, chased: str | None) -> Select[Any]:
    """The units that have not answered a data request, all of them, or those chased at an instant."""
    found = select(DataAnswer.unit_id).where(DataAnswer.request_id == request_id, DataAnswer.answered_at.is_(None))
    return found if chased is None else found.where(DataAnswer.chased_at == datetime.fromisoformat(chased))


def answered_by_all(request_ids: Collection[UUID]) -> Select[Any]:
    """Of some data requests those that every unit asked has answered."""
    silent = exists().where(DataAnswer.request_id == DataRequest.id, DataAnswer.answered_at.is_(None))
    columns: tuple[Any, ...] = (DataRequest.id, DataRequest.unit_id, DataRequest.title, Unit.name)
    found = select(*columns).join(Unit, Unit.id == DataRequest.unit_id)
    return found.where(DataRequest.id.in_(request_ids), ~silent)


def disputes(ids: Collection[UUID]) -> Select[Any]:
    """Of some words on figures those that stand as disputes, with what they are about."""
    columns: tuple[Any, ...] = (
        Confirmation.id,
        Confirmation.version,
        Confirmation.department_id,
        Confirmation.period,
        Confirmation.reason,
        Indicator.name.label("indicator"),
        Unit.name.label("unit"),
    )
    found = select(*columns).join(Indicator, Indicator.id == Confirmation.indicator_id)
    found = found.join(Unit, Unit.id == Confirmation.unit_id)
    return found.where(Confirmation.id.in_(ids), Confirmation.status == "disputed")


def to_write(round_ids: Collection[UUID], now: datetime) -> Select[Any]:
    """The reports of rounds that are still to be written and not due yet: what is late already is no news."""
    columns: tuple[Any, ...] = (
        Report.id,
        Report.unit_id,
        Report.due_at,
        Round.period,
        Round.title,
        Unit.name,
        Unit.kind,
    )
    joined = select(*columns).join(Round, Round.id == Report.round_id).join(Unit, Unit.id == Report.unit_id)
    waiting = (Report.status == "draft", Report.due_at > now, Report.deleted_at.is_(None))
    return joined.where(Report.round_id.in_(round_ids), *waiting).order_by(Report.id)


def _with_preferences() -> Select[Any]:
    columns: tuple[Any, ...] = (
        User.id,
        User.email.label("address"),
        func.coalesce(Preference.email, True).label("email"),
        func.coalesce(Preference.language, "vi").label("language"),
    )
    return select(*columns).outerjoin(Preference, Preference.user_id == User.id)
