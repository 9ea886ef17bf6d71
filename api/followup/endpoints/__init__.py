"""The resources of this package."""

from api.followup.endpoints import chases, clarifications, difficulties
from api.kit.http.route import together

router = together(difficulties.router, clarifications.router, chases.router)
