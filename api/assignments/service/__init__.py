"""The verbs of work, one file for each aggregate."""

from api.assignments.queries.evidenced import ASSIGNMENT
from api.assignments.service.doing import add_update, doable, update_work
from api.assignments.service.issuing import RESOLVE, close, issuable, issue
from api.assignments.service.loading import load_of, shape
from api.assignments.service.loads import LOAD_ASSIGNMENTS, assignment_load, assignment_load_of_job
from api.assignments.service.many import Many
from api.assignments.service.outside import hand_out
from api.assignments.service.past import Past, record_past
from api.assignments.service.proposing import as_asks, proposals
from api.assignments.service.reopening import reopen
from api.assignments.service.resolving import Resolved, resolve
from api.assignments.service.standing import follow_departments, refresh_tasks
from api.assignments.service.undoing import undo_assignments
from api.evidence.queries.targets import register

register(ASSIGNMENT)

__all__ = [
    "LOAD_ASSIGNMENTS",
    "RESOLVE",
    "Many",
    "Past",
    "Resolved",
    "add_update",
    "as_asks",
    "assignment_load",
    "assignment_load_of_job",
    "close",
    "doable",
    "follow_departments",
    "hand_out",
    "issuable",
    "issue",
    "load_of",
    "proposals",
    "record_past",
    "refresh_tasks",
    "reopen",
    "resolve",
    "shape",
    "undo_assignments",
    "update_work",
]
