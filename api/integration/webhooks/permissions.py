"""Administrators look after webhooks, as after the clients they belong to."""

from api.kit.permissions import register

WEBHOOK_READ = register("webhook:read", "admin")
WEBHOOK_WRITE = register("webhook:write", "admin")
