"""The resources of this package."""

from api.kit.http.route import together
from api.requests.endpoints import answers, requests, sheets

router = together(requests.router, answers.router, sheets.router)
