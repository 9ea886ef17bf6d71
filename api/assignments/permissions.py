"""Who issues plans."""

from api.kit.permissions import register

PLAN_ISSUE = register("plan:issue", "leader", "coordinator")
