"""The endpoints of units, clusters and audiences."""

from api.kit.http.route import together
from api.units.endpoints import audiences, clusters, units

router = together(units.router, clusters.router, audiences.router)

__all__ = ["router"]
