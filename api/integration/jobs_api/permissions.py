"""Anybody follows what they asked for; administrators also what the system does by itself."""

from api.kit.permissions import register

SYSTEM_JOBS = register("system_job:read", "admin")
