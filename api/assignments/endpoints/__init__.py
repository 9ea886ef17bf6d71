"""The resources of this package."""

from api.assignments.endpoints import assignments, counts, issuing
from api.kit.http.route import together

router = together(issuing.router, counts.router, assignments.many, assignments.router)
