"""Guards of issuing and of work: find the record in the caller's scope, check the permission and the version."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends
from sqlalchemy import select

from api.assignments import service
from api.assignments.models import Assignment
from api.assignments.permissions import ASSIGNMENT_READ, ASSIGNMENT_WRITE, HAND_OUT, PLAN_ISSUE
from api.kit.db import Tx
from api.kit.http.etag import IfMatch, expect_version
from api.kit.permissions import Subject, caller, mark_guard
from api.kit.problems import NotFound
from api.plans.dependencies import Desk, ReadingDesk, desk
from api.plans.models import Plan
from api.plans.queries.scope import visible

Caller = Annotated[Subject, Depends(caller)]
IssuingDesk = Annotated[Desk, desk(PLAN_ISSUE)]
HandingOutDesk = Annotated[Desk, desk(HAND_OUT)]
WorkReader = Annotated[Desk, desk(ASSIGNMENT_READ)]
WorkWriter = Annotated[Desk, desk(ASSIGNMENT_WRITE)]


async def _plan_to_issue(plan_id: UUID, subject: Caller, session: Tx, if_match: IfMatch = None) -> Plan:
    plan = await service.issuable(session, subject, plan_id)
    expect_version(if_match, plan.version)
    return plan


async def _plan_seen(plan_id: UUID, at: ReadingDesk) -> Plan:
    plan = await at.session.scalar(select(Plan).where(Plan.id == plan_id, visible(at.subject, at.today)))
    if plan is None:
        raise NotFound
    return plan


async def _work_to_note(assignment_id: UUID, subject: Caller, session: Tx) -> Assignment:
    return await service.doable(session, subject, assignment_id)


WorkToNote = Annotated[Assignment, mark_guard(_work_to_note, ASSIGNMENT_WRITE)]


async def _work_to_do(work: WorkToNote, if_match: IfMatch = None) -> Assignment:
    expect_version(if_match, work.version)
    return work


WorkToDo = Annotated[Assignment, mark_guard(_work_to_do, ASSIGNMENT_WRITE)]
PlanToIssue = Annotated[Plan, mark_guard(_plan_to_issue, PLAN_ISSUE)]
PlanSeen = Annotated[Plan, mark_guard(_plan_seen, "plan:read")]
