"""Who issues plans, and who reads and does the work they make."""

from api.kit.permissions import ROLES, register
from api.plans.permissions import DECIDING

PLAN_ISSUE = register("plan:issue", *DECIDING)
# Work that arises outside plans is handed out by the department.
HAND_OUT = register("task:hand_out", "leader", "coordinator")
# An administrator looks after units and accounts, not after what they are doing.
ASSIGNMENT_READ = register("assignment:read", *(role for role in ROLES if role != "admin"))
# A unit's own people; the commune and the coordinator also for the units below (nhập thay), see queries/scope.py.
ASSIGNMENT_WRITE = register("assignment:write", *(role for role in ROLES if role not in {"admin", "viewer"}))
