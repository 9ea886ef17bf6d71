"""The resources of this package."""

from fastapi import APIRouter

from api.plans.endpoints import deliverables, engagements, plans, schedules, task_groups, tasks

router = APIRouter()
for _part in (plans, task_groups, engagements, schedules, tasks, deliverables):
    router.include_router(_part.router)
