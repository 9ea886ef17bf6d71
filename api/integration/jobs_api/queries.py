"""Jobs a caller may see."""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select

from api.integration.jobs_api.permissions import SYSTEM_JOBS
from api.integration.jobs_api.schemas import JobFilters
from api.kit.jobs import Job
from api.kit.permissions import Subject
from api.kit.sorting import SortKey

SORTS = {"created_at": SortKey(Job.created_at), "updated_at": SortKey(Job.updated_at)}


def visible(subject: Subject) -> ColumnElement[bool]:
    """Jobs the caller asked for; for administrators, the system's too."""
    own = and_(Job.owner_kind == subject.kind, Job.owner_id == subject.id)
    return or_(own, Job.owner_kind == "system") if subject.holds(SYSTEM_JOBS) else own


def listed(subject: Subject, filters: JobFilters) -> Select[Any]:
    """The list, filtered."""
    statement = select(*Job.__table__.c).where(visible(subject))
    if filters.status is not None:
        statement = statement.where(Job.status == filters.status)
    if filters.kind is not None:
        statement = statement.where(Job.kind == filters.kind)
    return statement


def shape(job: Any) -> dict[str, Any]:
    """A row or record as JSON."""
    return {
        "id": job.id,
        "version": job.version,
        "kind": job.kind,
        "status": job.status,
        "progress": {"done": job.done, "total": job.total},
        "result": job.result,
        "error": job.error,
        "created_at": job.created_at,
        "updated_at": job.updated_at,
        "finished_at": job.finished_at,
    }
