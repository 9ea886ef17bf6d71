"""The page's verbs: read it, and hear that it changed."""

from api.dashboard.service.drawn import Drawn
from api.dashboard.service.hints import Hints
from api.dashboard.service.owed import owed
from api.dashboard.service.page import Page, body, hot_body, page_of
from api.dashboard.service.profile import profile

__all__ = ["Drawn", "Hints", "Page", "body", "hot_body", "owed", "page_of", "profile"]
