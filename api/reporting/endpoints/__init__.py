"""The resources of this package."""

from api.kit.http.route import together
from api.reporting.endpoints import asked, regimes, reports, rounds

router = together(asked.router, regimes.router, rounds.router, reports.router)
