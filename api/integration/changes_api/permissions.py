"""Anybody may ask what changed; what they are told is what they may read."""

from api.kit.permissions import ROLES, register

CHANGE_READ = register("change:read", *ROLES)
