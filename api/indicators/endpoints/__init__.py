"""The resources of this package."""

from fastapi import APIRouter

from api.indicators.endpoints import indicators, targets

router = APIRouter()
for _part in (indicators, targets):
    router.include_router(_part.router)
