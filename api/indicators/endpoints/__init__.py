"""The resources of this package."""

from api.indicators.endpoints import amendments, documents, indicators, rollups, targets, values
from api.kit.http.route import together

router = together(
    indicators.router,
    targets.router,
    amendments.router,
    documents.router,
    values.many,
    values.router,
    rollups.router,
)
