"""The resources of this package."""

from api.kit.http.route import together
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

router = together(
    plans.router,
    child_plans.router,
    task_groups.router,
    engagements.router,
    schedules.router,
    tasks.router,
    deliverables.router,
    imports.router,
    imports.sending,
)
