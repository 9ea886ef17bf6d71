"""The resources of this package."""

from fastapi import APIRouter

from api.followup.endpoints import chases, clarifications, difficulties

router = APIRouter()
for _part in (difficulties, clarifications, chases):
    router.include_router(_part.router)
