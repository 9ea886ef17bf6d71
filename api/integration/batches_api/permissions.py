"""Whoever loads follows what was loaded at and below their unit; taking back is for who may write each record."""

from api.kit.permissions import ROLES, register

_LOADERS = tuple(role for role in ROLES if role not in {"admin", "viewer"})
BATCH_READ = register("batch:read", *_LOADERS)
BATCH_UNDO = register("batch:undo", *_LOADERS)
