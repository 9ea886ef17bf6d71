"""Who asks, who answers, who reads; who chases is followup's to say."""

from api.kit.permissions import ROLES, register

_READERS = tuple(role for role in ROLES if role != "admin")

DATA_REQUEST_READ = register("data_request:read", *_READERS)
DATA_REQUEST_WRITE = register("data_request:write", "coordinator")
# A unit's own people; the commune and the coordinator also for the units below (nhập thay).
DATA_REQUEST_ANSWER = register("data_request:answer", *(role for role in _READERS if role != "viewer"))
