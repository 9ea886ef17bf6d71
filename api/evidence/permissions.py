"""Who sees evidence and who sends it in."""

from api.kit.permissions import ROLES, register

EVIDENCE_READ = register("evidence:read", *(role for role in ROLES if role != "admin"))
# A unit's own people; the commune and the coordinator also for the units below (nhập thay), see units.scope.enters.
EVIDENCE_WRITE = register("evidence:write", *(role for role in ROLES if role not in {"admin", "viewer"}))
