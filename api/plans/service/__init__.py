"""The verbs of plans, one file for each aggregate."""

from sqlalchemy import select

from api.evidence.queries.targets import register
from api.kit.files import REFERENCES
from api.plans.models import PlanImport
from api.plans.queries.evidenced import DELIVERABLE, PLAN, TASK
from api.plans.service.amendment import (
    amend_tasks,
    amendable,
    begin_amendment,
    check_once,
    conclude_amendment,
)
from api.plans.service.child_plans import Missing, call_for, call_of, missing, record_child
from api.plans.service.copying import copy_plan
from api.plans.service.deliverable import (
    DeliverableOfDraft,
    delete_deliverable,
    editable_deliverable,
    update_deliverable,
)
from api.plans.service.engagement import (
    UNKNOWN_INDICATOR,
    Indicators,
    engagements,
    known_otherwise,
    replace_engagements,
    use_indicators,
)
from api.plans.service.group import create_group, delete_group, group_of, update_group
from api.plans.service.history import keep_plan
from api.plans.service.importing import (
    READ_IMPORT,
    add_row,
    begin_import,
    commit_import,
    correct_import,
    correct_row,
    discard_import,
    give_up_reading,
    import_to_change,
    read_import,
    remove_row,
    settle_names,
)
from api.plans.service.journal import PAST, Verb, touch
from api.plans.service.plan import (
    begin_outside,
    count_targets,
    create_plan,
    delete_plan,
    editable,
    editable_in_body,
    find_plan,
    store_issued,
    update_plan,
)
from api.plans.service.references import Directory, Named, look_up
from api.plans.service.rendering import follow_names, render, render_names
from api.plans.service.reporting import replace_reporting_rules, reporting_rules
from api.plans.service.schedules import schedule_of
from api.plans.service.target_groups import refuse_unknown_group
from api.plans.service.targets import PrintedTarget, Targets, targets_above, use_targets
from api.plans.service.task import add_tasks, create_task, delete_task, editable_task, store_tasks, update_task

register(PLAN)
register(TASK)
register(DELIVERABLE)
REFERENCES.append(select(PlanImport.sha256))

__all__ = [
    "PAST",
    "READ_IMPORT",
    "UNKNOWN_INDICATOR",
    "DeliverableOfDraft",
    "Directory",
    "Indicators",
    "Missing",
    "Named",
    "PrintedTarget",
    "Targets",
    "Verb",
    "add_row",
    "add_tasks",
    "amend_tasks",
    "amendable",
    "begin_amendment",
    "begin_import",
    "begin_outside",
    "call_for",
    "call_of",
    "check_once",
    "commit_import",
    "conclude_amendment",
    "copy_plan",
    "correct_import",
    "correct_row",
    "count_targets",
    "create_group",
    "create_plan",
    "create_task",
    "delete_deliverable",
    "delete_group",
    "delete_plan",
    "delete_task",
    "discard_import",
    "editable",
    "editable_deliverable",
    "editable_in_body",
    "editable_task",
    "engagements",
    "find_plan",
    "follow_names",
    "give_up_reading",
    "group_of",
    "import_to_change",
    "keep_plan",
    "known_otherwise",
    "look_up",
    "missing",
    "read_import",
    "record_child",
    "refuse_unknown_group",
    "remove_row",
    "render",
    "render_names",
    "replace_engagements",
    "replace_reporting_rules",
    "reporting_rules",
    "schedule_of",
    "settle_names",
    "store_issued",
    "store_tasks",
    "targets_above",
    "touch",
    "update_deliverable",
    "update_group",
    "update_plan",
    "update_task",
    "use_indicators",
    "use_targets",
]
