"""What may be done to accounts, and by which roles."""

from api.kit.permissions import ROLES, register

USER_READ = register("user:read", "admin")
USER_WRITE = register("user:write", "admin")
GRANT_READ = register("grant:read", "admin")
GRANT_WRITE = register("grant:write", "admin")
# One-time links for accounts of units below: what lets schools in, and back in.
INVITATION_READ = register("invitation:read", "admin", "coordinator", "commune_officer")
INVITATION_WRITE = register("invitation:write", "admin", "coordinator", "commune_officer")
CLIENT_READ = register("client:read", "admin")
CLIENT_WRITE = register("client:write", "admin")
# To come to POST and DELETE of /grants at all: administrators for any grant in their reach, everybody else for one of
# their own to lend (ủy quyền) and take back.
GRANT_LEND = register("grant:lend", *(role for role in ROLES if role != "viewer"))
