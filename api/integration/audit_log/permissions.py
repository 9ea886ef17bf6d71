"""The audit is for administrators; whoever only reads does not read it."""

from api.kit.permissions import register

AUDIT_READ = register("audit:read", "admin")
