"""Hải Phòng's sample evidence, its bytes in the store before its rows; once, if the department never had any."""

from collections.abc import AsyncIterator
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.assignments.models import Assignment
from api.audit.service import SYSTEM
from api.evidence import service
from api.evidence.models import Evidence
from api.evidence.rules.metadata import Target
from api.evidence.service import Arrived, Inspection, Meant
from api.evidence.service.placing import Place
from api.identity.models import User
from api.kit.files import FileStore
from api.kit.permissions import Subject
from api.plans.models import Task
from api.settings import Settings
from api.units.models import Unit
from seed.demo.evidence import SampleEvidence, evidence
from seed.demo.work import DEPARTMENT
from seed.loading.work import plan_of_work

SENDER, JUDGE = "head.hai-phong", "coordinator.hai-phong"


async def load_evidence(session: AsyncSession, settings: Settings) -> None:
    """Send and judge, unless anybody, this seed included, has sent evidence in the department before."""
    plan = await plan_of_work(session)
    sent = exists().where(Evidence.department_id == Unit.id, Unit.code == DEPARTMENT)
    if plan is None or await session.scalar(select(sent)):
        return
    store = service.store_of(settings)
    sender, judge = [await _account(session, name) for name in (SENDER, JUDGE)]
    for each in evidence():
        work = await _work(session, plan.id, each)
        if work is None:
            continue
        made = await _send(session, sender, work, each, store=store, settings=settings)
        if each.verdict is not None:
            await service.judge(session, SYSTEM, judge, [made.id], each.verdict, reason=each.reason)


async def _account(session: AsyncSession, username: str) -> Subject:
    user = (await session.scalars(select(User).where(User.username == username))).one()
    return Subject("user", user.id, user.name, ())


async def _work(session: AsyncSession, plan_id: UUID, each: SampleEvidence) -> Assignment | None:
    """The school's work on the task that was due first."""
    found = select(Assignment).join(Unit, Unit.id == Assignment.unit_id).join(Task, Task.id == Assignment.task_id)
    found = found.where(Assignment.plan_id == plan_id, Unit.code == each.unit, Task.code == each.task)
    return (await session.scalars(found.order_by(Assignment.due_at, Assignment.id).limit(1))).first()


async def _send(
    session: AsyncSession,
    sender: Subject,
    work: Assignment,
    each: SampleEvidence,
    *,
    store: FileStore,
    settings: Settings,
) -> Evidence:
    look = Inspection()
    stored = await store.add(_whole(each.content), look.inspect)
    place = Place(work.unit_id, work.department_id, on_behalf=False)
    meant = Meant(place, each.title, (Target("assignment", work.id, ""),), None, None)
    file = Arrived(stored, each.filename, look.media_type, None)
    return await service.add(session, SYSTEM, sender, meant, file, store=store, settings=settings)


async def _whole(content: bytes) -> AsyncIterator[bytes]:
    yield content
