"""The resources of this package."""

from fastapi import APIRouter

from api.assignments.endpoints import issuing

router = APIRouter()
for _part in (issuing,):
    router.include_router(_part.router)
