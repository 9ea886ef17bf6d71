"""Rows of a table become entries: groups and items, broken rows put together, sub-rows under what holds them."""

from api.plans.imports.understand.entries.builder import entries_of
from api.plans.imports.understand.entries.dittos import is_ditto, settle_dittos
from api.plans.imports.understand.entries.tree import Entry

__all__ = ["Entry", "entries_of", "is_ditto", "settle_dittos"]
