"""The resources of this package."""

from api.kit.http.route import together
from api.reporting.endpoints import asked, documents, regimes, reports, rounds

router = together(asked.router, regimes.router, rounds.router, reports.router, documents.router)
