"""The role × permission table of the domain, as the code registers it."""

import pytest

from api.kit.permissions import ROLES, registry

EVERYBODY = set(ROLES)
WRITERS_OF_PLANS = {"coordinator", "commune_officer", "school_head"}
# Of all plans below, or of the own unit's plan alone (decision 0015).
DECIDERS = {"leader", "coordinator", "commune_leader", "school_head"}

# permission → the roles that hold it. “units, users, grants, clients, audit: admin”; “read: all of these within reach”.
TABLE = {
    "assignment:read": EVERYBODY - {"admin"},
    "assignment:write": EVERYBODY - {"admin", "viewer"},
    "audience:read": EVERYBODY,
    "audience:write": {"coordinator"},
    "audit:read": {"admin"},
    "batch:read": EVERYBODY - {"admin", "viewer"},
    "batch:undo": EVERYBODY - {"admin", "viewer"},
    "change:read": EVERYBODY,
    "chase:read": EVERYBODY - {"admin"},
    "chase:write": EVERYBODY - {"admin", "school_head", "school_officer", "viewer"},
    "clarification:answer": EVERYBODY - {"admin", "viewer"},
    "clarification:ask": {"leader"},
    "clarification:read": EVERYBODY - {"admin"},
    "client:read": {"admin"},
    "client:write": {"admin"},
    "cluster:read": EVERYBODY,
    "cluster:write": {"admin"},
    "dashboard:read": EVERYBODY - {"admin"},
    "data_request:answer": EVERYBODY - {"admin", "viewer"},
    "data_request:read": EVERYBODY - {"admin"},
    "data_request:write": {"coordinator"},
    "difficulty:answer": EVERYBODY - {"admin", "viewer"},
    "difficulty:read": EVERYBODY - {"admin"},
    "difficulty:write": EVERYBODY - {"admin", "viewer"},
    "evidence:read": EVERYBODY - {"admin"},
    "evidence:verify": {"officer", "division_head", "commune_officer", "coordinator"},
    "evidence:write": EVERYBODY - {"admin", "viewer"},
    "grant:lend": EVERYBODY - {"viewer"},
    "grant:read": {"admin"},
    "grant:write": {"admin"},
    "indicator:read": EVERYBODY,
    "indicator_code:read": {"leader", "coordinator", "admin", "viewer"},
    "indicator_code:write": {"coordinator", "admin"},
    "indicator:write": {"coordinator"},
    "base_count:read": EVERYBODY - {"admin"},
    "base_count:write": {"coordinator"},
    "confirmation:settle": {"coordinator"},
    "indicator_value:read": EVERYBODY - {"admin"},
    "indicator_value:write": EVERYBODY - {"admin", "viewer"},
    "plan:amend": DECIDERS,
    "invitation:read": {"admin", "coordinator", "commune_officer"},
    "invitation:write": {"admin", "coordinator", "commune_officer"},
    "plan:issue": DECIDERS,
    "plan:read": EVERYBODY,
    "plan:record": {"coordinator", "commune_leader", "commune_officer", "school_head", "school_officer"},
    "plan:write": WRITERS_OF_PLANS,
    "reminder:read": {"leader", "coordinator", "division_head", "officer", "commune_leader", "commune_officer"},
    "reminder:write": {"coordinator"},
    "report:extend": {"leader", "coordinator"},
    "report:read": EVERYBODY - {"admin"},
    "report:receive": {"coordinator", "division_head", "officer", "commune_leader", "commune_officer"},
    "report:send": {"coordinator", "division_head", "commune_leader", "commune_officer", "school_head"},
    "report:write": EVERYBODY - {"admin", "viewer"},
    "reporting:read": EVERYBODY,
    "reporting:write": {"coordinator"},
    "system_job:read": {"admin"},
    "task:hand_out": {"leader", "coordinator"},
    "unit:read": EVERYBODY,
    "unit:write": {"admin"},
    "user:read": {"admin"},
    "webhook:read": {"admin"},
    "webhook:write": {"admin"},
    "user:write": {"admin"},
}


@pytest.mark.usefixtures("application")
@pytest.mark.parametrize("permission", sorted(TABLE))
def test_the_table_is_the_domains(permission: str) -> None:
    assert registry()[permission] == TABLE[permission]


@pytest.mark.usefixtures("application")
def test_no_permission_is_missing_from_the_table() -> None:
    assert set(registry()) == set(TABLE)
