"""Who says what is reported, who writes, sends and receives reports."""

from api.kit.permissions import ROLES, register

REPORTING_READ = register("reporting:read", *ROLES)
REPORTING_WRITE = register("reporting:write", "coordinator")
# More time is a leader's to give, too, from the morning's page.
REPORT_EXTEND = register("report:extend", "leader", "coordinator")
# An administrator looks after units and accounts, not after what they report.
_READERS = tuple(role for role in ROLES if role != "admin")
REPORT_READ = register("report:read", *_READERS)
# A unit's own people prepare; the commune's officer and the coordinator also for those below (nhập thay).
REPORT_WRITE = register("report:write", *(role for role in _READERS if role != "viewer"))
# A school's officer sends by a dated delegation of the head's role.
REPORT_SEND = register(
    "report:send", "coordinator", "division_head", "commune_leader", "commune_officer", "school_head"
)
# Those of the unit it is for; a division's people where it compiles, the coordinator for every receiver below.
REPORT_RECEIVE = register(
    "report:receive", "coordinator", "division_head", "officer", "commune_leader", "commune_officer"
)
