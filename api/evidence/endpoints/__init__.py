"""The resources of this package."""

from fastapi import APIRouter

from api.evidence.endpoints import content, evidence, uploads, verdicts

router = APIRouter()
for _part in (evidence, content, verdicts, uploads):
    router.include_router(_part.router)
