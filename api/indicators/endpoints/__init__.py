"""The resources of this package."""

from api.indicators.endpoints import (
    amendments,
    base_counts,
    codes,
    confirmations,
    documents,
    expected,
    indicators,
    rollups,
    targets,
    values,
)
from api.kit.http.route import together

router = together(
    indicators.router,
    codes.router,
    targets.router,
    amendments.router,
    documents.router,
    base_counts.many,
    base_counts.router,
    confirmations.papers,
    confirmations.router,
    # Before `/indicator-values/{id}`.
    expected.router,
    expected.workbooks,
    values.many,
    values.router,
    rollups.router,
)
