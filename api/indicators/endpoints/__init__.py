"""The resources of this package."""

from fastapi import APIRouter

from api.indicators.endpoints import amendments, documents, indicators, targets

router = APIRouter()
for _part in (indicators, targets, amendments, documents):
    router.include_router(_part.router)
