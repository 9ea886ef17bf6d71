"""Who may read and draft plans."""

from api.kit.permissions import ROLES, register

PLAN_READ = register("plan:read", *ROLES)
# A commune's and a school's own people draft their own unit's plan under the department's; see dependencies.py.
PLAN_WRITE = register("plan:write", "coordinator", "commune_officer", "school_head")
# What a commune or school signed on paper is written down by its own people, and for it by whoever enters for it:
# number, date, signer and the paper, no more.
PLAN_RECORD = register(
    "plan:record", "coordinator", "commune_leader", "commune_officer", "school_head", "school_officer"
)
# Who may issue, amend and close: leaders and coordinators all plans below them; whoever heads a commune or a school
# its own, see queries/scope.py. An issued plan changes by amendments alone.
DECIDING = ("leader", "coordinator", "commune_leader", "school_head")
PLAN_AMEND = register("plan:amend", *DECIDING)
