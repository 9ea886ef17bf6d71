"""The endpoints of units, clusters and audiences."""

from fastapi import APIRouter

from api.units.endpoints.audiences import router as audiences
from api.units.endpoints.clusters import router as clusters
from api.units.endpoints.units import router as units

router = APIRouter()
for part in (units, clusters, audiences):
    router.include_router(part)

__all__ = ["router"]
