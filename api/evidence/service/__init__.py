"""The verbs of evidence."""

from sqlalchemy import select

from api.evidence.models import Evidence, EvidencePicture
from api.evidence.service.adding import Arrived, add
from api.evidence.service.changing import editable, remove, update
from api.evidence.service.examination import EXAMINE
from api.evidence.service.following import follow_departments
from api.evidence.service.inspecting import Inspection
from api.evidence.service.judging import judge, judge_many, judgeable
from api.evidence.service.placing import Meant, Words, check_quota, largest, look_up
from api.evidence.service.showing import Shown, content, picture
from api.evidence.service.storing import store_of, told
from api.evidence.service.verifying import Disagreement, disagreements
from api.kit.files import REFERENCES

# Also of what was deleted or replaced: history can be opened.
REFERENCES.append(select(Evidence.sha256))
REFERENCES.append(select(EvidencePicture.sha256))

__all__ = [
    "EXAMINE",
    "Arrived",
    "Disagreement",
    "Inspection",
    "Meant",
    "Shown",
    "Words",
    "add",
    "check_quota",
    "content",
    "disagreements",
    "editable",
    "follow_departments",
    "judge",
    "judge_many",
    "judgeable",
    "largest",
    "look_up",
    "picture",
    "remove",
    "store_of",
    "told",
    "update",
]
