"""Plan documents sent in, and the names they are read by."""

from collections.abc import Callable
from datetime import date
from typing import Any, Literal
from uuid import UUID

from pydantic import Field
from sqlalchemy import ColumnElement, Select, and_, cast, func, or_, select
from sqlalchemy.types import Text

from api.kit.jobs import Job
from api.kit.pagination import ListQuery
from api.kit.permissions import Subject
from api.kit.schemas import Reference
from api.kit.sorting import SortKey
from api.plans.models import Plan, PlanImport
from api.plans.permissions import PLAN_READ
from api.plans.queries.parties import raw, rows_of, unit_ref
from api.plans.queries.plans import apply, named
from api.plans.queries.scope import visible as plans_seen
from api.units.models import Audience, Unit, UnitAlias, UnitClosure, UnitVersion
from api.units.scope import governs


class ImportFilters(ListQuery):
    """What narrows the list of imports."""

    status: Literal["reading", "ready", "refused", "committed", "discarded"] | None = Field(
        default=None, description="Where they stand."
    )
    unit: Reference | None = Field(default=None, description="Those for this unit's plan, by code or id.")


SORTS = {"created_at": SortKey(PlanImport.created_at), "updated_at": SortKey(PlanImport.updated_at)}
# Whole percent of the reading; its job says so in transactions of its own.
_PROGRESS = func.coalesce(100 * Job.done / func.nullif(Job.total, 0), 0)
_COLUMNS = (
    PlanImport.id,
    PlanImport.version,
    cast(unit_ref(PlanImport.unit_id), Text).label("unit"),
    PlanImport.status,
    PlanImport.filename,
    PlanImport.size,
    PlanImport.refusal,
    PlanImport.job_id,
    PlanImport.plan_id,
    PlanImport.parent_plan_id,
    PlanImport.row_count,
    PlanImport.doubtful_count,
    PlanImport.created_at,
    PlanImport.updated_at,
    _PROGRESS.label("progress"),
)
_WHOLE = (PlanImport.header, PlanImport.rows, PlanImport.remarks, PlanImport.left_out)
_CONDITIONS: dict[str, Callable[[Any], ColumnElement[bool]]] = {
    "status": lambda status: PlanImport.status == status,
    "unit": lambda reference: PlanImport.unit_id.in_(select(Unit.id).where(named(Unit, reference))),
}


def visible(subject: Subject, today: date) -> ColumnElement[bool]:
    """Imports for units the caller reads drafts of: what is about a unit is for it and those above."""
    return and_(PlanImport.deleted_at.is_(None), governs(subject, PLAN_READ, today)(PlanImport.unit_id))


def imports(subject: Subject, today: date) -> Select[Any]:
    """The imports a caller sees, as `shape` wants them."""
    statement = rows_of(*_COLUMNS).select_from(PlanImport).outerjoin(Job, Job.id == PlanImport.job_id)
    return statement.where(visible(subject, today))


def whole(subject: Subject, today: date, import_id: UUID) -> Select[Any]:
    """One import with all that was understood."""
    return imports(subject, today).add_columns(*_WHOLE).where(PlanImport.id == import_id)


def plans_beside(subject: Subject, today: date, import_id: UUID, year: int | None) -> Select[Any]:
    """The plans there are for the unit of an import and a year, the newest first."""
    statement = rows_of(Plan.id, Plan.title, Plan.number, Plan.status)
    joined = statement.select_from(Plan).join(PlanImport, PlanImport.unit_id == Plan.unit_id)
    same = (PlanImport.id == import_id, Plan.year == year, Plan.source.is_(None))
    return joined.where(*same, plans_seen(subject, today)).order_by(Plan.id.desc())


def filtered(statement: Select[Any], filters: ImportFilters) -> Select[Any]:
    """The list with the filters applied."""
    return apply(statement, filters, _CONDITIONS)


def shape(row: Any) -> dict[str, Any]:
    """A row of `imports` as the contract has it, but for what has a language."""
    read = {name: getattr(row, name) for name in ("id", "version", "status", "filename", "size", "row_count")}
    return read | {
        "unit": raw(row.unit),
        "progress": row.progress if row.status == "reading" else 100,
        "doubtful_count": row.doubtful_count,
        "job": row.job_id,
        "plan_id": row.plan_id,
        "parent_plan_id": row.parent_plan_id,
        "created_at": row.created_at,
        "updated_at": row.updated_at,
    }


def unit_names(unit_id: UUID, department_id: UUID | None, on: date) -> Select[Any]:
    """The units a plan of this unit may name, as they were called on a day: its department's, and those above it."""
    above = select(UnitClosure.ancestor_id).where(
        UnitClosure.descendant_id.in_([each for each in (unit_id, department_id) if each]),
        UnitClosure.valid.contains(on),
    )
    version = and_(UnitVersion.unit_id == Unit.id, UnitVersion.valid.contains(on))
    statement = rows_of(Unit.id, Unit.code, Unit.name, UnitVersion.name.label("then")).join(UnitVersion, version)
    return statement.where(Unit.deleted_at.is_(None), or_(Unit.department_id == department_id, Unit.id.in_(above)))


def audience_names(department_id: UUID | None) -> Select[Any]:
    """The audiences of a department."""
    ours = (Audience.department_id == department_id, Audience.deleted_at.is_(None))
    return rows_of(Audience.id, Audience.code, Audience.name).where(*ours)


def spellings(department_id: UUID | None) -> Select[Any]:
    """What documents of a department call units and audiences; its own spellings before those all share."""
    ours = or_(UnitAlias.department_id == department_id, UnitAlias.department_id.is_(None))
    statement = rows_of(
        UnitAlias.printed,
        Unit.id.label("unit_id"), Unit.code.label("unit_code"), Unit.name.label("unit_name"),
        Audience.id.label("audience_id"), Audience.code.label("audience_code"), Audience.name.label("audience_name"),
    )  # fmt: skip
    joined = statement.select_from(UnitAlias).outerjoin(
        Unit, and_(Unit.id == UnitAlias.unit_id, Unit.deleted_at.is_(None))
    )
    joined = joined.outerjoin(Audience, and_(Audience.id == UnitAlias.audience_id, Audience.deleted_at.is_(None)))
    there = or_(Unit.id.is_not(None), Audience.id.is_not(None))
    return joined.where(ours, there).order_by(UnitAlias.department_id.nulls_last())
