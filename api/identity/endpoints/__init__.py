"""The endpoints of identity: `router` under /api/v1, `well_known` at the root."""

from fastapi import APIRouter

from api.identity.endpoints import clients, grants, me, sessions, tokens, users
from api.identity.endpoints.tokens import well_known

router = APIRouter()
for part in (tokens, me, sessions, users, grants, clients):
    router.include_router(part.router)

__all__ = ["router", "well_known"]
