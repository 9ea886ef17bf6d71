"""Who may read and draft plans."""

from api.kit.permissions import ROLES, register

PLAN_READ = register("plan:read", *ROLES)
# A commune's and a school's own people draft their own unit's plan under the department's; see dependencies.py.
PLAN_WRITE = register("plan:write", "coordinator", "commune_officer", "school_head")
# An issued plan changes by amendments alone.
PLAN_AMEND = register("plan:amend", "leader", "coordinator")
