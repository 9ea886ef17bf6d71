"""The resources of this package."""

from api.evidence.endpoints import content, evidence, uploads, verdicts
from api.kit.http.route import together

router = together(evidence.router, evidence.sending, content.router, verdicts.router, uploads.router)
