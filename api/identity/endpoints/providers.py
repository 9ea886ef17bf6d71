"""By whom else one may sign in."""

from fastapi import Request, Response

from api.identity.schemas.tokens import ProvidersOut
from api.kit.http.answers import plain
from api.kit.http.route import PublicRoute, resource
from api.settings import Settings

router = resource("auth", PublicRoute)


@router.get("/auth/providers", operation_id="list_providers", response_model=ProvidersOut)
async def list_providers(request: Request) -> Response:
    """The providers of OpenID Connect one may sign in by: send the browser to `/auth/oidc/{id}/start?next=/…`."""
    settings: Settings = request.app.state.settings
    items = [
        {"id": provider.id, "label": {"vi": provider.label_vi, "en": provider.label_en}}
        for provider in settings.oidc_providers
    ]
    return plain({"items": items})
