"""Who sees evidence, who sends it in, who judges it."""

from api.kit.permissions import ROLES, register

EVIDENCE_READ = register("evidence:read", *(role for role in ROLES if role != "admin"))
# A unit's own people; the commune and the coordinator also for the units below (nhập thay), see units.scope.enters.
EVIDENCE_WRITE = register("evidence:write", *(role for role in ROLES if role not in {"admin", "viewer"}))
EVIDENCE_VERIFY = register("evidence:verify", "officer", "division_head", "commune_officer", "coordinator")
