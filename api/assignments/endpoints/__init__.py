"""The resources of this package."""

from fastapi import APIRouter

from api.assignments.endpoints import assignments, issuing

router = APIRouter()
for _part in (issuing, assignments):
    router.include_router(_part.router)
