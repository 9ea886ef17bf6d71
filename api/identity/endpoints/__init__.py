"""The endpoints of identity: `router` under /api/v1, `well_known` at the root."""

from api.identity.endpoints import clients, grants, invitations, me, providers, second_factor, sessions, tokens, users
from api.identity.endpoints.tokens import well_known
from api.kit.http.route import together

router = together(
    tokens.router,
    providers.router,
    me.router,
    second_factor.router,
    second_factor.of_others,
    sessions.router,
    users.router,
    grants.router,
    clients.router,
    invitations.router,
    users.loading,
    invitations.public,
)

__all__ = ["router", "well_known"]
