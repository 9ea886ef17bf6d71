"""The resources of this package."""

from fastapi import APIRouter

from api.plans.endpoints import (
    child_plans,
    deliverables,
    engagements,
    imports,
    plans,
    schedules,
    task_groups,
    tasks,
)

router = APIRouter()
for _part in (plans, child_plans, task_groups, engagements, schedules, tasks, deliverables, imports):
    router.include_router(_part.router)
router.include_router(imports.sending)
