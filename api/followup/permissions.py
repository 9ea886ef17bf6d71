"""Who raises and answers difficulties, who asks to clarify, who chases."""

from api.kit.permissions import ROLES, register

_READERS = tuple(role for role in ROLES if role != "admin")
_ACTING = tuple(role for role in _READERS if role != "viewer")

DIFFICULTY_READ = register("difficulty:read", *_READERS)
# A unit's own people; the commune and the coordinator also for the units below (nhập thay).
DIFFICULTY_WRITE = register("difficulty:write", *_ACTING)
# The people of the unit it is put to.
DIFFICULTY_ANSWER = register("difficulty:answer", *_ACTING)
CLARIFICATION_READ = register("clarification:read", *_READERS)
CLARIFICATION_ASK = register("clarification:ask", "leader")
CLARIFICATION_ANSWER = register("clarification:answer", *_ACTING)
CHASE_READ = register("chase:read", *_READERS)
# Those who look after other units' work, and the division that leads the task.
CHASE_WRITE = register(
    "chase:write", "leader", "coordinator", "division_head", "officer", "commune_leader", "commune_officer"
)
