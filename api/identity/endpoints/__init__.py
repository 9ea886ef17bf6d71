"""The endpoints of identity: `router` under /api/v1, `well_known` at the root."""

from fastapi import APIRouter

from api.identity.endpoints import clients, grants, invitations, me, sessions, tokens, users
from api.identity.endpoints.tokens import well_known

router = APIRouter()
for part in (tokens, me, sessions, users, grants, clients, invitations):
    router.include_router(part.router)
router.include_router(users.loading)
router.include_router(invitations.public)

__all__ = ["router", "well_known"]
