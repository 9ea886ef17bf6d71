"""Who may read and define indicators."""

from api.kit.permissions import ROLES, register

INDICATOR_READ = register("indicator:read", *ROLES)
INDICATOR_WRITE = register("indicator:write", "coordinator")
