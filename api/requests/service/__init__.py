"""The verbs of ad hoc requests."""

from api.requests.service.answering import answer, answer_seen
from api.requests.service.asking import ask, change, close, request_seen, store_request
from api.requests.service.chasing import chase
from api.requests.service.sheet import sheet

__all__ = ["answer", "answer_seen", "ask", "change", "chase", "close", "request_seen", "sheet", "store_request"]
