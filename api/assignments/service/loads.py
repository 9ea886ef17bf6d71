"""Loads of changed assignments: the door of the rows of one caller, in a request or in a job."""

from collections.abc import Hashable
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from api.assignments.permissions import ASSIGNMENT_WRITE
from api.assignments.schemas.many import AssignmentRow, AssignmentsIn
from api.assignments.service.many import Many
from api.audit.service import Actor
from api.identity.service import subjects
from api.kit import bulk
from api.kit.jobs import Running
from api.kit.permissions import Subject
from api.kit.problems import Forbidden

LOAD_ASSIGNMENTS = "change_assignments"
"""The kind of job that carries out a load."""


def assignment_load(
    session: AsyncSession, actor: Actor, subject: Subject, batch: bulk.Keeping
) -> bulk.Load[AssignmentRow]:
    """What rows of a caller go through, or a filter."""
    changes = Many(session, actor, subject, batch)
    door = bulk.Door(AssignmentRow, _key, changes.rows)
    return bulk.Load(LOAD_ASSIGNMENTS, door, batch, bulk.Filter(AssignmentsIn, changes.filtered))


async def assignment_load_of_job(job: Running) -> bulk.Load[Any]:
    """The same again for whoever asked for a job; the batch has its id. Raises NotSignedIn, Forbidden."""
    actor = await subjects.of_job(job.session, job.payload["caller"])
    if actor.subject is None or not actor.subject.holds(ASSIGNMENT_WRITE):
        raise Forbidden
    batch = bulk.Keeping(job.id, "assignment", actor.subject, ASSIGNMENT_WRITE)
    return assignment_load(job.session, actor, actor.subject, batch)


def _key(row: AssignmentRow) -> Hashable:
    return row.id or (row.task, row.plan, row.unit, row.occurrence)
