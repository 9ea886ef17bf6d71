"""Who reads the page: whoever reads work and figures."""

from api.kit.permissions import ROLES, register

DASHBOARD_READ = register("dashboard:read", *(role for role in ROLES if role != "admin"))
