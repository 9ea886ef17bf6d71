"""Anybody may ask what changed; what they are told is what they may read.

A change is seen by whoever may read its record where it stands: the permission here, over the unit it is about. What is
published also goes to the units below. An entity that is not named here is shown to nobody.
"""

from collections.abc import Mapping

from api.assignments.permissions import ASSIGNMENT_READ
from api.evidence.permissions import EVIDENCE_READ
from api.followup.permissions import CHASE_READ, CLARIFICATION_READ, DIFFICULTY_READ
from api.identity.permissions import CLIENT_READ, GRANT_READ, USER_READ
from api.indicators.permissions import (
    BASE_COUNT_READ,
    INDICATOR_CODE_READ,
    INDICATOR_READ,
    VALUE_READ,
    VALUE_WRITE,
)
from api.integration.batches_api.permissions import BATCH_READ
from api.kit.permissions import ROLES, register
from api.plans.permissions import PLAN_READ
from api.reporting.permissions import REPORT_READ, REPORTING_READ
from api.requests.permissions import DATA_REQUEST_READ
from api.units.permissions import AUDIENCE_READ, CLUSTER_READ, UNIT_READ

CHANGE_READ = register("change:read", *ROLES)

# Entity → the permission to read it. By their constants: a process that reads the feed knows them all.
READ_BY: Mapping[str, str] = {
    "assignment": ASSIGNMENT_READ,
    "audience": AUDIENCE_READ,
    "base_count": BASE_COUNT_READ,
    "batch": BATCH_READ,
    "chase": CHASE_READ,
    "clarification_request": CLARIFICATION_READ,
    "client": CLIENT_READ,
    "cluster": CLUSTER_READ,
    "confirmation": VALUE_READ,
    "data_request": DATA_REQUEST_READ,
    "data_request_answer": DATA_REQUEST_READ,
    "deliverable": PLAN_READ,
    "difficulty": DIFFICULTY_READ,
    "evidence": EVIDENCE_READ,
    "grant": GRANT_READ,
    "indicator": INDICATOR_READ,
    "indicator_code": INDICATOR_CODE_READ,
    "indicator_value": VALUE_READ,
    "plan": PLAN_READ,
    "plan_import": PLAN_READ,
    "report": REPORT_READ,
    "reporting_regime": REPORTING_READ,
    "reporting_round": REPORTING_READ,
    "target": INDICATOR_READ,
    "task": PLAN_READ,
    "task_group": PLAN_READ,
    "unit": UNIT_READ,
    "user": USER_READ,
}
# What units publish to all below them, whatever happens to it.
_PUBLISHED = frozenset({"audience", "cluster", "indicator", "reporting_regime", "reporting_round", "unit"})
PUBLISHED: Mapping[str, str] = {entity: permission for entity, permission in READ_BY.items() if entity in _PUBLISHED}
# Of plans, whose drafts are nobody's below, only that they came into force or were amended.
PUBLISHED_TYPES: Mapping[str, str] = {"plan.issued": PLAN_READ, "plan.amended": PLAN_READ}

# What is told to the system it answers too, whatever else that may read: the change names the system (`told_by_id`),
# and this is the permission by which that sent the figure.
ADDRESSED: Mapping[str, str] = {"confirmation": VALUE_WRITE}
