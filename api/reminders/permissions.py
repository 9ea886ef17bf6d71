"""Who says when reminders go out, and who copies a message for those who owe something."""

from api.kit.permissions import register

REMINDER_WRITE = register("reminder:write", "coordinator")
REMINDER_READ = register(
    "reminder:read", "leader", "coordinator", "division_head", "officer", "commune_leader", "commune_officer"
)
