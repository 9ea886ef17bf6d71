"""Who may read and define indicators, and who reads and enters values."""

from api.kit.permissions import ROLES, register

INDICATOR_READ = register("indicator:read", *ROLES)
INDICATOR_WRITE = register("indicator:write", "coordinator")
# A system names indicators by codes of its own: whoever looks after systems says so, or after indicators.
INDICATOR_CODE_READ = register("indicator_code:read", "leader", "coordinator", "admin", "viewer")
INDICATOR_CODE_WRITE = register("indicator_code:write", "coordinator", "admin")
# An administrator looks after units and accounts, not after their figures.
VALUE_READ = register("indicator_value:read", *(role for role in ROLES if role != "admin"))
# A unit's own people; the commune and the coordinator also for the units below (nhập thay), see queries/values.py.
VALUE_WRITE = register("indicator_value:write", *(role for role in ROLES if role not in {"admin", "viewer"}))
CONFIRMATION_SETTLE = register("confirmation:settle", "coordinator")
# Counts come from the sector database's export; no school types one.
BASE_COUNT_READ = register("base_count:read", *(role for role in ROLES if role != "admin"))
BASE_COUNT_WRITE = register("base_count:write", "coordinator")
