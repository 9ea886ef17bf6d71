"""The resources of this package."""

from fastapi import APIRouter

from api.indicators.endpoints import amendments, documents, indicators, rollups, targets, values

router = APIRouter()
for _part in (indicators, targets, amendments, documents):
    router.include_router(_part.router)
router.include_router(values.many)
router.include_router(values.router)
router.include_router(rollups.router)
