"""The resources of this package."""

from api.kit.http.route import together
from api.reporting.endpoints import documents, regimes, reports, rounds

router = together(regimes.router, rounds.router, reports.router, documents.router)
