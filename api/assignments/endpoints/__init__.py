"""The resources of this package."""

from fastapi import APIRouter

from api.assignments.endpoints import assignments, counts, issuing

router = APIRouter()
for _part in (issuing.router, counts.router, assignments.many, assignments.router):
    router.include_router(_part)
