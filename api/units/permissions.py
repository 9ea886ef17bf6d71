"""Who may do what with units, clusters and audiences."""

from api.kit.permissions import ROLES, register

UNIT_READ = register("unit:read", *ROLES)
UNIT_WRITE = register("unit:write", "admin")
CLUSTER_READ = register("cluster:read", *ROLES)
CLUSTER_WRITE = register("cluster:write", "admin")
AUDIENCE_READ = register("audience:read", *ROLES)
AUDIENCE_WRITE = register("audience:write", "coordinator")
